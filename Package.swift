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

let package = Package(
    name: "yanmen",
    targets: [
        system("CLibPQ", pkgConfig: "libpq", apt: "libpq-dev"),
        system("CLibCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        system("CPangoCairo", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        system("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        system("CPixbuf", pkgConfig: "gdk-pixbuf-2.0", apt: "libgdk-pixbuf-2.0-dev"),

        library("Postgres", ["CLibPQ"]),
        library("GuoMi", ["CLibCrypto"]),
        library("Identifiers"),
        library("WorkCalendar"),
        library("Typeset", ["CPangoCairo", "CQRencode", "CPixbuf"]),
        library("Markup"),
        libraryTests("Postgres"),
        libraryTests("GuoMi"),
        libraryTests("Identifiers"),
        libraryTests("WorkCalendar"),
        libraryTests("Typeset"),
        libraryTests("Markup"),
    ],
    swiftLanguageModes: [.v6]
)
