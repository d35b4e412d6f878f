import CTamis
import Tamis
import XCTest

/// Blocks, sentences and spans cross the border without a copy, so C's structs must lie in memory as Swift's do.
final class LayoutTests: XCTestCase {
  func testSpans() {
    XCTAssertEqual(MemoryLayout<tamis_span>.stride, MemoryLayout<ByteSpan>.stride)
    XCTAssertEqual(MemoryLayout<tamis_span>.offset(of: \.start), MemoryLayout<ByteSpan>.offset(of: \.start))
    XCTAssertEqual(MemoryLayout<tamis_span>.offset(of: \.end), MemoryLayout<ByteSpan>.offset(of: \.end))
  }

  func testSentences() {
    XCTAssertEqual(MemoryLayout<tamis_sentence>.stride, MemoryLayout<Sentence>.stride)
    XCTAssertEqual(MemoryLayout<tamis_sentence>.offset(of: \.source), MemoryLayout<Sentence>.offset(of: \.source))
    XCTAssertEqual(MemoryLayout<tamis_sentence>.offset(of: \.cleaned), MemoryLayout<Sentence>.offset(of: \.cleaned))
  }

  func testChanges() {
    typealias C = MemoryLayout<tamis_change>
    typealias House = MemoryLayout<RecordedEdit>
    XCTAssertEqual(C.stride, House.stride)
    XCTAssertEqual(C.offset(of: \.kind), House.offset(of: \.kind))
    XCTAssertEqual(C.offset(of: \.source), House.offset(of: \.source))
    XCTAssertEqual(C.offset(of: \.replacement), House.offset(of: \.replacement))
    XCTAssertEqual(MemoryLayout<EditKind>.size, 1)
  }

  func testBlocks() {
    typealias C = MemoryLayout<tamis_block>
    typealias House = MemoryLayout<Block>
    XCTAssertEqual(C.stride, House.stride)
    XCTAssertEqual(C.offset(of: \.source), House.offset(of: \.source))
    XCTAssertEqual(C.offset(of: \.cleaned), House.offset(of: \.cleaned))
    XCTAssertEqual(C.offset(of: \.score), House.offset(of: \.verdict.score))
    XCTAssertEqual(C.offset(of: \.kind), House.offset(of: \.verdict.kind))
    XCTAssertEqual(C.offset(of: \.kept), House.offset(of: \.verdict.isKept))
    XCTAssertEqual(C.offset(of: \.reasons), House.offset(of: \.verdict.reasons))
    XCTAssertEqual(C.offset(of: \.first_sentence), House.offset(of: \.firstSentence))
    XCTAssertEqual(C.offset(of: \.sentence_count), House.offset(of: \.sentenceCount))
    XCTAssertEqual(MemoryLayout<Reasons>.size, 4)
    XCTAssertEqual(MemoryLayout<Float>.size, MemoryLayout<Verdict>.offset(of: \.kind))
  }

  func testBlockRead() throws {
    var reasons = Reasons()
    for reason in Reason.allCases.prefix(2).reversed() { reasons.putFirst(reason.rawValue) }
    let verdict = Verdict(score: 0.25, kind: .legal, isKept: true, reasons: reasons)
    let document = try Array("any".utf8).withUnsafeBufferPointer { (bytes) throws(TamisError) in
      try Cleaner().clean(bytes)
    }
    var block = try XCTUnwrap(document.blocks.first)
    block.source = ByteSpan(1, 2)
    block.cleaned = ByteSpan(3, 4)
    block.verdict = verdict
    block.firstSentence = 5
    block.sentenceCount = 6
    let seen = withUnsafeBytes(of: block) { $0.load(as: tamis_block.self) }
    XCTAssertEqual([seen.source.start, seen.source.end, seen.cleaned.start, seen.cleaned.end], [1, 2, 3, 4])
    XCTAssertEqual(seen.score, 0.25)
    XCTAssertEqual(Int(seen.kind), TAMIS_KIND_LEGAL)
    XCTAssertEqual(seen.kept, 1)
    XCTAssertEqual(seen.reasons.0, reasons[0]?.rawValue)
    XCTAssertEqual(seen.reasons.1, reasons[1]?.rawValue ?? 0)
    XCTAssertEqual(seen.reasons.3, 0)
    XCTAssertEqual([seen.first_sentence, seen.sentence_count], [5, 6])
  }

  /// The sizes of this version, and where the fields begin that earlier versions had not.
  func testStructSizes() {
    XCTAssertEqual(MemoryLayout<tamis_options>.size, 176)
    XCTAssertEqual(MemoryLayout<tamis_options>.offset(of: \.record_changes), 168)
    XCTAssertEqual(MemoryLayout<tamis_options>.offset(of: \.html_references), 80)
    XCTAssertEqual(MemoryLayout<tamis_options>.offset(of: \.model), 144)
    XCTAssertEqual(MemoryLayout<tamis_batch_options>.size, 32)
    XCTAssertEqual(MemoryLayout<tamis_batch_options>.offset(of: \.hosts), 24)
    XCTAssertEqual(MemoryLayout<tamis_edits>.size, 104)
    XCTAssertEqual(MemoryLayout<tamis_edits>.offset(of: \.html_references), 56)
    XCTAssertEqual(MemoryLayout<tamis_encoding>.size, 72)
    XCTAssertEqual(MemoryLayout<tamis_error>.size, 536)
    XCTAssertEqual(MemoryLayout<tamis_arrow_options>.size, 40)
  }

  /// As everybody else has them.
  func testArrowStructs() {
    XCTAssertEqual(MemoryLayout<ArrowSchema>.size, 72)
    XCTAssertEqual(MemoryLayout<ArrowArray>.size, 80)
    XCTAssertEqual(MemoryLayout<ArrowArrayStream>.size, 40)
    XCTAssertEqual(MemoryLayout<ArrowArray>.offset(of: \.release), 64)
    XCTAssertEqual(MemoryLayout<ArrowSchema>.offset(of: \.release), 56)
  }
}
