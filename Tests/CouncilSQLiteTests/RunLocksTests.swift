import CouncilKit
import FoundationEssentials
import Testing

@testable import CouncilSQLite

struct RunLocksTests {
    @Test func `only runs count as under way, and none while one is opened on money that runs share`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).lock")
        defer { try? FileManager.default.removeItem(at: file) }
        let locks = RunLocks(path: file.path())
        for name in ["20261123-aaaaaaaa", "20261123-bbbbbbbb", "place of 20261123-cccccccc"] {
            _ = try locks.acquire(Run.ID(rawValue: name))
        }
        #expect(locks.underWay == 2)
        let decision = try locks.acquire(.spending)
        #expect(locks.underWay == nil)
        await decision.release()
        #expect(locks.underWay == 2)
    }
}
