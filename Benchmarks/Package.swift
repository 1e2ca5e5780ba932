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

// As in the package beside it.
let relocations =
    Context.environment["COUNCIL_PACK_RELOCATIONS"] == "1"
    ? ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"] : []
let linkerSettings: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "--no-export-dynamic"] + relocations,
        .when(platforms: [.linux], configuration: .release))
]

let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "swift-council", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        // A server that answers every call after a fixed delay.
        .executableTarget(
            name: "DelayedServer",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        // Every rule on recorded judgments.
        .executableTarget(
            name: "evidence",
            dependencies: [
                .product(name: "CouncilKit", package: "swift-council"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),
        // What hostile answers do to a real reviewer.
        .executableTarget(
            name: "hostile",
            dependencies: [
                .product(name: "CouncilKit", package: "swift-council"),
                .product(name: "CouncilTestKit", package: "swift-council"),
                .product(name: "LocalModels", package: "swift-council"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),
        // What the other programs share.
        .target(
            name: "Measuring",
            dependencies: [
                "DelayedServer",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),
        // The server with many runs and readers.
        .executableTarget(
            name: "load",
            dependencies: [
                "DelayedServer", "Measuring",
                .product(name: "CouncilKit", package: "swift-council"),
                .product(name: "CouncilSQLite", package: "swift-council"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings,
            linkerSettings: linkerSettings
        ),
        // What a run costs in time, processor and memory.
        .executableTarget(
            name: "overhead",
            dependencies: [
                "DelayedServer", "Measuring",
                .product(name: "CouncilKit", package: "swift-council"),
                .product(name: "CouncilProviders", package: "swift-council"),
                .product(name: "CouncilSQLite", package: "swift-council"),
                .product(name: "CouncilTestKit", package: "swift-council"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings,
            linkerSettings: linkerSettings
        ),
    ]
)
