// swift-tools-version: 6.1
import PackageDescription

// Three rings: libraries know nothing of government, domain modules hold the rules, doors show them.
// Imports point down and inwards only; `Tests/Architecture` checks it from `swift package dump-package`.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Libraries/\(name)", swiftSettings: settings)
}

func libraryTests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
        path: "Tests/Libraries/\(name)Tests", resources: resources, swiftSettings: settings)
}

/// A domain module owns one PostgreSQL schema; its migrations are embedded in the program.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Domain/\(name)",
        resources: [.embedInCode("Migrations")], swiftSettings: settings)
}

/// A door shows the domain over HTTP; it may import every domain module and library, and the page kit.
func door(_ name: String) -> Target {
    .target(
        name: name,
        dependencies: [
            "Web", "CaseForms", "Base", "People", "Items", "Cases", "Notices", "Reviews", "Postgres", "Markup",
            "Typeset", "GuoMi", "Identifiers", "WorkCalendar", "Processes", hummingbird, httpTypes,
        ],
        path: "Sources/Doors/\(name)", swiftSettings: settings)
}

func tests(_ group: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        path: "Tests/\(group)/\(name)Tests", swiftSettings: settings)
}

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")

let package = Package(
    name: "yanmen",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.27.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        system("CLibPQ", pkgConfig: "libpq", apt: "libpq-dev"),
        system("CLibCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        system("CPangoCairo", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        system("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        .systemLibrary(name: "CLinux", path: "Sources/System/CLinux"),
        system("CLibXML2", pkgConfig: "libxml-2.0", apt: "libxml2-dev"),
        system("CPixbuf", pkgConfig: "gdk-pixbuf-2.0", apt: "libgdk-pixbuf-2.0-dev"),

        library("Postgres", ["CLibPQ"]),
        library("GuoMi", ["CLibCrypto"]),
        library("Identifiers", ["WorkCalendar"]),
        library("WorkCalendar"),
        library("Typeset", ["CPangoCairo", "CQRencode", "CPixbuf"]),
        library("Markup"),
        // The expression language of DMN: numbers, dates, texts, lists; no database, no web.
        library("FEEL"),
        // XML read without anything that a stranger's file could do to us, and written.
        library("XMLTree", ["CLibXML2"]),
        // Decision tables and models in DMN, on FEEL.
        library("DMN", ["FEEL", "XMLTree"]),
        library("EmbeddedPostgres"),
        // Several processes of one program on one machine: sockets and words they share, one that looks after the others.
        library("Processes", [lifecycle, signals]),

        module("Base", ["Postgres", "GuoMi", "WorkCalendar", "Typeset", lifecycle, logging]),
        module("People", ["Base", "Postgres", "GuoMi", "Identifiers", "WorkCalendar"]),
        module("Items", ["Base", "People", "Postgres", "Identifiers", "WorkCalendar"]),
        module("Notices", ["Base", "Identifiers", "Postgres"]),
        module(
            "Cases",
            ["Base", "People", "Items", "Notices", "Postgres", "GuoMi", "Identifiers", "WorkCalendar", "Typeset"]),
        module("Reviews", ["Base", "People", "Postgres", "GuoMi", "WorkCalendar"]),

        .target(
            name: "Web",
            dependencies: [
                "Base", "People", "Postgres", "Markup", "Typeset", "GuoMi", "Processes", "CZlib", hummingbird,
                hummingbirdCore, httpTypes, nio, nioPosix, nioHTTP1, nioHTTPTypes, lifecycle, logging,
            ],
            path: "Sources/Doors/Web",
            resources: [
                .embedInCode("Assets/ui.css"), .embedInCode("Assets/ui.js"), .embedInCode("Assets/office.js"),
                .embedInCode("Assets/upload.js"),
                .embedInCode("Assets/portal.js"),
                .embedInCode("Assets/icons.svg"), .embedInCode("Assets/arrow.svg"), .embedInCode("Assets/emblem.svg"),
                .embedInCode("Answers/problems.txt"),
            ],
            swiftSettings: settings),
        // Forms of items as controls, and the files that come with them, for every door with pages.
        .target(
            name: "CaseForms",
            dependencies: ["Web", "Base", "Items", "Markup", "Typeset", "WorkCalendar", httpTypes],
            path: "Sources/Doors/CaseForms", swiftSettings: settings),
        door("PublicDoor"),
        door("OfficeDoor"),
        door("APIDoor"),
        door("TerminalDoor"),
        door("ManagementDoor"),

        // Synthetic cities for measurements: over the domain, beside the doors.
        .target(
            name: "Sample",
            dependencies: [
                "Base", "People", "Items", "Cases", "Notices", "Reviews", "Postgres", "Identifiers", "WorkCalendar",
            ],
            path: "Sources/Sample", swiftSettings: settings),

        .executableTarget(
            name: "yanmen",
            dependencies: [
                "Sample", "Base", "People", "Items", "Cases", "Notices", "Reviews", "Web", "PublicDoor", "OfficeDoor",
                "APIDoor", "TerminalDoor", "ManagementDoor", "EmbeddedPostgres", "Processes", "Postgres", "GuoMi",
                "WorkCalendar", "CLinux", hummingbird, nio, lifecycle, signals, logging, argumentParser,
            ],
            path: "Sources/yanmen", swiftSettings: settings),

        // Load for measurements; no part of the product.
        .target(
            name: "LoadDriver", dependencies: ["Identifiers", nio, nioPosix, histogram], path: "Benchmarks/LoadDriver",
            swiftSettings: settings),
        .executableTarget(
            name: "yanmen-load", dependencies: ["LoadDriver", nio, nioPosix, argumentParser], path: "Benchmarks/Load",
            swiftSettings: settings),
        // Decision tables per second; and a folder of DMN compatibility tests against ours.
        .executableTarget(
            name: "decisions", dependencies: ["FEEL", "DMN"], path: "Benchmarks/Decisions", swiftSettings: settings),
        .executableTarget(
            name: "conformance", dependencies: ["FEEL", "DMN", "XMLTree"], path: "Benchmarks/Conformance",
            swiftSettings: settings),
        .testTarget(
            name: "LoadDriverTests", dependencies: ["LoadDriver", nio, nioPosix, histogram],
            path: "Tests/Benchmarks/LoadDriverTests", swiftSettings: settings),

        .target(
            name: "TestSupport", dependencies: ["Postgres", "Base", "People"],
            path: "Sources/TestSupport", swiftSettings: settings),
        tests("Domain", "Items", ["Base", "People", "Postgres", "Identifiers", "WorkCalendar"]),
        .testTarget(
            name: "SampleTests",
            dependencies: [
                "Sample", "TestSupport", "Base", "People", "Items", "Cases", "Notices", "Reviews", "Postgres",
                "Identifiers", "WorkCalendar",
            ],
            path: "Tests/SampleTests", swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", path: "Tests/Architecture", swiftSettings: settings),
        tests(
            "Domain", "Base",
            ["Postgres", "GuoMi", "People", "WorkCalendar", "SeededRandom", "Typeset", lifecycle, logging]),
        libraryTests("Postgres", ["TestSupport", "SeededRandom"]),
        tests("Domain", "Notices", ["Base", "People", "Postgres", "Identifiers", lifecycle, logging]),
        tests("Domain", "Reviews", ["Base", "People", "Postgres"]),
        tests(
            "Doors", "ManagementDoor",
            [
                "Base", "People", "Notices", "Postgres", "Processes", "Web", "Markup", hummingbird, hummingbirdTesting,
                httpTypes, nio, logging,
            ]),
        .target(
            name: "SeededRandom", dependencies: ["Identifiers"], path: "Tests/Libraries/SeededRandom",
            swiftSettings: settings),
        libraryTests("GuoMi", ["SeededRandom"]),
        libraryTests("Identifiers", ["WorkCalendar", "SeededRandom"]),
        libraryTests("WorkCalendar", ["SeededRandom"]),
        libraryTests("FEEL", ["SeededRandom"]),
        libraryTests("XMLTree", ["SeededRandom"]),
        libraryTests("DMN", ["FEEL", "XMLTree", "SeededRandom"]),
        libraryTests("Processes", [lifecycle, logging]),
        libraryTests("Typeset", ["SeededRandom"]),
        libraryTests("Markup", ["SeededRandom"]),
        // A browser without script, for tests of doors.
        .target(
            name: "DoorTesting",
            dependencies: ["Web", "Markup", "Items", "WorkCalendar", hummingbird, hummingbirdTesting, httpTypes, nio],
            path: "Tests/Doors/DoorTesting", swiftSettings: settings),
        tests(
            "Doors", "OfficeDoor",
            [
                "DoorTesting", "Base", "People", "Items", "Cases", "Notices", "Reviews", "CaseForms", "Postgres", "Web",
                "Markup", "GuoMi", "Identifiers", "WorkCalendar", hummingbird, hummingbirdTesting, httpTypes, nio,
                logging,
            ]),
        tests(
            "Doors", "PublicDoor",
            [
                "DoorTesting", "Base", "People", "Items", "Cases", "Notices", "Reviews", "Postgres", "Web", "Markup",
                "WorkCalendar",
                hummingbird, hummingbirdTesting, httpTypes, nio, logging,
            ]),
        // The whole program, in one process with its tests.
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "yanmen", "DoorTesting", "TestSupport", "Base", "People", "Items", "Cases", "Reviews", "Postgres",
                "Web", "WorkCalendar", hummingbird, hummingbirdTesting, httpTypes, logging,
            ],
            path: "Tests/Program", swiftSettings: settings),
        tests(
            "Doors", "Web",
            [
                "SeededRandom", "Postgres", "Processes", hummingbird, hummingbirdTesting, httpTypes, nio, lifecycle,
                logging,
            ]),
        tests(
            "Domain", "People",
            ["Base", "Items", "Notices", "Cases", "Postgres", "GuoMi", "Identifiers", "WorkCalendar"]),
        tests(
            "Domain", "Cases",
            ["Base", "People", "Items", "Notices", "Reviews", "Postgres", "Typeset", "WorkCalendar", "SeededRandom"]),
    ],
    swiftLanguageModes: [.v6]
)
