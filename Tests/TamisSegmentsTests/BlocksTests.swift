import TamisBase
import TamisSegments
import XCTest

final class BlocksTests: XCTestCase {
  private func blocks(_ bytes: [UInt8]) throws -> [ByteSpan] {
    var found = GrowableBuffer<ByteSpan>()
    try bytes.withUnsafeBufferPointer { try findBlocks(in: $0, into: &found) }
    return (0..<found.count).map { found[$0] }
  }

  func testLinesTrimmed() throws {
    XCTAssertEqual(try blocks(Array("\n\n one \r\n\t\n two".utf8)), [ByteSpan(3, 6), ByteSpan(12, 15)])
    XCTAssertEqual(try blocks([]), [])
    XCTAssertEqual(try blocks(Array(" \n ".utf8)), [])
  }

  /// The same by splitting an array.
  func testEqualsNaiveTwin() throws {
    var random = RepeatableRandom(state: 10)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...9000, using: &random)).map { _ in
        [0x0A, 0x20, 0x09, 0x61, 0x62, 0xC3, 0xA9, 0x63].randomElement(using: &random)! as UInt8
      }
      var expected: [ByteSpan] = []
      for line in bytes.split(separator: 0x0A) {
        let trimmed = line.drop { $0 == 0x20 || $0 == 9 }
        guard let last = trimmed.lastIndex(where: { $0 != 0x20 && $0 != 9 }) else { continue }
        expected.append(ByteSpan(trimmed.startIndex, last + 1))
      }
      XCTAssertEqual(try blocks(bytes), expected)
    }
  }
}
