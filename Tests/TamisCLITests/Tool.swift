import Foundation
import XCTest

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a run of the command left behind.
struct Outcome {
  let status: Int32
  let output: Data
  let messages: String

  var text: String { String(decoding: output, as: UTF8.self) }
  /// The output as JSON Lines.
  var objects: [[String: Any]] {
    output.split(separator: 0x0A).compactMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
  }
}

/// Runs the command that was built beside the tests.
enum Tool {
  static let executable: URL = {
    #if os(macOS)
    let products = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!.bundleURL.deletingLastPathComponent()
    #else
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    #endif
    return products.appendingPathComponent("tamis-cli")
  }()

  /// Runs it to its end in `folder`.
  static func run(_ arguments: [String], input: String, in folder: URL? = nil) throws -> Outcome {
    try run(arguments, input: Data(input.utf8), in: folder)
  }

  static func run(
    _ arguments: [String], input: Data = Data(), in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    let scratch = try Folder()
    try input.write(to: scratch.file("in"))
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: scratch.file("in"))
    process.standardOutput = try scratch.create("out")
    process.standardError = try scratch.create("messages")
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .exit, "\(arguments) was ended by a signal")
    return Outcome(
      status: process.terminationStatus, output: try Data(contentsOf: scratch.file("out")),
      messages: String(decoding: try Data(contentsOf: scratch.file("messages")), as: UTF8.self))
  }

  /// Runs a line of the shell in `folder`, for which the tool is `$TAMIS`. No process of it gets more than `memory` bytes,
  /// where the system can see to that, so that a tool that is greedy fails and the machine goes on.
  static func shell(_ line: String, in folder: Folder, memory: Int = 4 << 30) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "ulimit -v \(memory >> 10) 2>/dev/null; \(line)"]
    process.environment = ProcessInfo.processInfo.environment.merging(["TAMIS": executable.path]) { $1 }
    process.currentDirectoryURL = folder.url
    return try outcome(of: process)
  }

  /// Runs a process, without any input, to its end.
  static func outcome(of process: Process) throws -> Outcome {
    let scratch = try Folder()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try scratch.create("out")
    process.standardError = try scratch.create("messages")
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try Data(contentsOf: scratch.file("out")),
      messages: scratch.read("messages") ?? "")
  }

  /// Starts it with ends that the caller holds.
  static func start(_ arguments: [String], input: Any, output: Any, messages: Any) throws -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = messages
    try process.run()
    return process
  }
}

/// A folder of its own, removed with the object.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func create(_ name: String) throws -> FileHandle {
    try Data().write(to: file(name))
    return try FileHandle(forWritingTo: file(name))
  }

  /// Writes a file, making the folders it stands in.
  func write(_ name: String, _ content: String) throws { try write(name, Data(content.utf8)) }

  func write(_ name: String, _ content: Data) throws {
    try FileManager.default.createDirectory(
      at: file(name).deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: file(name))
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: file(name).path, withDestinationPath: target)
  }

  func read(_ name: String) -> String? {
    (try? Data(contentsOf: file(name))).map { String(decoding: $0, as: UTF8.self) }
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }
}
