// swift-tools-version: 6.1
// The house of Documentation/Architecture.md in code: a room imports only from the floors below it.
import PackageDescription

let package = Package(
  name: "tamis",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Tamis", targets: ["Tamis"]),
    .library(name: "TamisPlugins", targets: ["TamisPlugins"]),
    .executable(name: "tamis-cli", targets: ["TamisCLI"]),
    .executable(name: "tamis-bench", targets: ["TamisBench"]),
    // libtamis.so. SwiftPM allows one product of a name, so the command `tamis` is built as `tamis-cli` here and gets
    // its name from `make`.
    .library(name: "tamis", type: .dynamic, targets: ["TamisABI"]),
  ],
  targets: [
    // Floor 0: the ground.
    .systemLibrary(name: "SystemICU", pkgConfig: "icu-uc", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(
      name: "CICU", dependencies: ["SystemICU"],
      // Of icui18n only the guess at encodings is used.
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
    .target(name: "TamisBase"),
    .target(name: "TamisICU", dependencies: ["CICU", "TamisBase"]),
    .target(name: "CByteScan"),
    .target(name: "CTables"),
    // Floor 1: text.
    .target(name: "TamisText", dependencies: ["TamisBase", "TamisICU", "CByteScan", "CTables"]),
    // Floor 2: shape.
    .target(name: "TamisSegments", dependencies: ["TamisBase", "TamisICU", "CByteScan", "TamisText"]),
    // Floor 3: judgement.
    .target(name: "CBoilerplateData"),
    .target(
      name: "TamisBoilerplate", dependencies: ["TamisBase", "TamisICU", "CByteScan", "CBoilerplateData"],
      exclude: ["Lexicon"]),
    .executableTarget(name: "TamisTrain", dependencies: ["TamisBase", "TamisBoilerplate"]),
    .testTarget(
      name: "TamisBoilerplateTests",
      dependencies: ["TamisBase", "CByteScan", "CBoilerplateData", "TamisBoilerplate", "TestSupport"]),
    // Floor 4: the house.
    .target(name: "Tamis", dependencies: ["TamisBase", "TamisText", "TamisSegments", "TamisBoilerplate"]),
    // Floor 5: goods.
    .target(name: "CRecords", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "TamisRecords", dependencies: ["Tamis", "CRecords"]),
    .target(name: "CPlugins", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "TamisPlugins", dependencies: ["Tamis", "CPlugins"]),
    // Floor 6: the doors.
    .executableTarget(name: "TamisCLI", dependencies: ["Tamis", "TamisICU", "TamisRecords", "TamisPlugins", "CRecords"]),
    .systemLibrary(name: "CTamis", path: "include"),
    .target(
      name: "TamisABI",
      dependencies: ["CTamis", "TamisBase", "TamisICU", "TamisText", "TamisSegments", "TamisBoilerplate", "Tamis", "TamisPlugins"]),
    // The benchmark, and what it measures beside us.
    .target(
      name: "CRivals", dependencies: ["SystemICU"], path: "Benchmarks/CRivals",
      linkerSettings: [.linkedLibrary("icuuc")]),
    .executableTarget(
      name: "TamisBench", dependencies: ["CTamis", "Tamis", "TamisICU", "CByteScan", "CRivals"], path: "Benchmarks/TamisBench"),
    // Tools for the scripts; not installed.
    .executableTarget(
      name: "sentence-tool", dependencies: ["TamisSegments", "TamisBase", "TamisICU"], path: "Scripts/SentenceTool"),
    // The text room as a command, for Scripts/eval-mojibake.
    .executableTarget(name: "tamis-textroom", dependencies: ["TamisBase", "TamisText"], path: "Tests/TextRoom"),
    // Tests: one target a room, and what they share.
    .target(name: "TestSupport", dependencies: ["TamisBase"], path: "Tests/Support"),
    .target(
      name: "Reference", dependencies: ["CTables", "TamisBase", "TamisICU", "TamisText"], path: "Tests/Reference"),
    .testTarget(name: "TamisBaseTests", dependencies: ["TamisBase", "TestSupport"]),
    .testTarget(name: "CByteScanTests", dependencies: ["CByteScan", "TestSupport"]),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["TamisBase", "TamisICU", "TamisText", "TamisSegments", "TestSupport", "Reference"]),
    .testTarget(
      name: "TamisTextTests",
      dependencies: ["TamisBase", "TamisICU", "CByteScan", "TamisText", "CTables", "TestSupport", "Reference"]),
    .testTarget(
      name: "TamisSegmentsTests", dependencies: ["TamisSegments", "TamisBase", "TamisICU", "CByteScan", "TestSupport"]),
    .testTarget(name: "GoldenTests", dependencies: ["Tamis", "TestSupport"]),
    .testTarget(name: "TamisTests", dependencies: ["Tamis", "TestSupport", "Reference"]),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(name: "AllocationTests", dependencies: ["CAllocationCounter", "Tamis", "TamisPlugins", "TestSupport"]),
    .testTarget(name: "TamisPluginsTests", dependencies: ["TamisPlugins", "CPlugins", "TestSupport"]),
    .testTarget(name: "TamisRecordsTests", dependencies: ["TamisRecords", "TestSupport"]),
    .testTarget(name: "TamisABITests", dependencies: ["CTamis", "CBoilerplateData", "TamisABI", "Tamis", "TestSupport"]),
    .testTarget(name: "BenchmarkTests", dependencies: ["TestSupport"]),
    .testTarget(name: "ReadmeTests", dependencies: ["TestSupport"]),
    .testTarget(name: "TamisCLITests", dependencies: ["TamisCLI", "Tamis", "CBoilerplateData", "TestSupport"]),
  ],
  cxxLanguageStandard: .cxx17
)
