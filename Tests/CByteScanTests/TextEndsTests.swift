import CByteScan
import TestSupport
import XCTest

/// The two ends of a text are what the header says they are, whatever the kernel.
final class TextEndsTests: XCTestCase {
  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testAllKernelsFindTheSameEnds() {
    var generator = SeededGenerator(5)
    let alphabets: [[UInt8]] = [
      Array("abcdefghij ".utf8), Array("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ ".utf8), [0x61], [0x20], [0x80, 0xC3],
      [0x80], [0xE4, 0xBD, 0xA0, 0xE5, 0xA5, 0xBD],
      Array("приветмир ".utf8), Array("đường ".utf8), Array("abcdefghijklmnopqrstuvwxyz ü".utf8),
      Array("abcdefgh ó".utf8),
    ]
    for round in 0..<2000 {
      let alphabet = alphabets[round % alphabets.count]
      let length = Int.random(in: Int(text_ends_least)...400, using: &generator)
      let bytes = (0..<length).map { round % 3 == 0 ? alphabet[$0 % alphabet.count] : alphabet.randomElement(using: &generator)! }
      let wanted = ends(bytes)
      for kernel in ["avx512", "avx2", "sse2", "neon", "portable"] where scan_kernel_use(kernel) == 1 {
        var found = [UInt8](repeating: 0, count: Int(text_ends_room))
        // A copy of its own size, so that reading behind it is found.
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: length)
        defer { copy.deallocate() }
        copy.initialize(from: bytes, count: length)
        let parts = text_ends_find(copy, length)
        guard parts.tail > 0 else {
          XCTAssertEqual(bytes, wanted, "\(kernel), round \(round)")
          continue
        }
        let count = text_ends_join(copy, parts, &found)
        XCTAssertEqual(Array(found[..<count]), wanted, "\(kernel), round \(round)")
      }
    }
  }

  private func ends(_ bytes: [UInt8]) -> [UInt8] {
    func isStart(_ place: Int) -> Bool { bytes[place] & 0xC0 != 0x80 }
    let isWide = bytes[..<64].count { (0xC0..<0xE0).contains($0) } >= 16
    if isWide && bytes.count <= 248 { return bytes }
    let (end, start) = isWide ? (160, bytes.count - 80) : (120, bytes.count - 72)
    let head =
      (end - 23...end).last { bytes[$0] == 0x20 } ?? (end - 3...end).last(where: isStart) ?? end
    let tail =
      (start..<start + 24).first { bytes[$0] == 0x20 } ?? (start..<start + 4).first(where: isStart) ?? start
    return Array(bytes[..<head]) + [0x20] + Array(bytes[tail...])
  }
}
