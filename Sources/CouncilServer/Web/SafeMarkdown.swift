import CCMarkGFM
import Synchronization

/// Turns what a model wrote into HTML that can neither run nor load anything.
///
/// GitHub Flavored Markdown with tables, strikethrough and task lists, in cmark's safe mode: no raw HTML, no links with
/// `javascript:`, `vbscript:`, `file:` or `data:`. Where cmark would drop HTML it is shown as the text it is, and an
/// image becomes words with its address, so that nothing of the text is lost.
enum SafeMarkdown {
    private static let extensions = ["table", "strikethrough", "tasklist"]
    /// Whether cmark knows its extensions. Parsing changes tables that all parsers share, so one text goes at a time.
    private static let isRegistered = Mutex(false)

    /// The HTML of a text.
    static func html(of text: String) -> String {
        isRegistered.withLock { isRegistered in
            if !isRegistered { cmark_gfm_core_extensions_ensure_registered() }
            isRegistered = true
            return render(text)
        }
    }

    private static func render(_ text: String) -> String {
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return "" }
        defer { cmark_parser_free(parser) }
        for name in extensions {
            if let syntax = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, syntax) }
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return "" }
        defer { cmark_node_free(document) }
        disarm(document)
        let used = cmark_parser_get_syntax_extensions(parser)
        guard let html = cmark_render_html(document, CMARK_OPT_DEFAULT, used) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        return String(cString: html)
    }

    private static func disarm(_ document: OpaquePointer) {
        for node in nodes(of: document) {
            switch cmark_node_get_type(node) {
            case CMARK_NODE_IMAGE: replaceImage(node)
            case CMARK_NODE_HTML_INLINE: replace(node, by: CMARK_NODE_TEXT)
            case CMARK_NODE_HTML_BLOCK: replace(node, by: CMARK_NODE_CODE_BLOCK)
            default: break
            }
        }
    }

    private static func nodes(of document: OpaquePointer) -> [OpaquePointer] {
        guard let iterator = cmark_iter_new(document) else { return [] }
        defer { cmark_iter_free(iterator) }
        var nodes: [OpaquePointer] = []
        while true {
            switch cmark_iter_next(iterator) {
            case CMARK_EVENT_DONE: return nodes
            case CMARK_EVENT_ENTER: if let node = cmark_iter_get_node(iterator) { nodes.append(node) }
            default: break
            }
        }
    }

    /// Shows HTML as its own text.
    private static func replace(_ node: OpaquePointer, by type: cmark_node_type) {
        guard let text = cmark_node_new(type) else { return }
        cmark_node_set_literal(text, cmark_node_get_literal(node))
        cmark_node_replace(node, text)
        cmark_node_free(node)
    }

    /// Words in the place of an image: its description and its address.
    private static func replaceImage(_ image: OpaquePointer) {
        insert("[Image: ", before: image)
        var hasWords = false
        while let child = cmark_node_first_child(image) {
            cmark_node_insert_before(image, child)
            hasWords = true
        }
        let address = cmark_node_get_url(image).map { String(cString: $0) } ?? ""
        insert((hasWords && !address.isEmpty ? " – " : "") + address + "]", before: image)
        cmark_node_unlink(image)
        cmark_node_free(image)
    }

    private static func insert(_ words: String, before node: OpaquePointer) {
        guard let text = cmark_node_new(CMARK_NODE_TEXT) else { return }
        cmark_node_set_literal(text, words)
        cmark_node_insert_before(node, text)
    }
}
