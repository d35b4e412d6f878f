import Foundation
import TestSupport
import XCTest

/// What a program did.
struct Outcome {
  let status: Int32
  let output: Data
  let errors: String

  var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs a program that is found on PATH, or given by its path, in the project's folder.
@discardableResult
func execute(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) throws -> Outcome {
  let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: scratch) }
  // Files rather than pipes: neither side can fill one up and wait for the other.
  let streams = try ["in", "out", "err"].map { name in
    let file = scratch.appendingPathComponent(name)
    try (name == "in" ? input : Data()).write(to: file)
    return try FileHandle(forUpdating: file)
  }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = arguments
  process.currentDirectoryURL = Place.root
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  process.standardInput = streams[0]
  process.standardOutput = streams[1]
  process.standardError = streams[2]
  try process.run()
  process.waitUntilExit()
  let texts = try ["out", "err"].map { try Data(contentsOf: scratch.appendingPathComponent($0)) }
  return Outcome(
    // A signal is shown as the shell shows it.
    status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
    output: texts[0], errors: String(decoding: texts[1], as: UTF8.self))
}

func isInstalled(_ program: String) -> Bool {
  (try? execute(["sh", "-c", "command -v \(program)"]).status) == 0
}

/// The library and what is compiled against it, each built once.
enum Built {
  static let folder = Place.root.appendingPathComponent("build")
  static let library = folder.appendingPathComponent("lib/libtamis.so")

  /// Builds the library if it is not up to date; the error says what the script said.
  static let build: Result<Void, Error> = Result { try must(["Scripts/build-library"]) }

  /// A C program of this project, compiled the way a stranger would, with every warning an error.
  static func program(_ source: String) throws -> String {
    try build.get()
    let name = URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent
    let program = folder.appendingPathComponent("tests/\(name)").path
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("tests"), withIntermediateDirectories: true)
    let warnings = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror"]
    let libraries = ["-L", "build/lib", "-ltamis", "-Wl,-rpath," + folder.appendingPathComponent("lib").path]
    try must(["cc"] + warnings + ["-I", "include", source] + libraries + ["-o", program])
    return program
  }

  /// The Swift example, a package of its own.
  static let swiftExample: Result<String, Error> = Result {
    let flag = try must(["Scripts/header-flag"]).text.trimmingCharacters(in: .whitespacesAndNewlines)
    let arguments = [
      "-c", "release", "--package-path", "Examples/Swift", "--scratch-path", ".build-examples", "-Xswiftc", flag,
    ]
    // The plan of the last build, which SwiftPM keeps although files were added to a package that this one depends on.
    try? FileManager.default.removeItem(at: Place.root.appendingPathComponent(".build-examples/release.yaml"))
    try must(["swift", "build"] + arguments)
    let folder = try must(["swift", "build", "--show-bin-path"] + arguments).text
    return folder.trimmingCharacters(in: .whitespacesAndNewlines) + "/CleanOne"
  }

  @discardableResult
  static func must(_ arguments: [String]) throws -> Outcome {
    let outcome = try execute(arguments)
    guard outcome.status == 0 else { throw Failed(what: arguments.joined(separator: " "), outcome: outcome) }
    return outcome
  }

  struct Failed: Error, CustomStringConvertible {
    let what: String
    let outcome: Outcome
    var description: String { "\(what): exit \(outcome.status)\n\(outcome.errors)\n\(outcome.text)" }
  }
}

/// Texts that everything is tried on: the sample articles, and bytes of all kinds.
enum Cases {
  static func all() throws -> [(name: String, bytes: [UInt8])] {
    var generator = SeededGenerator(2)
    var cases = try SampleArticle.all().map { (name: $0.name, bytes: $0.bytes) }
    cases += [("empty", []), ("line feed", [10]), ("NUL", [0]), ("spaces", [32, 32, 0xC2, 0xA0])]
    cases.append(("all bytes", (0..<2048).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }))
    cases.append(("no line end", Array("The tide is the oldest timetable on the coast, and it sets the hours".utf8)))
    for round in 0..<6 { cases.append(("trouble \(round)", Trouble.text(round * 60, &generator))) }
    for article in cases.prefix(3) {
      cases.append(("corrupted " + article.name, Trouble.corrupted(article.bytes, &generator)))
    }
    return cases
  }
}
