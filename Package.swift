// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order of the flow: C libraries, bytes, model, stages, stores, pipeline, command line.
let package = Package(
    name: "guiji",
    products: [.executable(name: "guiji", targets: ["guiji"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CCSV", path: "Sources/C/CCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(
            name: "CXML2", path: "Sources/C/CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZstd", path: "Sources/C/CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(
            name: "CZip", path: "Sources/C/CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CIconv", path: "Sources/C/CIconv"),
        .systemLibrary(name: "CSpawn", path: "Sources/C/CSpawn"),
        .systemLibrary(name: "CLinux", path: "Sources/C/CLinux"),
        .systemLibrary(
            name: "CODBC", path: "Sources/C/CODBC", pkgConfig: "odbc", providers: [.apt(["unixodbc-dev"])]),
        .systemLibrary(name: "CZlib", path: "Sources/C/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", path: "Sources/C/CXLSXWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]),

        .target(name: "Bytes"),
        .target(name: "Model", dependencies: ["Bytes"]),
        .target(
            name: "Storage", dependencies: ["Bytes", .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        .target(name: "Scheduling", dependencies: ["Model"]),
        .target(
            name: "GuijiConfiguration",
            dependencies: ["Bytes", "Model", "Scheduling", .product(name: "Yams", package: "Yams")],
            path: "Sources/Configuration"),

        .target(
            name: "Extraction", dependencies: ["Model", "CCSV", "CXML2", "CIconv", "CZip", "CZlib"],
            path: "Sources/Stages/1-Extraction"),
        .target(name: "Validation", dependencies: ["Model"], path: "Sources/Stages/2-Validation"),
        .target(name: "Consolidation", dependencies: ["Model"], path: "Sources/Stages/3-Consolidation"),
        .target(name: "Comparison", dependencies: ["Model"], path: "Sources/Stages/4-Comparison"),
        .target(
            name: "Loading",
            dependencies: [
                "Bytes", "Model", "Storage", .product(name: "GRDB", package: "GRDB.swift"),
            ], path: "Sources/Stages/5-Loading"),
        .target(
            name: "Reporting", dependencies: ["Model", "CIconv", "CXLSXWriter"], path: "Sources/Stages/6-Reporting"),

        .target(
            name: "Ledger",
            dependencies: [
                "Model", "Storage", "CZstd", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "Channels",
            dependencies: [
                "Model", "CLinux", "CODBC", "CSpawn", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "Pipeline",
            dependencies: [
                "Channels", "GuijiConfiguration", "Extraction", "Validation", "Consolidation", "Comparison", "Loading",
                "Reporting",
                "Ledger", "Storage", "Scheduling", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Web",
            dependencies: [
                "Channels", "GuijiConfiguration", "Ledger", "Model", "Pipeline", "Reporting",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "Service",
            dependencies: [
                "CLinux", "Channels", "GuijiConfiguration", "Model", "Pipeline", "Web",
                .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .target(name: "Sampling", dependencies: ["Bytes", "Model", "GuijiConfiguration"]),
        .executableTarget(
            name: "guiji",
            dependencies: [
                "Pipeline", "Bytes", "Channels", "GuijiConfiguration", "Extraction", "Ledger", "Model", "Reporting",
                "Sampling", "Scheduling", "Service", "Storage", "Validation", "Web",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Compatibility suites that every extractor and loader passes, hostile files, and a small server.
        .target(
            name: "TestKit",
            dependencies: [
                "Bytes", "Model",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        .testTarget(name: "BytesTests", dependencies: ["Bytes"]),
        .testTarget(name: "SchedulingTests", dependencies: ["Scheduling", "Model"]),
        .testTarget(
            name: "ChannelsTests",
            dependencies: [
                "Channels", "Model", "TestKit", .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(name: "ConfigurationTests", dependencies: ["GuijiConfiguration", "Model", "Scheduling"]),
        .testTarget(
            name: "ExtractionTests", dependencies: ["Extraction", "Bytes", "Model", "TestKit", "CZip", "CZlib"],
            exclude: ["Fixtures"]),
        .testTarget(name: "ValidationTests", dependencies: ["Validation", "Bytes", "Model"]),
        .testTarget(name: "LoadingTests", dependencies: ["Loading", "Storage", "Bytes", "Model", "TestKit"]),
        .testTarget(
            name: "ReportingTests", dependencies: ["Reporting", "Extraction", "Ledger", "Model", "Bytes", "CZlib"]),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Pipeline", "GuijiConfiguration", "Sampling", "Model", "Bytes", "Extraction", "Reporting", "Ledger",
                "Loading", "Scheduling", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Channels", "GuijiConfiguration", "Model", "Pipeline", "TestKit", "Web",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .testTarget(
            name: "GuijiTests",
            dependencies: ["guiji", "TestKit", .product(name: "GRDB", package: "GRDB.swift")],
            // Compiled by the tests and loaded into the program.
            exclude: ["Faults/Shim"]),
        .testTarget(name: "SamplingTests", dependencies: ["Sampling", "Bytes", "GuijiConfiguration", "Model"]),
    ]
)

// One loop for the settings of every Swift target.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
        // Stores of a class's own buffers need no run-time check in the hot path; debug builds keep the checks.
        .unsafeFlags(["-enforce-exclusivity=unchecked", "-cross-module-optimization"], .when(configuration: .release)),
    ]
}
