import Testing

@testable import LocalModels

struct MachineTests {
    @Test func `an old processor is told what it lacks`() throws {
        var machine = Machine.ample
        machine.processorText = { "model name\t: Xeon E5-2670\nflags\t\t: fpu avx f16c\n" }
        let error = try #require(throws: LocalModelError.self) {
            try machine.check(processorFlags: ["avx2", "fma", "f16c", "bmi2"])
        }
        #expect(error.message == "the local runtime needs AVX2, FMA, BMI2, which Xeon E5-2670 does not have")
    }

    @Test func `a processor of another kind is not judged by flags`() throws {
        var machine = Machine.ample
        machine.processorText = { "processor\t: 0\nFeatures\t: fp asimd\n" }
        try machine.check(processorFlags: ["avx2"])
    }

    @Test func `too little memory is told with what is needed and what there is`() throws {
        var machine = Machine.ample
        machine.memoryText = { "MemTotal: 2000000 kB\nMemAvailable:    1000000 kB\n" }
        let models = try Catalogue.builtIn().models
        let error = try #require(throws: LocalModelError.self) { try machine.checkMemory(for: models) }
        #expect(error.message.hasSuffix("need 2.9 GB of memory together, and 1.0 GB are available"))
    }

    @Test func `the memory that a container leaves counts`() throws {
        var machine = Machine.ample
        machine.memoryLimit = { 1_000_000_000 }
        let models = try Catalogue.builtIn().models
        let error = try #require(throws: LocalModelError.self) { try machine.checkMemory(for: models) }
        #expect(error.message.hasSuffix("and 1.0 GB are available"))
    }

    @Test func `enough memory is enough`() throws {
        try Machine.ample.checkMemory(for: Catalogue.builtIn().models)
    }

    @Test func `a full disk is told with what is needed and what is free`() throws {
        var machine = Machine.ample
        machine.freeSpace = { _ in 5_000_000 }
        let error = try #require(throws: LocalModelError.self) {
            try machine.checkSpace(98_000_000, in: "/data", for: "fetching smollm2-135m")
        }
        #expect(error.message == "fetching smollm2-135m needs 98 MB in /data, and 5 MB are free")
    }

    @Test func `missing tools are named together with their packages`() async throws {
        let error = try await #require(throws: LocalModelError.self) {
            try await Tool.require([.cmake, .make, .compiler], for: "building", in: "/nowhere")
        }
        #expect(error.suggestion == "run as root: apt-get install -y cmake ninja-build build-essential")
    }

    @Test func `a machine with few cores works on one request at a time`() {
        #expect(Machine.ample.requestsInFlight == 1)
    }
}
