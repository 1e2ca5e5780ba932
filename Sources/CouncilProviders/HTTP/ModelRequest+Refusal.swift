import CouncilKit

/// Which part of a request a server complains about.
extension ModelRequest {
    /// The part of this request that the words complain about, if it can be done without.
    func partRefused(in words: ProviderWords, status: Int) -> RequestParts? {
        // What is wrong with the content, or with the room for the reply, does not change with the form of the request.
        switch FailureWording.code(status: status, words) {
        case .filtered, .empty: return nil
        default: break
        }
        // Servers complain about images in many ways and with many statuses, about parameters only as a bad request.
        if parts.contains(.images), words.speakOfImages(status: status) { return .images }
        // OpenAI forbids these to its reasoning models.
        if status == 403, parts.contains(.probabilities), words.text.lowercased().contains("logprobs") {
            return .probabilities
        }
        guard status == 400 || status == 404 || status == 422 else { return nil }
        let text = words.text.lowercased()
        let parameter = words.parameter?.split(separator: ".").first
        let refused = parameter.flatMap { part(named: $0.lowercased()) } ?? part(in: text)
        switch refused {
        // The form and how much to think may exclude each other, or stand in one place: the user has asked for the latter.
        case RequestParts.effort?: return text.speaksOfForm ? formRefused(in: text) ?? refused : refused
        case RequestParts.schema?, RequestParts.toolCall?: return formRefused(in: text) ?? refused
        default: return refused
        }
    }

    private func part(in text: String) -> RequestParts? {
        if text.contains("json mode"), let structure { return structure }
        // Addresses of pages that explain may hold any name.
        let words = text.split(separator: " ").filter { !$0.contains("://") }
        return words.lazy.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") } }
            .compactMap { name in name == "stream" ? nil : self.part(named: String(name)) }.first
    }

    /// What to leave out of a form that is refused: the bounds of its schema, if the words speak of them, or the means.
    private func formRefused(in text: String) -> RequestParts? {
        let names = text.split { !$0.isLetter }
        let isBound = names.contains { name in JSONValue.bounds.contains { $0.lowercased() == name } }
        let hasBounds = parts.contains(.bounds) && prompt.form.map { $0.schema != $0.schema.unbounded } == true
        return isBound && hasBounds ? .bounds : structure
    }

    /// The means of structured output to do without after a bad request whose words name no reason that is known here.
    ///
    /// Schemas are refused in more words than anybody can list (“Request contains an invalid argument.”), and a refused
    /// request costs nothing. What is wrong with key, credit, length or content does not change with the form.
    func meansInDoubt(after words: ProviderWords, status: Int) -> RequestParts? {
        guard status == 400 || status == 422, FailureWording.code(status: status, words) == .badRequest,
            !words.speakOfLength
        else { return nil }
        return structure
    }

    /// The means of structured output that this request uses.
    private var structure: RequestParts? {
        let means = parts.intersection([.schema, .toolCall])
        return means.isEmpty ? nil : means
    }

    private func part(named name: String) -> RequestParts? {
        let part: RequestParts? =
            switch name {
            case "stream": .stream
            case "stream_options", "include_usage": .streamOptions
            case "response_format", "json_schema", "grammar", "guided_json", "responseschema", "response_schema",
                "responsejsonschema", "response_json_schema", "responsemimetype", "response_mime_type", "input_schema",
                "output_format":
                structure
            case "tools", "tool", "tool_choice", "tool_use", "function", "functions", "function_calling": .toolCall
            case "temperature": .temperature
            case "seed": .seed
            case "max_tokens": parts.contains(.longReply) ? .longReply : .maximumTokens
            case "reasoning_effort", "reasoningeffort", "reasoning", "effort", "output_config", "thinkinglevel",
                "thinking_level", "adaptive":
                .effort
            case "thinkingbudget", "thinking_budget", "budget_tokens": .thinkingBudget
            case "thinking", "thinkingconfig", "thinking_config":
                // Whatever of it is sent; how much it shall be is the first thing to do without.
                [RequestParts.effort, .thinkingBudget, .thoughts].first { parts.contains($0) }
            case "includethoughts", "include_thoughts": .thoughts
            case "cache_control": .cacheMarks
            case "logprobs", "top_logprobs": .probabilities
            default: nil
            }
        return part.flatMap { parts.isSuperset(of: $0) ? $0 : nil }
    }
}

extension String {
    /// Whether a complaint speaks of the form of the reply.
    fileprivate var speaksOfForm: Bool {
        let words = Set(split { !($0.isLetter || $0 == "_") })
        return !words.isDisjoint(with: [
            "format", "response_format", "output_format", "schema", "json_schema", "tool", "tools", "tool_choice",
            "structured",
        ])
    }
}

extension ProviderWords {
    fileprivate func speakOfImages(status: Int) -> Bool {
        let text = "\(text) \(code ?? "")".lowercased()
        switch status {
        // The images are the largest part of what is too large.
        case 413: return true
        // Text beside images is a list, which servers of text models do not know.
        case 400, 422: if text.contains("must be a string") { return true }
        case 404, 415, 500, 501: break
        default: return false
        }
        return ["image", "vision", "multimodal", "multi-modal", "mmproj"].contains { text.contains($0) }
    }

    /// Whether the model has tried to write the form and failed, as Groq says: another time it may not.
    var concernSingleReply: Bool { code == "json_validate_failed" || code == "tool_use_failed" }

    /// Whether the prompt is too long for the model.
    var speakOfLength: Bool {
        if ["context_length_exceeded", "request_too_large", "string_above_max_length"].contains(code) { return true }
        let text = text.lowercased()
        return [
            "context length", "context window", "context size", "too long", "token count", "many tokens",
            "maximum number of tokens", "input length", "prompt length",
        ].contains { text.contains($0) }
    }

    /// Whether the words find fault with this image and not with images as such.
    func concernSingleImage(status: Int) -> Bool {
        let text = text.lowercased()
        if status == 413 || code?.contains("image") == true { return true }
        // A model that takes no images says so in some of the same words.
        let isLasting = ["not support", "only supported", "unsupported"].contains { text.contains($0) }
        // One type among others that are taken.
        if text.contains("media_type") { return true }
        guard !isLasting || text.contains("unsupported image") else { return false }
        return [
            "too large", "exceed", "size", "dimension", "process", "corrupt", "decode", "not valid", "is valid",
            "valid image", "image format", "unsupported image",
        ].contains { text.contains($0) }
    }
}
