import Foundation
import Reference
import Tamis
import TestSupport
import XCTest

final class CleanerTests: XCTestCase {
  func testKeptBlocksMakeTheText() throws {
    for article in try SampleArticle.all() {
      let document = try clean(article.bytes)
      let kept = document.blocks.filter(\.isKept).map { slice(Array(document.text), $0.cleaned) }
      let joined = document.string.split(separator: "\n").map { Array($0.utf8) }
      XCTAssertEqual(joined, kept, article.name)
      XCTAssertFalse(document.string.hasPrefix("\n") || document.string.hasSuffix("\n"))
    }
  }

  func testBlocksAreTheGoldLines() throws {
    for article in try SampleArticle.all() {
      var options = CleaningOptions()
      options.dropsBoilerplate = false
      let document = try clean(article.bytes, options)
      let blocks = document.blocks.map { string(Array(document.text[$0.cleaned.start..<$0.cleaned.end])) }
      XCTAssertEqual(blocks, article.lines.map(\.text), article.name)
    }
  }

  /// The bytes that a span names, cleaned on their own, are the block and the sentence.
  func testSourceSpansNameTheTextBeforeCleaning() throws {
    for article in try SampleArticle.all() { try checkSpans(article.bytes, article.name) }
    if let shared = Place.shared {
      try checkSpans(Array(Data(contentsOf: shared.appendingPathComponent("data/seed/article.txt"))), "seed")
    }
  }

  func testSourceSpansHoldForArbitraryBytes() throws {
    var generator = SeededGenerator(11)
    for round in 0..<5_000 { try checkSpans(Trouble.text(round % 80, &generator), "round \(round)") }
    for article in try SampleArticle.all() {
      for round in 0..<20 { try checkSpans(Trouble.corrupted(article.bytes, &generator), "\(article.name) \(round)") }
    }
  }

  private func checkSpans(_ source: [UInt8], _ name: String) throws {
    var options = CleaningOptions()
    options.dropsBoilerplate = false
    // Whether a text holds references is told from all of it, so a slice on its own may be judged otherwise.
    options.text.htmlReferences = .on
    // Whether a place is mojibake is told by what surrounds it, so a slice on its own may be judged otherwise.
    options.text.repairsMojibake = false
    let document = try clean(source, options)
    let text = Array(document.text)
    var last = 0
    for block in document.blocks {
      XCTAssertGreaterThanOrEqual(block.source.start, last, name)
      last = block.source.end
      let sentences = document.sentences[block.firstSentence..<block.firstSentence + block.sentenceCount]
      for (sourceSpan, cleaned) in [(block.source, block.cleaned)] + sentences.map({ ($0.source, $0.cleaned) }) {
        let again = NaiveText.clean(slice(source, sourceSpan), options.text)
        guard again == slice(text, cleaned) else {
          return XCTFail("\(name): \(sourceSpan) of \(source) is \(again), not \(slice(text, cleaned))")
        }
        XCTAssertEqual(document.sourceSpan(ofCleaned: cleaned), sourceSpan, name)
        XCTAssertEqual(document.cleanedSpan(ofSource: sourceSpan), cleaned, name)
      }
      for (one, next) in zip(sentences, sentences.dropFirst()) {
        XCTAssertLessThanOrEqual(one.source.end, next.source.start, name)
      }
    }
  }

  func testDroppedBlocksKeepTheirPlaceAndSentences() throws {
    let document = try clean(Array("Subscribe!\n\nA long enough paragraph to be kept, surely. It has two sentences.\n\nShare".utf8))
    XCTAssertEqual(document.blocks.count, 3)
    XCTAssertTrue(document.blocks[0].cleaned.isEmpty)
    XCTAssertEqual(document.blocks[0].source, ByteSpan(0, 10))
    XCTAssertEqual(document.blocks[0].sentenceCount, 1)
    XCTAssertEqual(document.sourceSpan(ofCleaned: document.blocks[1].cleaned), document.blocks[1].source)
    XCTAssertTrue(document.cleanedSpan(ofSource: ByteSpan(0, 10)).isEmpty)
  }

  func testAWorkspaceUsedAgainChangesNothing() throws {
    let cleaner = try Cleaner()
    let scratch = Scratch()
    let document = CleanedDocument()
    for article in try SampleArticle.all() + SampleArticle.all() {
      try article.bytes.withUnsafeBufferPointer { try cleaner.clean($0, scratch: scratch, into: document) }
      XCTAssertEqual(document.string, try clean(article.bytes).string, article.name)
    }
  }

