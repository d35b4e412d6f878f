import Foundation
import TestSupport
import XCTest

/// The command with plugins: what it lists, refuses, warns of, drops and prints.
final class PluginTests: XCTestCase {
  private static let guest = Result { try build("guest") }

  /// Tests/Plugins/guest.c as NAME.so, in a folder with nothing else.
  private static func build(_ name: String, _ macros: [String] = []) throws -> URL {
    let folder = Place.root.appendingPathComponent("build/tests/cli-plugins")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let library = folder.appendingPathComponent(name + ".so")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["cc", "-std=c11", "-fPIC", "-shared", "-Iinclude"] + macros + ["Tests/Plugins/guest.c", "-o", library.path]
    process.currentDirectoryURL = Place.root
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    return library
  }

  private func plugin(_ deed: String, _ more: String = "") throws -> [String] {
    ["--plugin", try Self.guest.get().path + ":do=\(deed)\(more)"]
  }

  func testCleanWithEditsAndScores() throws {
    let input = "My SECRET is safe with you, whoever you are, and wherever you may go.\nDROP this line of the text.\n"
    let outcome = try Tool.run(["clean"] + plugin("good"), input: input)
    XCTAssertEqual(outcome.text, "My [token] is safe with you, whoever you are, and wherever you may go.\n")
    XCTAssertEqual(outcome.messages, "")
    XCTAssertEqual(outcome.status, 0)
  }

  func testNormalizeAndSentences() throws {
    let normalized = try Tool.run(["normalize"] + plugin("good"), input: "A SECRET")
    XCTAssertEqual(normalized.text, "A [token]\n")
    let sentences = try Tool.run(["sentences"] + plugin("good"), input: "Look out! The boat. It comes.")
    XCTAssertEqual(sentences.text, "Look out! The boat.\nIt comes.\n")
  }

  func testAnnotateSaysWhatPluginsSay() throws {
    let line = #"{"id":7,"url":"https:\/\/example.org\/a","text":"The tide is the oldest timetable. It is a SECRET."}"#
    let outcome = try Tool.run(["annotate"] + plugin("good") + plugin("set-german"), input: line)
    let object = try XCTUnwrap(outcome.objects.first)
    XCTAssertEqual(object["language"] as? String, "de")
    XCTAssertEqual((object["edits"] as? [String: Int])?["plugins"], 1)
    let plugins = try XCTUnwrap(object["plugins"] as? [[String: Any]])
    XCTAssertEqual(plugins.count, 2)
    let facts = try XCTUnwrap(plugins[0]["facts"] as? [String: Any])
    XCTAssertEqual(facts["half"] as? Double, 0.5)
    XCTAssertEqual(facts["fine"] as? Bool, true)
    XCTAssertEqual(facts["sentences"] as? Int, 2)
    XCTAssertEqual(facts["name"] as? String, "https://example.org/a")
    XCTAssertEqual(plugins[1]["language"] as? [AnyHashable], ["de", 0.75])
  }

  func testNamesOfDocuments() throws {
    let lines = #"{"id":"an id","text":"x"}"# + "\n" + #"{"id":3,"link":"a link","text":"x"}"#
    func names(_ more: [String]) throws -> [String?] {
      try Tool.run(["annotate"] + plugin("good") + more, input: lines).objects.map {
        (($0["plugins"] as? [[String: Any]])?[0]["facts"] as? [String: Any])?["name"] as? String
      }
    }
    XCTAssertEqual(try names([]), ["an id", ""])
    XCTAssertEqual(try names(["--url-field", "link"]), ["an id", "a link"])
  }

  func testReasonsOfPluginsHaveNames() throws {
    let outcome = try Tool.run(["annotate"] + plugin("good"), input: "DROP this line of the text.")
    let block = try XCTUnwrap((outcome.objects.first?["blocks"] as? [[String: Any]])?.first)
    XCTAssertEqual((block["reasons"] as? [String])?.first, "guest.drop")
  }

  func testDroppedDocumentsAreLeftOutAndCounted() throws {
    let lines = #"{"id":1,"text":"x"}"# + "\n" + #"{"id":2,"text":"The tide is the oldest timetable."}"# + "\n"
    let outcome = try Tool.run(["clean"] + plugin("good"), input: lines)
    XCTAssertEqual(outcome.objects.map { $0["id"] as? Int }, [2])
    XCTAssertEqual(outcome.messages, "tamis: guest dropped 1 of 2 documents: too short 1; 'annotate' lists them\n")
    XCTAssertEqual(outcome.status, 0)
    let annotated = try Tool.run(["annotate"] + plugin("good"), input: lines)
    XCTAssertEqual(annotated.objects.count, 2)
    XCTAssertEqual((annotated.objects[0]["plugins"] as? [[String: Any]])?[0]["drop"] as? String, "too short")
  }

