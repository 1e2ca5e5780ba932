import FoundationEssentials

extension PageFiles {
    /// The page that comes with the server.
    public static let standard = PageFiles([
        "/": file(PackageResources.index_html, "index.html"),
        "/style.css": file(PackageResources.style_css, "style.css"),
        "/icon.svg": file(PackageResources.icon_svg, "icon.svg"),
        "/app.js": file(PackageResources.app_js, "app.js"),
        "/server.js": file(PackageResources.server_js, "server.js"),
        "/elements.js": file(PackageResources.elements_js, "elements.js"),
        "/outcome.js": file(PackageResources.outcome_js, "outcome.js"),
        "/ask.js": file(PackageResources.ask_js, "ask.js"),
        "/run.js": file(PackageResources.run_js, "run.js"),
        "/share.js": file(PackageResources.share_js, "share.js"),
        "/members.js": file(PackageResources.members_js, "members.js"),
        "/matrix.js": file(PackageResources.matrix_js, "matrix.js"),
        "/answer.js": file(PackageResources.answer_js, "answer.js"),
        "/plots.js": file(PackageResources.plots_js, "plots.js"),
        "/history.js": file(PackageResources.history_js, "history.js"),
        "/statistics.js": file(PackageResources.statistics_js, "statistics.js"),
        "/councils.js": file(PackageResources.councils_js, "councils.js"),
    ])

    private static func file(_ bytes: [UInt8], _ name: String) -> File {
        File(Data(bytes), mediaType: mediaType(of: name))
    }
}
