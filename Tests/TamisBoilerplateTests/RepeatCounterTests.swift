import TamisBase
import TestSupport
import XCTest

@testable import TamisBoilerplate

/// How often a block is there is told alike for few blocks and for many.
final class RepeatCounterTests: XCTestCase {
  func testCopiesAreThoseThatADictionaryCounts() throws {
    var generator = SeededGenerator(11)
    var scratch = GrowableBuffer<UInt64>()
    for round in 0..<400 {
      var counts = (0..<round % 200).map { _ in BlockCounts() }
      for place in counts.indices {
        counts[place].hash = UInt32.random(in: 0...UInt32(1 + round % 90), using: &generator)
        counts[place].shape = UInt32.random(in: 0...9, using: &generator) &* 0x85EB_CA6B
        counts[place].tokens = Int32.random(in: 0...2, using: &generator)
      }
      let withWords = counts.filter { $0.tokens > 0 }
      let hashes = Dictionary(grouping: withWords, by: \.hash), shapes = Dictionary(grouping: withWords, by: \.shape)
      try counts.withUnsafeMutableBufferPointer { buffer throws(TamisError) in try RepeatCounter.count(buffer, &scratch) }
      for block in counts {
        XCTAssertEqual(Int(block.copies), max(1, hashes[block.hash]?.count ?? 0), "round \(round)")
        XCTAssertEqual(Int(block.shapeCopies), max(1, shapes[block.shape]?.count ?? 0), "round \(round)")
      }
    }
  }
}
