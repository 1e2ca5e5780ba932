/// A chat completion as an event stream.
enum Wire {
    static let ending = """
        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20}}

        data: [DONE]


        """

    static func event(_ piece: String) -> String {
        let text = piece.replacing("\"", with: "\\\"")
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
    }

    /// Cuts ASCII text.
    /// - Returns: As many pieces, the last of them empty where the text is too short.
    static func pieces(of text: String, count: Int) -> [String] {
        let bytes = Array(text.utf8)
        let step = max(1, (bytes.count + count - 1) / count)
        return (0..<count).map { number in
            let start = min(number * step, bytes.count)
            return String(decoding: bytes[start..<min(start + step, bytes.count)], as: UTF8.self)
        }
    }
}
