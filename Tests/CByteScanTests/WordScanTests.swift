import CByteScan
import TestSupport
import XCTest

/// Words and what is counted on the way are what the header says they are, whatever the kernel.
final class WordScanTests: XCTestCase {
  private let kernels = ["avx512", "avx2", "sse2", "neon", "portable"]
  /// Eight kinds of marks, some characters of two.
  private let kinds: [UInt8] = (0..<Int(word_scan_kinds)).map { byte in
    // Of general punctuation one in three is no mark.
    if byte >= 128 { return byte % 3 == 0 ? 0x80 : UInt8(1 << (byte % 7)) }
    let isMark = byte > 32 && byte < 127 && !Found.isLetter(UInt8(byte))
    return isMark ? UInt8(truncatingIfNeeded: 1 << (byte % 7) | (byte % 5 == 0 ? 0x40 : 0)) : 0
  }

  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testAllKernelsFindWhatTheDefinitionFinds() {
    var generator = SeededGenerator(1)
    let alphabets: [[UInt8]] = [
      Array(0...255), Array("ab C.//".utf8), Array("abcdefgHIJ0123   .,/(\n\té".utf8), Array("abcdefghijklmnopqrstuvwxyz ".utf8),
      Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabc .".utf8),
      Array("aBcdefgh .".utf8) + [0xE2, 0x80, 0xE2, 0x80, 0x99, 0x81],
    ]
    let quotes = Array("\u{2019}\u{201C}\u{2014}".utf8)
    for round in 0..<4000 {
      // No more, so that no kind of mark is there more than 255 times.
      let length = Int.random(in: 0...255, using: &generator)
      let alphabet = alphabets[round % alphabets.count]
      var bytes = (0..<length + round % 80).map { _ in alphabet.randomElement(using: &generator)! }
      for _ in 0..<round % 5 where bytes.count > 9 {
        let place = Int.random(in: 0..<bytes.count - 9, using: &generator)
        bytes.replaceSubrange(place..<place + 9, with: quotes)
      }
      let wanted = Found(naively: Array(bytes[..<length]), kinds)
      for kernel in kernels where scan_kernel_use(kernel) == 1 {
        XCTAssertEqual(scan(bytes, length), wanted, "\(kernel), round \(round)")
      }
    }
  }

  func testLongWordsAndWordsOverBorders() {
    for length in 1...200 {
      for lead in [0, 1, 50, 63, 64] {
        let text = String(repeating: " ", count: lead) + String(repeating: "Q", count: length) + " end"
        let bytes = Array(text.utf8)
        let wanted = Found(naively: bytes, kinds)
        for kernel in kernels where scan_kernel_use(kernel) == 1 {
          XCTAssertEqual(scan(bytes, bytes.count), wanted, "\(kernel), \(length) behind \(lead)")
        }
      }
    }
  }

  private func scan(_ bytes: [UInt8], _ length: Int) -> Found {
    var words = [UInt32](repeating: 0, count: length / 2 + 1 + word_scan_margin)
    var runs = [word_scan_run](repeating: word_scan_run(), count: length / 2 + 1)
    var counts = word_scan_counts()
    // A copy of its own size, so that reading behind it is found.
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { copy.deallocate() }
    copy.initialize(from: bytes, count: bytes.count)
    let sizes = word_scan(copy, length, bytes.count, kinds, &words, &runs, &counts)
    var found = Found(counts)
    found.words = Array(words[..<Int(sizes.words)])
    found.runs = runs[..<Int(sizes.runs)].map { [$0.words, $0.start, $0.end] }
    return found
  }
}

private struct Found: Equatable {
  var words: [UInt32] = []
  var runs: [[UInt16]] = []
  var counts: [UInt32]
  var marks: UInt64

  init(_ found: word_scan_counts) {
    counts = [
      found.upper, found.digits, found.characters, found.non_ascii, found.capitalized, found.all_capitals, found.longest,
    ]
    marks = found.marks
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  init(naively bytes: [UInt8], _ kinds: [UInt8]) {
    self.init(word_scan_counts())
    for (place, byte) in bytes.enumerated() {
      if (0x41...0x5A).contains(byte) { counts[0] += 1 }
      if (0x30...0x39).contains(byte) { counts[1] += 1 }
      counts[byte < 0x80 ? 2 : 3] += 1
      if byte < 0x80 { for kind in 0..<8 where kinds[Int(byte)] >> UInt8(kind) & 1 == 1 { add(UInt64(kind)) } }
      if byte == 0x2F, place + 1 < bytes.count, bytes[place + 1] == 0x2F { add(7) }
    }
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, Found.isLetter(bytes[end]), Found.mark(bytes, end, kinds) == nil { end += 1 }
      if end > start { addRun(bytes[start..<end], of: bytes) }
      if end < bytes.count, let mark = Found.mark(bytes, end, kinds) {
        for kind in 0..<8 where mark >> UInt8(kind) & 1 == 1 { add(UInt64(kind)) }
        counts[2] += 1
        end += 3
      }
      start = max(end, start + 1)
    }
  }

  /// The kinds of the mark of general punctuation at `place`, if there is one.
  private static func mark(_ bytes: [UInt8], _ place: Int, _ kinds: [UInt8]) -> UInt8? {
    guard place + 2 < bytes.count, bytes[place] == 0xE2, bytes[place + 1] == 0x80, bytes[place + 2] & 0xC0 == 0x80 else {
      return nil
    }
    let kind = kinds[128 + Int(bytes[place + 2] & 0x3F)]
    return kind & 0x80 == 0 ? kind : nil
  }

  private mutating func add(_ kind: UInt64) {
    marks += 1 << (8 * kind)
  }

  private mutating func addRun(_ run: ArraySlice<UInt8>, of bytes: [UInt8]) {
    guard run.allSatisfy({ $0 < 0x80 }) else {
      runs.append([UInt16(words.count), UInt16(run.startIndex), UInt16(run.endIndex)])
      return
    }
    let isCapital = (0x41...0x5A).contains(run.first!)
    if isCapital { counts[4] += 1 }
    let around = [run.startIndex - 1, run.endIndex].filter(bytes.indices.contains)
    let isBeside = around.contains { bytes[$0] >= 0x80 }
    if run.count >= 2, run.prefix(isBeside ? .max : 8).allSatisfy({ (0x41...0x5A).contains($0) }) { counts[5] += 1 }
    counts[6] = max(counts[6], UInt32(run.count))
    words.append(Found.hash(Array(run)))
  }

  private static func hash(_ word: [UInt8]) -> UInt32 {
    let hashed = Array(word.prefix(24))
    var hash = UInt64(hashed.count) &* 0xA076_1D64_78BD_642F
    for start in stride(from: 0, to: hashed.count, by: 8) {
      var eight: UInt64 = 0
      for place in 0..<8 {
        let byte = start + place < hashed.count ? hashed[start + place] | 0x20 : 0x20
        eight |= UInt64(byte) << UInt64(8 * place)
      }
      hash = mix(hash ^ eight)
    }
    return UInt32(truncatingIfNeeded: mix(hash ^ 0x1D8E_4E27_C47D_124F) >> 32) & ~3 | (word.count >= 4 ? 1 : 0)
  }

  static func mix(_ number: UInt64) -> UInt64 {
    let product = number &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 29
  }
}
