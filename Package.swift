// swift-tools-version: 6.1
// The house of Documentation/Architecture.md in code: a room imports only from the floors below it.
import PackageDescription

let package = Package(
  name: "tamis",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Tamis", targets: ["Tamis"]),
    // libtamis.so. SwiftPM allows one product of a name, so the command `tamis` is built as `tamis-cli` here and gets
    // its name from `make`.
  ],
  targets: [
    // Floor 0: the ground.
    .systemLibrary(name: "CICU", pkgConfig: "icu-uc", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .target(name: "TamisBase"),
    .target(name: "TamisICU", dependencies: ["CICU", "TamisBase"]),
    .target(name: "CByteScan"),
    // Floor 1: text.
    .target(name: "TamisText", dependencies: ["TamisBase", "TamisICU", "CByteScan"]),
    // Floor 2: shape.
    .target(name: "TamisSegments", dependencies: ["TamisBase", "TamisICU", "CByteScan", "TamisText"]),
    // Floor 3: judgement.
    .target(name: "CTreeScore"),
    .target(name: "CBoilerplateData"),
    .target(
      name: "TamisBoilerplate", dependencies: ["TamisBase", "TamisICU", "CByteScan", "CTreeScore", "CBoilerplateData"],
      exclude: ["Lexicon"]),
    .executableTarget(name: "TamisTrain", dependencies: ["TamisBase", "TamisBoilerplate"]),
    .testTarget(name: "TamisBoilerplateTests", dependencies: ["TamisBase", "CTreeScore", "TamisBoilerplate"]),
    // Floor 4: the house.
    .target(name: "Tamis", dependencies: ["TamisBase", "TamisText", "TamisSegments", "TamisBoilerplate"]),
  ]
)
