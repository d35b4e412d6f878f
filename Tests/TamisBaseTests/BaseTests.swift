import TamisBase
import TestSupport
import XCTest

final class GrowableBufferTests: XCTestCase {
  func testGrowsAndKeepsItsMemory() throws {
    var buffer = GrowableBuffer<Int>()
    for value in 0..<1000 { try buffer.append(value) }
    XCTAssertEqual(Array(buffer.view), Array(0..<1000))
    let capacity = buffer.capacity
    buffer.removeAll()
    XCTAssertEqual(buffer.count, 0)
    XCTAssertEqual(buffer.capacity, capacity)
    buffer.shrink(ifLargerThan: 10)
    XCTAssertEqual(buffer.capacity, 10)
  }

  func testAnImpossibleSizeIsAnErrorAndLeavesTheContent() throws {
    var buffer = GrowableBuffer<Int>()
    try buffer.append(7)
    for size in [Int.max, Int.max / 8, 1 << 60, -1] where size > 0 {
      do {
        try buffer.reserve(size)
        XCTFail("\(size) elements were promised")
      } catch { XCTAssertEqual(error, .outOfMemory) }
    }
    XCTAssertEqual(Array(buffer.view), [7])
  }
}

final class UTF8DecodingTests: XCTestCase {
  /// Swift's own repair also replaces maximal subparts; every pair, triple and quadruple of telling bytes is compared.
  func testAgreesWithTheStandardLibrary() {
    let telling: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
      0xF0, 0xF1, 0xF4, 0xF5, 0xFF]
    for a in telling { for b in telling { for c in telling { for d in telling {
      let bytes = [a, b, c, d, 0x41]
      XCTAssertEqual(decodeAll(bytes), String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value), "\(bytes)")
    } } } }
  }

  func testEncodingComesBack() {
    for scalar: UInt32 in [0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF] {
      var bytes = [UInt8](repeating: 0, count: 4)
      let length = encodeScalar(scalar, to: &bytes)
      let decoded = decodeScalar(bytes, 0, length)
      XCTAssertEqual(decoded.value, scalar)
      XCTAssertEqual(decoded.length, length)
    }
  }

  private func decodeAll(_ bytes: [UInt8]) -> [UInt32] {
    var result: [UInt32] = []
    var place = 0
    while place < bytes.count {
      let scalar = decodeScalar(bytes, place, bytes.count)
      result.append(scalar.value)
      place += scalar.length
    }
    return result
  }
}

final class CodePointTableTests: XCTestCase {
  func testHoldsWhatWasSetByRanges() throws {
    var generator = SeededGenerator(5)
    var builder = try CodePointTableBuilder()
    var wanted = [UInt16](repeating: 0, count: 0x110000)
    for _ in 0..<300 {
      let first = UInt32.random(in: 0...0x10FFFF, using: &generator)
      let last = min(0x10FFFF, first + UInt32.random(in: 0...5000, using: &generator))
      let bit = UInt16(1) << UInt16.random(in: 0...15, using: &generator)
      try builder.set(first, last, bit)
      for scalar in Int(first)...Int(last) { wanted[scalar] |= bit }
    }
    let table = try builder.build()
    for scalar in 0..<0x110000 where table[UInt32(scalar)] != wanted[scalar] { XCTFail("U+\(scalar)") }
    XCTAssertEqual(table[UInt32.max], wanted[0x10FFFF])
  }
}
