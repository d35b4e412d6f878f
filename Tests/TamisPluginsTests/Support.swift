import Foundation
import Synchronization
import TamisPlugins
import TestSupport
import XCTest

/// Plugins that are compiled for the tests, as a stranger would compile them.
enum Built {
  static let folder = Place.root.appendingPathComponent("build/tests/guests")

  /// Tests/Plugins/guest.c with the given macros.
  static func guest(_ macros: String...) throws -> String {
    let name = "guest" + macros.map { "-" + $0.replacingOccurrences(of: "\"", with: "") }.joined()
    let path = folder.appendingPathComponent(name + ".so").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function", "-fPIC", "-shared", "-Iinclude"]
    try run(["cc"] + flags + macros.map { "-D" + $0 } + ["Tests/Plugins/guest.c", "-o", path])
    return path
  }

  /// The one with which nothing is wrong but what it is asked to do.
  static let plain = Result { try guest() }

  /// A plugin of Plugins/, by its own Makefile.
  static func plugin(_ name: String) throws -> String {
    try run(["make", "-s", "-C", "Plugins/" + name, "OUT=" + folder.path])
    return folder.appendingPathComponent(name + ".so").path
  }

  struct Failed: Error {
    let what: String
  }

  @discardableResult
  static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = Place.root
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(what: "\(arguments): \(text)") }
    return text
  }
}

func plugins(doing deed: String, onError: String = "skip") throws -> PluginSet {
  try PluginSet([PluginRequest(path: Built.plain.get(), settings: [("do", deed), ("on-error", onError)])])
}

func clean(
  _ text: String, _ guests: (any CleaningGuests)?, name: String = "", _ options: CleaningOptions = CleaningOptions()
) throws -> CleanedDocument {
  let document = CleanedDocument()
  let cleaner = try Cleaner(options, guests: guests)
  try Array(text.utf8).withUnsafeBufferPointer { (source) throws in
    try Array(name.utf8).withUnsafeBufferPointer { (name) throws in
      try cleaner.clean(source, name: name, scratch: Scratch(), into: document)
    }
  }
  kept.withLock { $0.append(document) }
  return document
}

/// The documents of the tests: what is read of one is borrowed from it.
private let kept = Mutex<[CleanedDocument]>([])

extension CleanedDocument {
  /// The facts as text: kind, key, number, text.
  var said: [String] {
    facts.all.map {
      let (key, text) = (TestSupport.string(facts.key(of: $0)), TestSupport.string(facts.text(of: $0)))
      return "\($0.kind) \(key) \($0.number) \(text)"
    }
  }

  var faults: [String] { facts.all.filter { $0.kind == .fault }.map { TestSupport.string(facts.text(of: $0)) } }
}
