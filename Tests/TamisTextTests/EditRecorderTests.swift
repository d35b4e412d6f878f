import TamisBase
import TamisText
import TestSupport
import XCTest

final class EditRecorderTests: XCTestCase {
  func testEveryKindIsTold() throws {
    let records = try recorded(Array("a\r\nb\u{7}\u{AD}c\u{A0}d  e\u{301}.&#8217;s".utf8) + [0xFF])
    let wanted: [(EditKind, ByteSpan, String)] = [
      (.htmlReferences, ByteSpan(17, 24), "’"), (.lineEnds, ByteSpan(1, 3), "\n"), (.controls, ByteSpan(4, 5), ""),
      (.invisibles, ByteSpan(5, 7), ""), (.spaces, ByteSpan(8, 10), " "), (.repaired, ByteSpan(25, 26), "\u{FFFD}"),
      (.normalized, ByteSpan(13, 16), "é"), (.spaces, ByteSpan(11, 13), " "),
    ]
    XCTAssertEqual(records.map(\.kind), wanted.map(\.0))
    XCTAssertEqual(records.map(\.source), wanted.map(\.1))
    XCTAssertEqual(records.map(\.text), wanted.map(\.2))
  }

  func testPlacesLeadThroughEarlierStages() throws {
    // The reference hides a soft hyphen; the blanks meet once it is gone.
    let records = try recorded(Array("x&nbsp;y &shy; z".utf8))
    XCTAssertEqual(records.map(\.kind), [.htmlReferences, .htmlReferences, .spaces, .invisibles, .spaces])
    XCTAssertEqual(records[3].source, ByteSpan(9, 14))
    XCTAssertEqual(records[4].source, ByteSpan(8, 15))
  }

  func testNothingIsRecordedUnlessWanted() throws {
    try Array("a\r\nb".utf8).withUnsafeBufferPointer { source in
      var workspace = TextWorkspace()
      try TextCleaner().clean(source, &workspace)
      XCTAssertEqual(workspace.recordedEdits.count, 0)
    }
  }

  func testRecordsAreAsManyAsTheCountsAndHoldAllThatChanged() throws {
    var generator = SeededGenerator(21)
    var policy = TextPolicy()
    policy.recordsEdits = true
    let cleaner = try TextCleaner(policy)
    for round in 0..<10_000 { try check(Trouble.text(round % 40, &generator), cleaner) }
  }

  private func check(_ input: [UInt8], _ cleaner: TextCleaner) throws {
    try input.withUnsafeBufferPointer { source in
      var workspace = TextWorkspace()
      try cleaner.clean(source, &workspace)
      var counts = [EditKind: Int]()
      for edit in workspace.recordedEdits { counts[edit.kind, default: 0] += 1 }
      for kind in EditKind.allCases {
        XCTAssertEqual(counts[kind] ?? 0, workspace.edits[kind], "\(kind): \(string(input))")
      }
      var map = SourceMap()
      try workspace.composeMap(with: SourceMap(), into: &map)
      for change in edits(of: map) {
        let isHeld = workspace.recordedEdits.contains {
          $0.source.start <= change.source.end && $0.source.end >= change.source.start
        }
        XCTAssertTrue(isHeld, string(input))
      }
    }
  }

  private struct Record {
    let kind: EditKind
    let source: ByteSpan
    let text: String
  }

  private func recorded(_ input: [UInt8]) throws -> [Record] {
    var policy = TextPolicy()
    policy.recordsEdits = true
    let cleaner = try TextCleaner(policy)
    return try input.withUnsafeBufferPointer { source in
      var workspace = TextWorkspace()
      try cleaner.clean(source, &workspace)
      let text = workspace.recordedText
      return workspace.recordedEdits.map {
        Record(kind: $0.kind, source: $0.source, text: string(Array(text[$0.replacement.start..<$0.replacement.end])))
      }
    }
  }
}
