import CByteScan
import TestSupport
import XCTest

/// What `word_fold` and `word_plain` find is what the header says, looked at character by character, over a table of characters
/// made up for it. The kernels that decline all text are held to that.
final class WordFoldTests: XCTestCase {
  private var generator = SeededGenerator(17)
  private var facts = [UInt32](repeating: 0, count: 1 << 16)
  private var kinds = [UInt8](repeating: 0, count: Int(word_scan_kinds))
  private var alphabets: [[UInt32]] = []

  override func setUp() {
    for byte in 0x21..<0x7F where !isASCIIWord(byte) { kinds[byte] = 1 << UInt8(byte % 7) }
    for letter in Array(0x30...0x39) + Array(0x61...0x7A) { facts[letter] = UInt32(letter) | UInt32(word_fold_letter) }
    for capital in 0x41...0x5A { facts[capital] = facts[capital + 32] | UInt32(word_fold_upper) }
    alphabets = [
      Array(0x20...0x7E), Array(0x61...0x7A) + [0x20],
      // Folded to two bytes: letters, every second a capital, digits, those that stand alone, marks, what is passed over.
      letters(0x400...0x45F) { $0 | 1 }, letters(0x900...0x930) { $0 }, alone(0xE01...0xE40),
      marks(0x2010...0x2020), ignorable(0x200B...0x200F), digits(0x660...0x669),
      // To three.
      letters(0xAC00...0xAC40) { $0 } + particles(0xB200...0xB208), alone(0x4E00...0x4E40), marks(0xFF01...0xFF0F),
      // Of two bytes: marks, what is nothing, what is passed over, a letter that is folded to one byte.
      marks(0xA1...0xAC), Array(0xB0...0xB9), ignorable(0xAD...0xAD), letters(0x130...0x130) { _ in 0x69 },
    ]
    for place in 0..<64 {
      let fact = facts[0x2000 + place], isMark = fact & 0xFF_0000 == 0
      kinds[Int(word_scan_general) + place] = isMark ? UInt8(fact >> 24) : UInt8(word_scan_no_mark)
    }
  }

  override func tearDown() {
    scan_kernel_use(nil)
  }

  private func isASCIIWord(_ byte: Int) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  private func note(_ range: ClosedRange<UInt32>, _ fact: (UInt32) -> UInt32) -> [UInt32] {
    for scalar in range { facts[Int(scalar)] = fact(scalar) }
    return Array(range)
  }

  private func letters(_ range: ClosedRange<UInt32>, _ fold: (UInt32) -> UInt32) -> [UInt32] {
    note(range) { scalar in
      let isUpper = fold(scalar) != scalar
      return fold(scalar) | UInt32(word_fold_letter) | (isUpper ? UInt32(word_fold_upper) : 0)
    }
  }

  private func digits(_ range: ClosedRange<UInt32>) -> [UInt32] {
    note(range) { $0 | UInt32(word_fold_letter | word_fold_digit) }
  }

  private func particles(_ range: ClosedRange<UInt32>) -> [UInt32] {
    note(range) { $0 | UInt32(word_fold_letter | word_fold_particle) }
  }

  private func alone(_ range: ClosedRange<UInt32>) -> [UInt32] { note(range) { $0 | UInt32(word_fold_single) } }

  private func marks(_ range: ClosedRange<UInt32>) -> [UInt32] { note(range) { 1 << (24 + $0 % 7) } }

  private func ignorable(_ range: ClosedRange<UInt32>) -> [UInt32] { note(range) { _ in UInt32(word_fold_ignorable) } }

  func testFindsWhatTheHeaderSays() {
    var taken = 0
    for kernel in ["avx512", "avx2", "sse2", "neon", "portable"] where scan_kernel_use(kernel) == 1 {
      for round in 0..<8000 {
        let scalars = text(round % 90)
        let found = folded(scalars)
        XCTAssertTrue(found == nil || kernel == "avx512", kernel)
        guard let found else { continue }
        XCTAssertEqual(found, naive(scalars), "\(kernel), round \(round)")
        taken += 1
      }
      // It may leave what is ASCII, and a few.
      if kernel == "avx512" { XCTAssertGreaterThan(taken, 5000) }
    }
  }

