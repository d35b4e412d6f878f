import TamisBase
import TestSupport
import XCTest

@testable import TamisSegments

/// The short way of short stretches, against the walk.
final class OneSentenceTests: XCTestCase {
  private var short = 0

  private func check(_ bytes: [UInt8], _ language: SentenceLanguage) throws {
    let table = try SegmentFacts.table()
    try bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
      let reader = TextReader(base: base, start: 0, end: bytes.count, table: table)
      guard reader.isOneSentence else { return }
      short += 1
      var judge = WeighingJudge(weights: try SentenceWeights.standard())
      var walked = GrowableBuffer<ByteSpan>()
      try StandardWalk(reader: reader, language: language, abbreviations: try AbbreviationTable.standard()).run(&judge, into: &walked)
      var whole = GrowableBuffer<ByteSpan>()
      try reader.appendTrimmed(0, bytes.count, &whole)
      XCTAssertEqual(Array(walked.view), Array(whole.view), "\(Array(bytes))")
    }
  }

  func testOneSentenceIsWhatTheWalkFinds() throws {
    let pieces = [
      "word", "Word", " ", " ", " ", "1", "1) ", "a) ", "2) ", "b) ", "• ", "- ", "* ", "漢", "слово", "\u{A0}", "\u{3000}", "\t",
      "\r", "։", "ն", "α", "م", "\"", "”", ")", "’", "\u{AD}", "\u{301}", "\u{200D}", "(", "“", "[1]", "\u{FE0F}", "😀",
    ]
    let stops = [".", "!", "?", "...", "?!", ":", ";", "。", "！", "؟", "۔", "।", "…", "\u{85}", "\u{2028}", "\r", "\u{2024}", "．"]
    var random = RepeatableRandom(state: 12)
    let languages: [SentenceLanguage] = [.unknown, .en, .de, .hy, .el, .ar, .zh]
    for round in 0..<200_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...(round % 40 == 0 ? 120 : 12), using: &random) {
        text += pieces.randomElement(using: &random)!
        if round % 3 == 0 && Int.random(in: 0..<9, using: &random) == 0 { text += stops.randomElement(using: &random)! }
      }
      if round % 2 == 0 { text += stops.randomElement(using: &random)! }
      if round % 8 == 0 { text += stops.randomElement(using: &random)! }
      var bytes = Array(text.utf8)
      if round % 5 == 0, !bytes.isEmpty { bytes[Int.random(in: bytes.indices, using: &random)] = UInt8(round & 255) }
      try check(bytes, languages.randomElement(using: &random)!)
    }
    for article in try SampleArticle.all() {
      for line in article.bytes.split(separator: 0x0A) { try check(Array(line), .unknown) }
    }
    XCTAssertGreaterThan(short, 50_000)
  }
}
