import CAllocationCounter
import Foundation
import Tamis
import TamisPlugins
import TestSupport
import XCTest

/// A warm workspace allocates nothing: the gate of the reusable path.
final class ReusablePathTests: XCTestCase {
  func testTheCounterCounts() throws {
    try XCTSkipIf(allocation_count() < 0, "the allocator of this system cannot be counted")
    let before = allocation_count()
    let memory = UnsafeMutablePointer<Int>.allocate(capacity: 100)
    memory.deallocate()
    XCTAssertGreaterThan(allocation_count(), before)
  }

  func testCleaningAllocatesNothingOnceWarm() throws {
    let cleaner = try Cleaner()
    let scratch = Scratch()
    let document = CleanedDocument()
    try expectNone { try cleaner.clean($0, scratch: scratch, into: document) }
  }

  func testCleaningInEveryFormAllocatesNothingOnceWarm() throws {
    for form in NormalizationForm.allCases {
      var options = CleaningOptions()
      options.text.normalization = form
      let cleaner = try Cleaner(options)
      let scratch = Scratch()
      let document = CleanedDocument()
      try expectNone { try cleaner.clean($0, scratch: scratch, into: document) }
    }
  }

  func testCleaningWithRepeatsAllocatesNothingOnceWarm() throws {
    let repeats = try Repeats(memory: 1 << 18)
    let scratch = Scratch()
    let builder = try Cleaner()
    try expectNone { try builder.add($0, host: nil, to: repeats, scratch: scratch) }
    var options = CleaningOptions()
    options.repeats = repeats
    let cleaner = try Cleaner(options)
    let document = CleanedDocument()
    try expectNone { try cleaner.clean($0, scratch: scratch, into: document) }
  }

  func testNormalizingAllocatesNothingOnceWarm() throws {
    let cleaner = try Cleaner()
    let scratch = Scratch()
    var output = ByteBuffer()
    try expectNone {
      output.removeAll()
      _ = try cleaner.normalize($0, scratch: scratch, into: &output)
    }
  }

  /// What the host does for a plugin of every kind; the plugin itself allocates nothing either.
  func testPluginsAllocateNothingOnceWarm() throws {
    let folder = Place.root.appendingPathComponent("build/tests/allocation")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let library = folder.appendingPathComponent("guest.so").path
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["cc", "-fPIC", "-shared", "-Iinclude", "Tests/Plugins/guest.c", "-o", library]
    compiler.currentDirectoryURL = Place.root
    try compiler.run()
    compiler.waitUntilExit()
    XCTAssertEqual(compiler.terminationStatus, 0)
    for deed in ["good", "edit-much", "score-nan", "edit-overlap"] {
      let plugins = try PluginSet([PluginRequest(path: library, settings: [("do", deed)])])
      let cleaner = try Cleaner(guests: plugins)
      let scratch = Scratch()
      let document = CleanedDocument()
      try expectNone { try cleaner.clean($0, scratch: scratch, into: document) }
      XCTAssertFalse(document.facts.all.isEmpty && deed != "edit-much", deed)
    }
  }

  /// Runs `work` over all articles and random trouble twice to warm it up, and once more under the counter.
  private func expectNone(_ work: (Bytes) throws -> Void) throws {
    try XCTSkipIf(allocation_count() < 0, "the allocator of this system cannot be counted")
    var generator = SeededGenerator(7)
    let inputs = try SampleArticle.all().map(\.bytes) + (0..<50).map { Trouble.text($0 * 20, &generator) }
    for _ in 0..<2 { for input in inputs { try input.withUnsafeBufferPointer(work) } }
    for (index, input) in inputs.enumerated() {
      let before = allocation_count()
      try input.withUnsafeBufferPointer(work)
      XCTAssertEqual(allocation_count() - before, 0, "input \(index)")
    }
  }
}