  func testPlainTextIsFoundTheSameWay() {
    var taken = 0
    for kernel in ["avx512", "avx2", "sse2", "neon", "portable"] where scan_kernel_use(kernel) == 1 {
      for round in 0..<16000 {
        let (head, tail) = (text(round % 90), round % 2 == 0 ? [] : text(round % 41))
        let found = plain(utf8(head), utf8(tail), skipped: round % 7, behind: round % 3 * 20)
        XCTAssertTrue(found == nil || kernel == "avx512", kernel)
        guard let found else { continue }
        XCTAssertEqual(found, naive(tail.isEmpty ? head : head + [0x20] + tail), "\(kernel), round \(round)")
        taken += 1
      }
      if kernel == "avx512" { XCTAssertGreaterThan(taken, 2000) }
    }
  }

  /// An address that ends with the last of 64 bytes is one however the text before it went on there.
  func testNothingIsReadOfTheTextBefore() {
    let start = [UInt32](repeating: 0x4E00, count: 21) + [0x61], line = [UInt32](repeating: 0x61, count: 63) + [0x2F]
    for chunks in 1...3 {
      let scalars = start + (1..<chunks).flatMap { _ in [UInt32](repeating: 0x62, count: 64) } + line
      for kernel in ["avx512", "portable"] where scan_kernel_use(kernel) == 1 {
        _ = folded(scalars + [0x2F])
        guard let found = folded(scalars) else { continue }
        XCTAssertEqual(found, naive(scalars), "\(kernel), \(chunks)")
      }
    }
  }

