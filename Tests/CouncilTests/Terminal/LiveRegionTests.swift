import Testing

@testable import council

@Suite struct LiveRegionTests {
    private let window = Console.Window(columns: 20, rows: 5)

    @Test func `the same picture is not written twice`() {
        var region = LiveRegion(isColoured: false)
        #expect(region.redraw([InkLine("one")], in: window) == "one\n")
        #expect(region.redraw([InkLine("one")], in: window) == nil)
        #expect(region.redraw([InkLine("two")], in: window) == "\u{1B}[1A\r\u{1B}[Jtwo\n")
    }

    @Test func `a new picture covers the old one, also after the window became narrow`() {
        var screen = Screen(columns: 20, height: 6)
        var region = LiveRegion(isColoured: true)
        screen.write("before\n")
        let lines = [InkLine("0123456789012345", .red), InkLine("short"), InkLine("中文中文中文中文", .green)]
        screen.write(region.redraw(lines, in: Console.Window(columns: 20, rows: 8)) ?? "")
        #expect(screen.lines == ["before", "0123456789012345", "short", "中文中文中文中文", ""])
        screen.resize(columns: 9, height: 8)
        #expect(screen.lines == ["before", "012345678", "9012345", "short", "中文中文", "中文中文", ""])
        screen.write(region.redraw(lines, in: Console.Window(columns: 9, rows: 8)) ?? "")
        #expect(screen.lines == ["before", "0123456…", "short", "中文中…", ""])
        #expect(screen.unknown.isEmpty)
    }

    @Test func `it never has more rows than the window`() {
        var region = LiveRegion(isColoured: false)
        let text = region.redraw((0..<9).map { InkLine("\($0)") }, in: window)
        #expect(text == "0\n1\n2\n3\n")
    }

    @Test func `what stays is written above, and nothing ends the region`() {
        var screen = Screen(columns: 20, height: 6)
        var region = LiveRegion(isColoured: false)
        screen.write(region.redraw([InkLine("live")], in: window) ?? "")
        screen.write(region.redraw([InkLine("live")], above: [InkLine("stays")], in: window) ?? "")
        screen.write(region.redraw([], above: [InkLine("end")], in: window) ?? "")
        #expect(screen.lines == ["stays", "end", ""])
        #expect(region.redraw([], in: window) == nil)
    }
}
