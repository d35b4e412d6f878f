import TamisPlugins
import TestSupport
import XCTest

/// What a plugin does wrong with a document is noted by its name and undone; the document goes on or is rejected.
final class FaultTests: XCTestCase {
  private static let faults: KeyValuePairs<String, String> = [
    "edit-behind-the-end": "an edit is out of bounds: it is from 0 to ",
    "edit-negative": "an edit is out of bounds: it is from -1 to 1",
    "edit-backwards": "an edit is out of bounds: it is from 3 to 2",
    "edit-far": "an edit is out of bounds: it is from -9223372036854775808 to 9223372036854775807",
    "edit-overlap": "an edit overlaps another or stands before it: it begins at 1",
    "edit-out-of-order": "an edit overlaps another or stands before it: it begins at 0",
    "edit-cut": "an edit cuts a character",
    "edit-not-utf8": "an edit's text is not UTF-8",
    "edit-null": "a text is null or has a negative length: 1",
    "edit-length": "a text is null or has a negative length: -1",
    "null-call": "the plugin returned -1",
    "fact-in-filter": "add_number or add_flag was called where it does not belong",
    "fail": "no \u{FFFD} today",
    "return-7": "the plugin returned 7",
    "no-memory": "the plugin ran out of memory",
    "language-no-tag": "a language is no tag",
    "language-nan": "a language is no tag",
    "score-nan": "a score is no number from 0 to 1: that of block 1",
    "score-infinite": "a score is no number from 0 to 1: that of block 0",
    "score-2": "a score is no number from 0 to 1: that of block 0",
    "score-fewer": "the number of verdicts is 1, and that of blocks 2",
    "score-more": "the number of verdicts is 9223372036854775807, and that of blocks 2",
    "score-kind": "no kind has the number 200",
    "score-reason": "no reason of the plugin has the number 3",
    "boundary-5": "a boundary's answer is neither 0 nor 1 but 5",
    "fact-nan": "a number is not finite",
    "fact-key": "a key is not 1 to 64",
    "fact-null-key": "a key is not 1 to 64",
    "fact-flag-2": "a flag is neither 0 nor 1",
    "fact-not-utf8": "a text of the annotator is not UTF-8",
    "fact-then-fail": "the plugin returned -2",
    "drop-in-annotator": "drop was called where it does not belong",
    "drop-empty": "the reason for dropping is not 1 to 255",
    "drop-null": "the reason for dropping is not 1 to 255",
  ]

  private static let article = """
    Émile wrote the first sentence here, and it was long. He wrote the second one too, on the very same line.
    The next paragraph has its own two sentences, as it should. Nobody asked for the third.
    """

  func testTheDocumentGoesOnWithout() throws {
    let wanted = try clean(Self.article, nil)
    for (deed, fault) in Self.faults {
      let got = try clean(Self.article, plugins(doing: deed))
      // One a call: rules are asked once a block.
      XCTAssertEqual(got.facts.all.count, deed == "boundary-5" ? 2 : 1, "\(deed): \(got.said)")
      XCTAssertTrue(got.faults.first?.hasPrefix(fault) ?? false, "\(deed): \(got.said)")
      XCTAssertEqual(got.string, wanted.string, deed)
      XCTAssertEqual(got.edits, wanted.edits, deed)
      XCTAssertEqual(got.blocks.map(\.verdict), wanted.blocks.map(\.verdict), deed)
      XCTAssertEqual(got.sentences.map(\.source), wanted.sentences.map(\.source), deed)
      XCTAssertFalse(got.facts.isDropped, deed)
      XCTAssertTrue(got.facts.language.isEmpty, deed)
    }
  }

  func testTheDocumentIsRejected() throws {
    for (deed, fault) in Self.faults {
      let document = CleanedDocument()
      let cleaner = try Cleaner(guests: plugins(doing: deed, onError: "reject"))
      try Array(Self.article.utf8).withUnsafeBufferPointer { source in
        XCTAssertThrowsError(try cleaner.clean(source, scratch: Scratch(), into: document), deed) { error in
          XCTAssertEqual(error as? TamisError, .plugin(0), deed)
        }
      }
      XCTAssertTrue(document.text.isEmpty && document.blocks.isEmpty, deed)
      XCTAssertTrue(document.faults.last?.hasPrefix(fault) ?? false, "\(deed): \(document.said)")
    }
  }

  func testAMissingWorkspaceIsAStatus() throws {
    XCTAssertThrowsError(try clean(Self.article, plugins(doing: "no-workspace"))) { error in
      XCTAssertEqual(error as? TamisError, .outOfMemory)
    }
  }

  func testAFaultySecondPluginDoesNotHurtTheFirst() throws {
    let path = try Built.plain.get()
    let set = try PluginSet([
      PluginRequest(path + ":do=good"), PluginRequest(path + ":do=edit-out-of-order"), PluginRequest(path + ":do=good"),
    ])
    let document = try clean("A SECRET for you and me, which nobody else may know.", set)
    XCTAssertEqual(document.string, "A [token] for you and me, which nobody else may know.")
    XCTAssertEqual(document.edits.plugins, 1)
    XCTAssertEqual(document.facts.all.filter { $0.kind == .fault }.map(\.plugin), [1])
  }

  func testAnyTextUnderAnyDeed() throws {
    var generator = SeededGenerator(21)
    let deeds = Self.faults.map(\.key) + ["good", "edit-much", "drop", "set-german"]
    for deed in deeds {
      let cleaner = try Cleaner(guests: plugins(doing: deed))
      let scratch = Scratch()
      let document = CleanedDocument()
      for _ in 0..<20 {
        let text = Trouble.text(Int.random(in: 0..<80, using: &generator), &generator)
        try text.withUnsafeBufferPointer { try cleaner.clean($0, scratch: scratch, into: document) }
        XCTAssertEqual(wellFormedPrefix(of: document.text), document.text.count)
        for block in document.blocks {
          XCTAssertTrue(block.source.start <= block.source.end && block.source.end <= text.count, deed)
        }
      }
    }
  }
}
