extension String {
    /// The text with a word in place of a secret. Bytes are compared, not characters: a mark behind a secret would join its
    /// last letter.
    public func withoutSecret(_ secret: String, saying word: String) -> String {
        String(decoding: Array(utf8).replacing(Array(secret.utf8), with: Array(word.utf8)), as: UTF8.self)
    }
}
