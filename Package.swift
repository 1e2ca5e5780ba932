// swift-tools-version:6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// COUNCIL_PACK_RELOCATIONS: three megabytes less of them to read at the start; glibc 2.36 or later has to load the program.
let relocations =
    Context.environment["COUNCIL_PACK_RELOCATIONS"] == "1"
    ? ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"] : []
// The toolchain's linker, and no symbols for others to link against: a program a fifth smaller in memory.
let linkerSettings: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "--no-export-dynamic"] + relocations,
        .when(platforms: [.linux], configuration: .release))
]

let package = Package(
    name: "swift-council",
    products: [
        .library(name: "CouncilKit", targets: ["CouncilKit"]),
        .library(name: "CouncilProviders", targets: ["CouncilProviders"]),
        .library(name: "LocalModels", targets: ["LocalModels"]),
        .library(name: "CouncilSQLite", targets: ["CouncilSQLite"]),
        .library(name: "CouncilServer", targets: ["CouncilServer"]),
        .library(name: "CouncilTelemetry", targets: ["CouncilTelemetry"]),
        .library(name: "CouncilTestKit", targets: ["CouncilTestKit"]),
        .executable(name: "council", targets: ["council"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CJansson", pkgConfig: "jansson", providers: [.apt(["libjansson-dev"])]),
        .target(
            name: "CouncilKit",
            dependencies: ["CJansson"],
            resources: [.embedInCode("Prompts/Text")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CouncilProviders",
            dependencies: [
                "CouncilKit",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "LocalModels",
            dependencies: [
                "CouncilKit",
                "CouncilProviders",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            resources: [.embedInCode("Catalogue/catalogue.json")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CouncilSQLite",
            dependencies: ["CouncilKit", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CouncilServer",
            dependencies: [
                "CCMarkGFM", "CouncilKit",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("OpenAPI/openapi.yaml"), .embedInCode("Web/Page")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CouncilTelemetry",
            dependencies: [
                "CouncilKit",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CouncilTestKit",
            dependencies: [
                "CouncilKit",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "council",
            dependencies: [
                "CouncilKit", "CouncilProviders", "LocalModels", "CouncilServer", "CouncilSQLite", "CouncilTelemetry",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("Configuration/council.example.yaml"), .embedInCode("Budget/prices.yaml")],
            swiftSettings: swiftSettings,
            linkerSettings: linkerSettings
        ),
        .executableTarget(
            name: "FirstCouncil",
            dependencies: ["CouncilKit", "CouncilProviders"],
            path: "Examples/FirstCouncil",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CouncilKitTests",
            dependencies: ["CouncilKit", "CouncilTestKit"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CouncilProvidersTests",
            dependencies: [
                "CouncilKit", "CouncilProviders", "CouncilTestKit",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "LocalModelsTests",
            dependencies: ["CouncilKit", "LocalModels"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CouncilSQLiteTests",
            dependencies: ["CouncilKit", "CouncilSQLite", "CouncilTestKit"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CouncilServerTests",
            dependencies: [
                "CouncilKit", "CouncilServer", "CouncilSQLite", "CouncilTestKit",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CouncilTelemetryTests",
            dependencies: [
                "CouncilKit", "CouncilTelemetry", "CouncilTestKit",
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "CouncilTests",
            dependencies: [
                "CouncilKit", "CouncilProviders", "LocalModels", "council",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CouncilKit", "CouncilProviders", "CouncilSQLite", "CouncilTestKit", "LocalModels", "council",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Clients"],
            swiftSettings: swiftSettings
        ),
    ]
)
