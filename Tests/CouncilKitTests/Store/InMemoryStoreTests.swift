import CouncilKit
import CouncilTestKit
import Testing

@Test(arguments: RunStoreContract.checks)
func `the store in memory keeps the contract of stores`(check: RunStoreContract.Check) async throws {
    try await check.verify { InMemoryStore() }
}
