import Foundation
import TamisPlugins
import TestSupport
import XCTest

/// What proper plugins can do.
final class PluginTests: XCTestCase {
  func testAPluginSaysWhatItIs() throws {
    let description = try PluginSet.describe(path: Built.plain.get())
    XCTAssertEqual(description.id, "guest")
    XCTAssertEqual(description.kinds, PluginDescription.Kind.allCases)
    XCTAssertEqual(description.options.map(\.key), ["do"])
  }

  func testEditsAreMadeAndSpansStillLeadToTheSource() throws {
    let source = "My  SECRET is\u{A0}safe, and SECRETs are for ever.\nNobody will ever know my SECRET, not even you."
    let document = try clean(source, plugins(doing: "good"))
    let wanted = "My [token] is safe, and [token]s are for ever.\nNobody will ever know my [token], not even you."
    XCTAssertEqual(document.string, wanted)
    XCTAssertEqual(document.edits.plugins, 3)
    let bytes = Array(source.utf8)
    let lines = source.components(separatedBy: "\n")
    XCTAssertEqual(document.blocks.map { String(decoding: slice(bytes, $0.source), as: UTF8.self) }, lines)
    let text = Array(document.text)
    for (place, _) in wanted.ranges(of: "[token]").enumerated() {
      let start = text.indices.filter { text[$0] == UInt8(ascii: "[") }[place]
      let span = document.sourceSpan(ofCleaned: ByteSpan(start, start + 7))
      XCTAssertEqual(String(decoding: slice(bytes, span), as: UTF8.self), "SECRET")
    }
  }

  /// What a filter writes is tidied and normalised like the rest.
  func testEditsKeepThePromisesOfTheText() throws {
    let document = try clean("One two three four five six seven.", plugins(doing: "edit-much"))
    XCTAssertEqual(document.string, "One é two é three é four é five é six é seven.")
  }

  func testNormalizeMakesTheEdits() throws {
    let cleaner = try Cleaner(guests: plugins(doing: "good"))
    var output = ByteBuffer()
    let edits = try Array("SECRET".utf8).withUnsafeBufferPointer {
      try cleaner.normalize($0, scratch: Scratch(), into: &output)
    }
    XCTAssertEqual(string(output.view), "[token]")
    XCTAssertEqual(edits.plugins, 1)
  }

  func testScoresDecideAndReasonsHaveNames() throws {
    let source = """
      KEEP Share on Facebook
      The tide is the oldest timetable on the coast, and it keeps it to the minute, whoever waits.
      DROP The harbour master reads it every morning, before the first boats go out to the banks.
      """
    let set = try plugins(doing: "good")
    let document = try clean(source, set)
    XCTAssertEqual(document.blocks.map(\.isKept), [true, true, false])
    XCTAssertEqual(document.blocks[0].verdict.kind, .paragraph)
    XCTAssertEqual(set.reasonName(document.blocks[0].verdict.reasons.number(0)), "guest.keep")
    XCTAssertEqual(set.reasonName(document.blocks[2].verdict.reasons.number(0)), "guest.drop")
    XCTAssertNil(document.blocks[2].verdict.reasons[0])
    XCTAssertEqual(document.blocks[2].verdict.score, 0)
    XCTAssertNil(set.reasonName(1))
    XCTAssertNil(set.reasonName(194))
  }

  func testSentencesAreJoinedAndAbbreviationsCount() throws {
    let source = "It was the frobn. Smith who called. Look out! The boat is coming in fast. He meant the zzq. Brown too."
    func sentences(_ guests: PluginSet?) throws -> [String] {
      let document = try clean(source, guests)
      return document.sentences.map { String(decoding: slice(Array(source.utf8), $0.source), as: UTF8.self) }
    }
    XCTAssertEqual(try sentences(nil).count, 6)
    XCTAssertEqual(
      try sentences(plugins(doing: "good")),
      [
        "It was the frobn. Smith who called.", "Look out! The boat is coming in fast.", "He meant the zzq. Brown too.",
      ])
  }

