import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct ListeningTests {
    /// What a server says that cannot listen there.
    private func complaint(of options: ServerOptions) async -> String? {
        let service = RunService(CouncilRoster([]), store: InMemoryStore())
        let keys = KeyRing(path: nil)
        _ = try? keys.create(name: "Ada")
        do {
            try await CouncilApplication(service, keys: keys, options: options).run()
            return nil
        } catch {
            return (error as? ServiceError)?.message
        }
    }

    @Test func `a port that is taken is named, with what to do`() async throws {
        try await ServedCouncil.run { served in
            let complaint = await complaint(of: ServerOptions(port: served.port))
            #expect(
                complaint == "The server cannot listen at 127.0.0.1:\(served.port): another program listens there. "
                    + "End that one, or name another port with --port.")
        }
    }

    /// The address is of a block that no machine has, RFC 5737.
    @Test func `an address that is not this machine's is named`() async {
        #expect(
            await complaint(of: ServerOptions(host: "192.0.2.1", port: 0))
                == "The server cannot listen at 192.0.2.1:0: this machine has no such address. "
                + "Name one of its own with --host.")
    }
}
