// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "clean-one",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tamis", path: "../..")],
  targets: [
    .executableTarget(name: "CleanOne", dependencies: [.product(name: "Tamis", package: "tamis")])
  ]
)