  func testAFaultIsAWarningOrARejection() throws {
    let lines = #"{"id":1,"text":"One."}"# + "\n" + #"{"id":2,"text":"Two."}"# + "\n"
    let skipped = try Tool.run(["clean"] + plugin("score-nan"), input: lines)
    XCTAssertEqual(skipped.objects.count, 2)
    XCTAssertEqual(skipped.status, 0)
    let fault = "plugin guest failed: a score is no number from 0 to 1: that of block 0; "
    XCTAssertEqual(
      skipped.messages, (1...2).map { "tamis: -:\($0): \(fault)the document went on without it\n" }.joined())
    let rejected = try Tool.run(["clean"] + plugin("score-nan", ",on-error=reject"), input: lines)
    XCTAssertEqual(rejected.text, "")
    XCTAssertEqual(rejected.status, 1)
    XCTAssertTrue(rejected.messages.hasPrefix("tamis: -:1: \(fault)line left out, "), rejected.messages)
    let file = try Tool.run(["clean", "--input-format", "text"] + plugin("fail", ",on-error=reject"), input: "One.")
    XCTAssertTrue(file.messages.hasPrefix("tamis: -: plugin guest failed: no \u{FFFD} today; left out, "), file.messages)
    XCTAssertEqual(file.status, 1)
  }

  func testARefusedPluginStopsTheRun() throws {
    for (request, text) in [
      (try Self.guest.get().path + ":colour=red", "guest has no option 'colour'; it has do, on-error"),
      ("no/such.so", "No such file or directory; check the path"), ("nameless", "no such plugin"),
    ] {
      let outcome = try Tool.run(["clean", "--plugin", request], input: "One.")
      XCTAssertEqual(outcome.status, 2)
      XCTAssertEqual(outcome.text, "")
      XCTAssertTrue(outcome.messages.contains(text) && outcome.messages.hasSuffix("; nothing was done\n"), outcome.messages)
    }
  }

  func testTheListOfPlugins() throws {
    let folder = try Folder()
    let wrong = try Self.build("wrong", ["-DVERSION=9"])
    for library in [try Self.guest.get(), wrong] {
      try FileManager.default.copyItem(at: library, to: folder.file(library.lastPathComponent))
    }
    let path = ["TAMIS_PLUGIN_PATH": "/no/such/folder:" + folder.url.path]
    let outcome = try Tool.run(["plugins"], environment: path)
    XCTAssertEqual(outcome.status, 0)
    XCTAssertTrue(outcome.text.hasPrefix("guest 1  \(folder.file("guest.so").path)\n  for the tests\n"), outcome.text)
    XCTAssertTrue(outcome.text.contains("  do=…  what to do\n"), outcome.text)
    XCTAssertTrue(outcome.text.contains("tamis.document-filter/1"), outcome.text)
    let refusal = "refused  \(folder.file("wrong.so").path)\n  made for version 9 of the plugin interface"
    XCTAssertTrue(outcome.text.contains(refusal), outcome.text)
    let named = try Tool.run(["normalize", "--plugin", "guest:do=good"], input: Data("A SECRET".utf8), environment: path)
    XCTAssertEqual(named.text, "A [token]\n")
    let refused = try Tool.run(["plugins", "--plugin", wrong.path])
    XCTAssertEqual(refused.status, 2)
    XCTAssertTrue(refused.text.contains("made for version 9"), refused.text)
    let none = try Tool.run(["plugins"], environment: ["TAMIS_PLUGIN_PATH": ""])
    XCTAssertTrue(none.text.hasPrefix("no plugins found"), none.text)
  }

  func testJobsDoNotMatter() throws {
    let lines = (0..<500).map { #"{"id":\#($0),"text":"A SECRET, \#($0). Look out! The boat. DROP"}"# }
    let input = lines.joined(separator: "\n")
    let one = try Tool.run(["annotate", "--jobs", "1"] + plugin("good"), input: input)
    let three = try Tool.run(["annotate", "--jobs", "3"] + plugin("good"), input: input)
    XCTAssertEqual(one.output, three.output)
    XCTAssertEqual(one.objects.count, 500)
  }
}
