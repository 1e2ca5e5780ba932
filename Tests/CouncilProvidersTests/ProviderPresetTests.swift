import CouncilKit
import CouncilProviders
import Testing

struct ProviderPresetTests {
    @Test func `every name stands once`() {
        #expect(Set(ProviderPreset.all.map(\.name)).count == ProviderPreset.all.count)
    }

    @Test(arguments: ProviderPreset.all.filter { $0.baseURL != nil })
    func `a provider with an address can be asked at once`(_ preset: ProviderPreset) throws {
        let endpoint = try #require(preset.endpoint())
        #expect(endpoint.model("m").name == "\(preset.name)/m")
        #expect(endpoint.baseURL == preset.baseURL)
        #expect(endpoint.http.apiKey?.variable == preset.keyVariable)
    }

    @Test(arguments: ["azure-openai", "custom"])
    func `a provider whose address only the user knows has no endpoint`(_ name: String) throws {
        #expect(try #require(ProviderPreset.named(name)).endpoint() == nil)
    }

    @Test func `servers elsewhere are reached by HTTPS and have a key`() {
        for preset in ProviderPreset.all where preset.baseURL?.hasPrefix("http://127.0.0.1:") == false {
            #expect(preset.baseURL?.hasPrefix("https://") == true)
            #expect(preset.keyVariable != nil)
        }
    }
}