  func testLeavesWhatItCannotDo() {
    for bytes in [[0xD0], [0xD0, 0x41], [0x90, 0x90], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x90, 0x80, 0x80]] {
      var words = [UInt32](repeating: 0, count: 64)
      var counts = word_fold_counts()
      let text = bytes.map { UInt8($0) }
      XCTAssertEqual(word_fold(text, text.count, kinds, facts, &words, &counts), -1, "\(bytes)")
      XCTAssertNil(plain(text, [], skipped: 0, behind: 0))
      XCTAssertNil(plain(Array("ab \u{E9}".utf8) + text, Array("c".utf8), skipped: 1, behind: 30))
      XCTAssertEqual(counts.characters, 0)
    }
  }

  /// Of two alphabets, with blanks, at most 250 bytes.
  private func text(_ length: Int) -> [UInt32] {
    let few = [alphabets.randomElement(using: &generator)!, alphabets.randomElement(using: &generator)!, [0x20]]
    return (0..<min(length, 83)).map { _ in
      few[min(2, Int.random(in: 0...11, using: &generator) / 5)].randomElement(using: &generator)!
    }
  }

  private func utf8(_ scalars: [UInt32]) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(Unicode.Scalar(scalar)!) }
    return Array(String(text).utf8)
  }

  private func folded(_ scalars: [UInt32]) -> [UInt64]? {
    let bytes = utf8(scalars)
    return found(bytes.count) { word_fold(bytes, bytes.count, kinds, facts, $0, $1) }
  }

  /// Of `head`, a space and `tail`, which stand apart and have so many bytes behind them that can be read.
  private func plain(_ head: [UInt8], _ tail: [UInt8], skipped: Int, behind: Int) -> [UInt64]? {
    let bytes = head + [UInt8](repeating: 0x78, count: skipped) + tail + [UInt8](repeating: 0x79, count: behind)
    // A copy of its own size, so that reading behind it is found.
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { copy.deallocate() }
    copy.initialize(from: bytes, count: bytes.count)
    var ends = text_ends_parts(head: head.count, start: head.count + skipped, tail: tail.count)
    return found(bytes.count + 1) { word_plain(copy, &ends, bytes.count, kinds, facts, $0, $1) }
  }

  private func found(_ length: Int, _ find: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<word_fold_counts>) -> Int32)
    -> [UInt64]?
  {
    var words = [UInt32](repeating: 0, count: length + Int(word_scan_margin))
    var c = word_fold_counts()
    let count = find(&words, &c)
    guard count >= 0 else { return nil }
    let numbers = [
      c.scan.upper, c.scan.digits, c.scan.characters, c.scan.non_ascii, c.scan.capitalized, c.scan.all_capitals, c.scan.longest,
      c.characters, c.singles, c.particles,
    ]
    return words[..<Int(count)].map { UInt64($0) } + [c.scan.marks] + numbers.map { UInt64($0) }
  }

  // MARK: the naive twin

  private func naive(_ scalars: [UInt32]) -> [UInt64] {
    let bytes = utf8(scalars)
    let ascii = scalars.filter { $0 < 0x80 }
    var marks: UInt64 = 0
    for scalar in scalars {
      let kinds = scalar < 0x80 ? self.kinds[Int(scalar)] : UInt8(facts[Int(scalar)] >> 24)
      for kind in 0..<8 where kinds >> kind & 1 != 0 { marks += 1 << UInt64(8 * kind) }
    }
    for (first, second) in zip(scalars, scalars.dropFirst()) where first == 0x2F && second == 0x2F { marks += 1 << 56 }
    let words = cut(scalars)
    let runs = words.filter { !has($0[0], word_fold_single) }
    let upper = scalars.filter { has($0, word_fold_upper) }.count
    let digits = scalars.filter { (0x30...0x39).contains($0) || has($0, word_fold_digit) }.count
    let capitalized = runs.filter { has($0[0], word_fold_upper) }.count
    let allCapitals = runs.filter { $0.count > 1 && $0.allSatisfy { has($0, word_fold_upper) } }.count
    let particles = runs.filter { $0.count > 1 && has($0[$0.count - 1], word_fold_particle) }.count
    let longest: Int = words.map(\.count).max() ?? 0
    let numbers: [Int] = [
      upper, digits, ascii.count, bytes.count - ascii.count, capitalized, allCapitals, longest,
      scalars.count - ascii.count, words.count - runs.count, particles,
    ]
    return words.map { UInt64(word($0)) } + [marks] + numbers.map { UInt64($0) }
  }

  private func has(_ scalar: UInt32, _ fact: Int) -> Bool { facts[Int(scalar)] & UInt32(fact) != 0 }

  /// Runs of letters, and characters that stand alone.
  private func cut(_ scalars: [UInt32]) -> [[UInt32]] {
    var words: [[UInt32]] = []
    var isOpen = false
    for scalar in scalars where !has(scalar, word_fold_ignorable) {
      let isLetter = has(scalar, word_fold_letter)
      if isLetter && isOpen { words[words.count - 1].append(scalar) }
      if isLetter && !isOpen || has(scalar, word_fold_single) { words.append([scalar]) }
      isOpen = isLetter
    }
    return words
  }

  private func word(_ scalars: [UInt32]) -> UInt32 {
    var bytes: [UInt8] = []
    for scalar in scalars {
      let folded = facts[Int(scalar)] & 0xFFFF
      let count = folded < 0x80 ? 1 : folded < 0x4000 ? 2 : 3
      let high: UInt32 = count == 1 ? 0 : 0x80
      for place in 0..<count {
        let bits = folded >> UInt32(7 * place) & (place == 0 ? 0x7F : 0xFF)
        bytes.append(UInt8(bits | high))
      }
    }
    bytes = Array(bytes.prefix(24))
    var hash = UInt64(bytes.count) &* 0xA076_1D64_78BD_642F
    for start in stride(from: 0, to: bytes.count, by: 8) {
      var eight: UInt64 = 0
      for place in 0..<8 {
        let byte: UInt8 = start + place < bytes.count ? bytes[start + place] : 0x20
        eight |= UInt64(byte) << UInt64(8 * place)
      }
      hash = mix(hash ^ eight)
    }
    let isSingle: UInt32 = has(scalars[0], word_fold_single) ? 2 : 0
    let isContent: UInt32 = scalars.count >= 4 ? 1 : 0
    return UInt32(mix(hash ^ 0x1D8E_4E27_C47D_124F) >> 32) & ~3 | isSingle | isContent
  }

  private func mix(_ x: UInt64) -> UInt64 {
    let product = x &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 29
  }
}