  func testADocumentOverTheLimitIsAnErrorAndLeavesNothingBehind() throws {
    var options = CleaningOptions()
    options.maximumDocumentBytes = 10
    let cleaner = try Cleaner(options)
    let document = CleanedDocument()
    try Array("ten bytes!".utf8).withUnsafeBufferPointer { try cleaner.clean($0, scratch: Scratch(), into: document) }
    XCTAssertEqual(document.sourceLength, 10)
    XCTAssertThrowsError(
      try Array("eleven byte".utf8).withUnsafeBufferPointer { try cleaner.clean($0, scratch: Scratch(), into: document) }
    ) { XCTAssertEqual($0 as? TamisError, .documentTooLarge(limit: 10)) }
    XCTAssertEqual(document.sourceLength, 0)
    XCTAssertEqual(document.blocks.count, 0)
  }

  func testOptionsOutsideTheirRangesAreRefused() {
    for threshold in [-0.1, 1.1, Float.nan, .infinity] {
      var options = CleaningOptions()
      options.threshold = threshold
      XCTAssertThrowsError(try Cleaner(options))
    }
    for limit in [0, -1, Int.max] {
      var options = CleaningOptions()
      options.maximumDocumentBytes = limit
      XCTAssertThrowsError(try Cleaner(options))
    }
  }

  func testEmptyDocuments() throws {
    for source in ["", " \n\t\n", "\u{FEFF}", "\0\0"] {
      let document = try clean(Array(source.utf8))
      XCTAssertEqual(document.text.count, 0)
      XCTAssertEqual(document.blocks.count, 0)
    }
  }
}

final class CleanedBatchTests: XCTestCase {
  func testResultsDoNotDependOnTheNumberOfThreads() throws {
    let articles = try SampleArticle.all()
    let rows = (0..<500).map { articles[$0 % articles.count].bytes }
    let one = try batch(rows, threads: 1)
    for threads in [2, 3, 16] {
      let other = try batch(rows, threads: threads)
      for row in 0..<rows.count {
        XCTAssertEqual(other.document(at: row)!.string, one.document(at: row)!.string)
      }
    }
    for row in 0..<articles.count {
      XCTAssertEqual(one.document(at: row)!.string, try clean(articles[row].bytes).string)
    }
  }

  func testNullRowsAndFailedRowsAreTold() throws {
    var options = CleaningOptions()
    options.maximumDocumentBytes = 5
    let data = Array("shorttoo longx".utf8)
    let offsets: [Int64] = [0, 5, 13, 13, 14]
    let validity: [UInt8] = [0b1011]
    let batch = try data.withUnsafeBufferPointer { data in
      try offsets.withUnsafeBufferPointer { offsets in
        try validity.withUnsafeBufferPointer { validity in
          try Cleaner(options).clean(TextColumn(data: data, offsets: offsets, validity: validity.baseAddress), threads: 2)
        }
      }
    }
    XCTAssertEqual(batch.count, 4)
    XCTAssertNotNil(batch.document(at: 0))
    XCTAssertEqual(batch.error(at: 1), .documentTooLarge(limit: 5))
    XCTAssertNil(batch.document(at: 2))
    XCTAssertNil(batch.error(at: 2))
    XCTAssertNotNil(batch.document(at: 3))
    XCTAssertNil(batch.document(at: 4))
    XCTAssertNil(batch.document(at: -1))
  }

  func testCancelLeavesTheRestEmpty() throws {
    let rows = [[UInt8]](repeating: Array("Some text.".utf8), count: 10_000)
    let batch = try batch(rows, threads: 1) { done in done >= 100 }
    XCTAssertNotNil(batch.document(at: 0))
    XCTAssertNil(batch.document(at: 9_999))
    XCTAssertNil(batch.error(at: 9_999))
  }

  func testOffsetsThatDescendOrLeaveTheDataAreRefused() {
    let data: [UInt8] = [1, 2, 3]
    for offsets: [Int64] in [[], [0, 4], [2, 1], [-1, 2], [0, Int64.max], [Int64.min, 0]] {
      let isRefused = data.withUnsafeBufferPointer { data in
        offsets.withUnsafeBufferPointer { offsets in (try? TextColumn(data: data, offsets: offsets)) == nil }
      }
      XCTAssertTrue(isRefused, "\(offsets)")
    }
  }

  private func batch(
    _ rows: [[UInt8]], threads: Int, progress: ((Int) -> Bool)? = nil
  ) throws -> CleanedBatch {
    var offsets: [Int64] = [0]
    for row in rows { offsets.append(offsets.last! + Int64(row.count)) }
    return try Array(rows.joined()).withUnsafeBufferPointer { data in
      try offsets.withUnsafeBufferPointer { offsets in
        try Cleaner().clean(TextColumn(data: data, offsets: offsets), threads: threads, progress: progress)
      }
    }
  }
}

private func clean(_ source: [UInt8], _ options: CleaningOptions = CleaningOptions()) throws -> CleanedDocument {
  try source.withUnsafeBufferPointer { try Cleaner(options).clean($0) }
}

private func string(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self)
}
