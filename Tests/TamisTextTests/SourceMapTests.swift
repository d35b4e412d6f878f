import Reference
import TamisBase
import TamisText
import TestSupport
import XCTest

/// The compact map does what a list of edits does.
final class SourceMapTests: XCTestCase {
  func testSpansAreThoseOfTheNaiveTwin() throws {
    var generator = SeededGenerator(21)
    for round in 0..<600 {
      let both = try maps(round, &generator)
      XCTAssertEqual(edits(of: both.map), both.twin.edits)
      for _ in 0..<40 {
        let start = Int.random(in: 0...both.length, using: &generator)
        let span = ByteSpan(start, start + [0, 1, 2, Int.random(in: 0...50, using: &generator)].randomElement()!)
        guard both.map.sourceSpan(of: span) == both.twin.sourceSpan(of: span),
          both.map.cleanedSpan(of: span) == both.twin.cleanedSpan(of: span)
        else { return XCTFail("round \(round), \(span): \(both.twin.edits)") }
      }
    }
  }

  func testAscendingSpansAreThoseAskedForAlone() throws {
    var generator = SeededGenerator(23)
    for round in 0..<600 {
      let both = try maps(round, &generator)
      var spans = both.map.ascendingSpans
      var place = 0
      while place < both.length {
        let span = ByteSpan(place, min(both.length, place + Int.random(in: 0...9, using: &generator)))
        guard spans.sourceSpan(of: span) == both.map.sourceSpan(of: span) else {
          return XCTFail("round \(round), \(span): \(both.twin.edits)")
        }
        // Some overlap, as a block and its first sentence do, and some are far off.
        place += Int.random(in: 0...(Bool.random(using: &generator) ? 3 : 60), using: &generator)
        if span.end > place { place = span.end - Int.random(in: 0...1, using: &generator) }
      }
    }
  }

  func testCompositionIsThatOfTheNaiveTwin() throws {
    var generator = SeededGenerator(22)
    for round in 0..<2_000 {
      let first = try maps(round % 90, &generator)
      let second = try maps(round % 70, &generator)
      var composed = SourceMap()
      try composed.compose(first.map, second.map)
      guard edits(of: composed) == NaiveSourceMap.composed(first.twin, second.twin).edits else {
        return XCTFail("round \(round): \(first.twin.edits) and \(second.twin.edits)")
      }
    }
  }

  /// Offsets beyond 32 bits are an error, and gaps and edits of any length below are kept.
  func testLargeNumbers() throws {
    var map = SourceMap()
    let most = Int(UInt32.max)
    try map.record(source: ByteSpan(0x7FFF_FFFF, 0x8000_0000), cleaned: ByteSpan(0x7FFF_FFFF, 0x8FFF_FFFF))
    XCTAssertThrowsError(
      try map.record(source: ByteSpan(0x8000_0001, 0x8000_0002), cleaned: ByteSpan(0x9000_0000, most + 1)))
    XCTAssertEqual(map.sourceSpan(of: ByteSpan(0x8000_0000, 0x8000_0001)), ByteSpan(0x7FFF_FFFF, 0x8000_0000))
    XCTAssertEqual(map.sourceSpan(of: ByteSpan(0x9000_0000, 0x9000_0001)), ByteSpan(0x8000_0001, 0x8000_0002))
  }

  private struct Both: ~Copyable {
    var map = SourceMap()
    var twin = NaiveSourceMap()
    /// Of the longer text, and a little more.
    var length = 5
  }

  /// A map at random, with runs of equal edits, removals and insertions side by side, and long ones.
  private func maps(_ count: Int, _ generator: inout SeededGenerator) throws -> Both {
    var both = Both()
    var (source, cleaned) = (0, 0)
    for _ in 0..<count {
      let gap = [0, 0, 1, 3, 130, 20_000].randomElement(using: &generator)!
      let shape = [(1, 2), (2, 1), (4, 2), (9, 3), (1, 0), (0, 1), (14, 6), (15, 6), (14, 7), (300, 2), (2, 70_000)]
        .randomElement(using: &generator)!
      let runs = [1, 1, 1, 2, 5, 126, 127, 128, 300].randomElement(using: &generator)!
      source += gap
      cleaned += gap
      for _ in 0..<(shape.0 * shape.1 == 0 || shape.0 + shape.1 > 30 ? min(runs, 2) : runs) {
        try both.map.record(source: ByteSpan(source, source + shape.0), cleaned: ByteSpan(cleaned, cleaned + shape.1))
        both.twin.record(source: ByteSpan(source, source + shape.0), cleaned: ByteSpan(cleaned, cleaned + shape.1))
        source += shape.0
        cleaned += shape.1
      }
    }
    both.length = max(source, cleaned) + 5
    return both
  }
}
