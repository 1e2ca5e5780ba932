import CouncilKit

/// What a provider says is wrong, taken from whatever shape it says it in.
struct ProviderWords: Equatable {
    /// The words on one line, without control characters, otherwise uncut.
    var text: String
    /// The provider's code for the error, such as `insufficient_quota` or `502`.
    var code: String?
    /// The request parameter at fault.
    var parameter: String?
    /// Google's name for the reason, such as `API_KEY_INVALID`.
    var reason: String?
    /// Whether a moderation held the request back, as OpenRouter says with the status 403.
    var isModerated = false
    /// Seconds after which the provider wants to be asked again, where it says so in the body, as Google does.
    var retryDelay: Double?

    init(text: String, code: String? = nil, parameter: String? = nil) {
        self.text = text.onOneLine
        self.code = code
        self.parameter = parameter
    }

    /// Reads the body of an error response: JSON of several shapes, HTML or plain text.
    init(body: [UInt8]) {
        if let json = JSONValue(repairing: body) {
            self.init(json)
        } else {
            let text = String(decoding: body, as: UTF8.self)
            self.init(text: text.looksLikeMarkup ? text.readableMarkup : text)
        }
    }

    /// Reads `{"error":{"message":…}}`, `{"error":"…"}`, `{"message":…}`, `{"detail":…}` and an array of these.
    init(_ json: JSONValue) {
        let object = json.elements.first ?? json
        if let error = object["error"], error["message"] != nil || error["code"] != nil {
            self.init(errorObject: error)
        } else if let text = object["error"]?.string ?? object["message"]?.string ?? object["detail"]?.string {
            self.init(text: text, code: object.code, parameter: object["param"]?.string)
        } else if let message = object["message"] ?? object["detail"]?["error"], message["message"] != nil {
            self.init(errorObject: message)
        } else if let complaints = (object["detail"] ?? object["message"]?["detail"])?.elements, !complaints.isEmpty {
            self.init(
                text: complaints.map(\.validationComplaint).joined(separator: "; "),
                parameter: complaints.first?["loc"]?.elements.last?.string)
        } else {
            self.init(text: json.string ?? json.text)
        }
    }

    private init(errorObject error: JSONValue) {
        var text = error["message"]?.string ?? error["message"]?.text ?? error["type"]?.string ?? ""
        // Routers wrap the words of the provider behind them.
        if let inner = error["metadata"]?["raw"] { text += ": " + (inner.string ?? inner.text) }
        let reasons = error["metadata"]?["reasons"]?.elements.compactMap(\.string) ?? []
        if !reasons.isEmpty { text += ": " + reasons.joined(separator: ", ") }
        self.init(text: text, code: error.code, parameter: error["param"]?.string)
        isModerated = !reasons.isEmpty || error["metadata"]?["flagged_input"] != nil
        reason = error["details"]?.elements.lazy.compactMap { $0["reason"]?.string }.first
        retryDelay = error["details"]?.elements.lazy.compactMap { $0["retryDelay"]?.string }.first
            .flatMap { RateLimitNews.seconds($0) }
    }

    /// The words of an error inside a reply that began well; `nil` if there is none.
    static func inside(_ json: JSONValue) -> ProviderWords? {
        let object = json.elements.first ?? json
        guard object["error"] != nil, object["error"] != .bool(false) else { return nil }
        return ProviderWords(object)
    }
}

extension JSONValue {
    fileprivate var code: String? {
        self["code"]?.string ?? self["code"]?.integer.map(String.init) ?? self["type"]?.string
    }

    /// A complaint of FastAPI: where and what.
    fileprivate var validationComplaint: String {
        let place = self["loc"]?.elements.map { $0.string ?? $0.text }.joined(separator: ".") ?? ""
        let words = self["msg"]?.string ?? string ?? text
        return place.isEmpty ? words : "\(place): \(words)"
    }
}

extension String {
    fileprivate var looksLikeMarkup: Bool { first { !$0.isWhitespace } == "<" }

    /// The title of an HTML page, or else its text without tags.
    fileprivate var readableMarkup: String {
        if let title = between("<title", "</title"), !title.allSatisfy(\.isWhitespace) { return title }
        var text = ""
        var isInTag = false
        for character in self {
            if character == "<" { isInTag = true }
            if !isInTag { text.append(character) }
            if character == ">", isInTag {
                isInTag = false
                text.append(" ")
            }
        }
        return text
    }

    /// The text between a tag, with or without attributes, and its end; upper and lower case count as the same.
    private func between(_ opening: String, _ closing: String) -> String? {
        let lowercase = Array(utf8).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        guard let tag = lowercase.firstRange(of: Array(opening.utf8)),
            let start = lowercase[tag.upperBound...].firstIndex(of: UInt8(ascii: ">")),
            let end = lowercase[start...].firstRange(of: Array(closing.utf8))
        else { return nil }
        return String(decoding: Array(utf8)[(start + 1)..<end.lowerBound], as: UTF8.self)
    }

    /// Space runs and control characters become one space each; what would turn the direction of other text is dropped.
    fileprivate var onOneLine: String {
        var line = ""
        for scalar in unicodeScalars
        where !scalar.properties.isBidiControl || [0x200E, 0x200F, 0x061C].contains(scalar.value) {
            if scalar.properties.isWhitespace || scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                if !line.isEmpty, line.last != " " { line.append(" ") }
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        if line.last == " " { line.removeLast() }
        return line
    }
}