  func testALanguageThatWasFoundCutsTheSentences() throws {
    let source = "Eintritt kostet max. Zehn Euro täglich. Parken gilt inkl. Mehrwertsteuer überall."
    func ends(_ guests: PluginSet?, _ language: String) throws -> [ByteSpan] {
      var options = CleaningOptions()
      options.language = language
      return try clean(source, guests, options).sentences.map(\.source)
    }
    let german = try ends(nil, "de")
    XCTAssertNotEqual(german, try ends(nil, ""), "the text tells languages apart")
    XCTAssertEqual(try ends(plugins(doing: "set-german"), ""), german)
    XCTAssertEqual(try ends(plugins(doing: "set-german"), "en"), try ends(nil, "en"), "what was given counts")
    let document = try clean(source, plugins(doing: "set-german"))
    XCTAssertEqual(string(document.facts.language), "de")
    XCTAssertEqual(document.said, ["language  0.75 de"])
  }

  func testFactsAreKept() throws {
    let source = "The tide is the oldest timetable on the coast. It keeps it to the minute.\nShare this"
    let document = try clean(source, plugins(doing: "good"), name: "https://example.org/\u{E9}")
    XCTAssertEqual(
      document.said,
      [
        "number blocks 2.0 ", "number sentences 2.0 ", "number half 0.5 ", "flag fine 1.0 ", "text language 0.0 ",
        "text name 0.0 https://example.org/\u{E9}",
      ])
  }

  func testDocumentsAreDropped() throws {
    let document = try clean("Short.", plugins(doing: "drop"))
    XCTAssertTrue(document.facts.isDropped)
    XCTAssertEqual(document.said, ["drop  0.0 too short"])
  }

  func testMessagesReachTheLog() throws {
    let box = Box()
    let request = PluginRequest(path: try Built.plain.get(), settings: [("do", "log")])
    _ = try PluginSet([request], log: { box.add("\($0.plugin) \($0.level) \($0.text)") })
    XCTAssertEqual(box.lines, ["guest info created"])
  }

  func testThreadsDoNotMatter() throws {
    var data: [UInt8] = []
    var offsets: [Int64] = [0]
    for _ in 0..<20 {
      for article in try SampleArticle.all() {
        data += article.bytes + Array(" SECRET Look out! The boat.".utf8)
        offsets.append(Int64(data.count))
      }
    }
    let cleaner = try Cleaner(guests: plugins(doing: "good"))
    try data.withUnsafeBufferPointer { data in
      try offsets.withUnsafeBufferPointer { offsets in
        let column = try TextColumn(data: data, offsets: offsets)
        let one = try cleaner.clean(column, threads: 1)
        let four = try cleaner.clean(column, threads: 4)
        for row in 0..<one.count {
          let (a, b) = try (XCTUnwrap(one.document(at: row)), XCTUnwrap(four.document(at: row)))
          XCTAssertEqual(a.string, b.string)
          XCTAssertEqual(a.said, b.said)
          XCTAssertEqual(a.edits.plugins, 1)
        }
      }
    }
  }

  /// A scratch outlives the plugins that used it, and serves others.
  func testAScratchServesOneSetAfterTheOther() throws {
    let scratch = Scratch()
    let document = CleanedDocument()
    for deed in ["good", "drop", "good"] {
      let cleaner = try Cleaner(guests: plugins(doing: deed))
      try Array("My SECRET is safe with you, I hope.".utf8).withUnsafeBufferPointer {
        try cleaner.clean($0, scratch: scratch, into: document)
      }
      XCTAssertEqual(document.string.contains("[token]"), deed == "good")
    }
  }

  func testMinimal() throws {
    let set = try PluginSet([PluginRequest(path: Built.plugin("minimal"))])
    XCTAssertEqual(try clean("A Short Text in CAPITALS, which ends here.", set).said, ["number capitals 11.0 "])
  }

  private final class Box: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [String] = []
    func add(_ line: String) { lock.withLock { all.append(line) } }
    var lines: [String] { lock.withLock { all } }
  }
}
