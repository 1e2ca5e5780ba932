import Testing

@testable import CouncilServer

struct SafeMarkdownTests {
    @Test(arguments: [
        "<script>alert(1)</script>", "a <script>alert(1)</script> b", "<img src=x onerror=alert(1)>",
        "x <img src=\"https://evil.example/a.png\"> y", "<style>@import 'https://evil.example'</style>",
        "<iframe src=\"https://evil.example\"></iframe>", "<svg onload=alert(1)></svg>",
        "<a href=\"javascript:alert(1)\">x</a>", "<!-- --><base href=\"https://evil.example\">",
        "<form action=\"https://evil.example\"><input></form>", "- [ ] <script>alert(1)</script>",
        "| a |\n|---|\n| <img src=x> |", "```\"><script>alert(1)</script>\nx\n```", "`<script>`", "&lt;script&gt;",
        "![](https://evil.example/a.png)", "![a](data:image/svg+xml,<svg>)",
        "![a][b]\n\n[b]: https://evil.example/a.png",
        "[![a](https://evil.example/a.png)](https://example.com)", "<div\nonclick=alert(1)\n>", "<?php x ?>",
        "<![CDATA[<script>]]>", "# <link rel=stylesheet href=https://evil.example>", "~~<script>~~",
        "[x](https://example.com '\"><script>alert(1)</script>')", "\0<script>",
    ])
    func `nothing that a model writes becomes an element that runs or loads`(text: String) {
        // The one control that there is: the box of a task list, which cannot be used.
        let html = SafeMarkdown.html(of: text).replacing("<input type=\"checkbox\" disabled=\"\" />", with: "")
        let names = html.matches(of: /<\/?([a-zA-Z0-9]+)/).map { String($0.output.1) }
        let harmless: Set = [
            "p", "a", "ul", "li", "h1", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "del",
        ]
        #expect(Set(names).isSubset(of: harmless))
    }

    @Test(arguments: [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](vbscript:x)", "[x](file:///etc/passwd)",
        "[x](data:text/html,<script>)", "[x](&#106;avascript:alert(1))", "<javascript:alert(1)>",
        "[x][y]\n\n[y]: javascript:alert(1)", "[x](java\u{0}script:alert(1))",
    ])
    func `a link cannot run anything`(text: String) {
        let addresses = SafeMarkdown.html(of: text).matches(of: /href="([^"]*)"/).map { String($0.output.1) }
        #expect(addresses.allSatisfy { $0.isEmpty || $0.hasPrefix("java%EF%BF%BD") })
    }

    @Test func `no attribute but harmless ones is written`() {
        let text = """
            ```swift onload=x
            let a = 1
            ```

            | a | b |
            |:--|--:|
            | 1 | 2 |

            1. [x](https://example.com "a \\" onclick=alert(1)")
            """
        let attributes = SafeMarkdown.html(of: text).replacing(/"[^"]*"/, with: "").matches(of: /([a-z-]+)=/)
        #expect(Set(attributes.map { String($0.output.1) }) == ["class", "align", "href", "title"])
    }

    @Test func `HTML is shown as the text it is`() {
        #expect(SafeMarkdown.html(of: "a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n")
    }

    @Test func `an image becomes its description and its address`() {
        #expect(
            SafeMarkdown.html(of: "![a map](https://example.com/a.png)")
                == "<p>[Image: a map – https://example.com/a.png]</p>\n")
    }

    @Test func `an image without words and address leaves nothing loose`() {
        #expect(SafeMarkdown.html(of: "![]()") == "<p>[Image: ]</p>\n")
    }

    @Test func `tables, strikethrough, task lists and code are rendered`() {
        let html = SafeMarkdown.html(of: "| a |\n|---|\n| 1 |\n\n~~x~~\n\n- [x] done\n\n```swift\nlet a = 1 < 2\n```")
        for part in [
            "<td>1</td>", "<del>x</del>", "type=\"checkbox\" checked=\"\" disabled=\"\"",
            "<code class=\"language-swift\">let a = 1 &lt; 2",
        ] {
            #expect(html.contains(part))
        }
    }

    @Test(arguments: ["", "\0", "완성 ✅ é", "**", "[", "![", "<", "|", "```"])
    func `any text has some HTML`(text: String) {
        #expect(text.isEmpty == SafeMarkdown.html(of: text).isEmpty)
    }

    @Test func `deep nesting does no harm`() {
        let html = SafeMarkdown.html(
            of: String(repeating: "> ", count: 20_000) + "x" + String(repeating: "[", count: 20_000))
        #expect(html.contains("x"))
    }

    @Test func `many texts at once are rendered alike`() async {
        let text = "~~a~~ | b\n\n| a |\n|---|\n| ~~1~~ |"
        let expected = SafeMarkdown.html(of: text)
        let results = await withTaskGroup { group in
            for _ in 0..<200 { group.addTask { SafeMarkdown.html(of: text) } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(results == [expected])
    }
}
