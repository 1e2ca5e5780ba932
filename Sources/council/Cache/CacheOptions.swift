import ArgumentParser
import CouncilKit
import CouncilSQLite
import FoundationEssentials

/// Whether replies are kept and given again.
struct CacheOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Keep replies and answer the same request from them, at no cost. Without --seed the same question draws the "
                + "same seed, so that its requests are the same."))
    var cache = false

    /// The cache beside the journal; `nil` if it is wanted neither here nor in the configuration.
    func open(configured: Bool, beside journal: String) throws -> SQLiteReplyCache? {
        guard cache || configured else { return nil }
        let folder = URL(filePath: journal).deletingLastPathComponent()
        return try SQLiteReplyCache(path: folder.appending(path: "replies.sqlite").path(percentEncoded: false))
    }
}

extension SQLiteReplyCache {
    /// The seed of a question: the same for the same conversation, and unknown to whoever has not this cache.
    func seed(of question: String, after history: [Run.Exchange]) -> UInt64 {
        let conversation = history.flatMap { [$0.question, $0.answer] } + [question]
        let text = JSONValue.array(conversation.map { .string($0) }).text
        var generator = SeededGenerator(seed: salt, purpose: "seed of \(text)")
        return generator.next() >> 11
    }
}
