import CouncilKit
import CouncilTestKit
import HTTPTypes
import Hummingbird
import Logging
import Testing
import Yams

@testable import CouncilServer

struct OpenAPITests {
    @Test func `the description names exactly the routes there are`() throws {
        let service = RunService(
            CouncilRoster([CouncilRoster.Entry(.scripted())]), store: InMemoryStore(),
            environment: RunEnvironment(clock: TestClock()))
        let router = try CouncilApplication(service, keys: KeyRing(path: nil)).router()
        let routes = Set(router.routes.map { "\($0.method.rawValue.lowercased()) \($0.path)" })
        let document = try #require(
            try Yams.load(yaml: String(decoding: PackageResources.openapi_yaml, as: UTF8.self)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let described = Set(
            paths.flatMap { path, item in item.keys.filter { $0 != "parameters" }.map { "\($0) \(path)" } })
        #expect(described == routes)
    }

    @Test func `the description is served`() async throws {
        let reply = try await ServedCouncil.run { try await $0.send(.get, "/openapi.yaml") }
        #expect(reply.text.hasPrefix("openapi: 3.1.0"))
    }
}
