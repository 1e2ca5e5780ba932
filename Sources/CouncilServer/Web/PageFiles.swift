public import FoundationEssentials

/// The files of the web page, by path. They are part of the program: it needs no folder and nothing from elsewhere.
public struct PageFiles: Sendable {
    /// One file.
    public struct File: Sendable {
        public var data: Data
        /// Such as `text/css; charset=utf-8`.
        public var mediaType: String

        public init(_ data: Data, mediaType: String) {
            self.data = data
            self.mediaType = mediaType
        }
    }

    /// By path, such as `/` and `/style.css`.
    public let files: [String: File]

    public init(_ files: [String: File] = [:]) { self.files = files }

    /// The media type that goes with the ending of a file's name.
    public static func mediaType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "json", "webmanifest": "application/json"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }

    func has(_ path: String) -> Bool { files[path] != nil }
}
