import CTables
import TamisBase

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What becomes of HTML's character references left in a text, such as `&amp;`, `&#8217;` and `&nbsp;`.
public enum HTMLReferences: UInt8, CaseIterable, Sendable {
  case off = 0
  /// All are decoded once, as a browser does outside attributes, those without a semicolon too: `&amp;lt;` becomes
  /// `&lt;`. Decoding what was decoded may change it again.
  case on = 1
  /// Those with a semicolon are decoded where the text plainly has them (see ``HTMLEvidence``), and again as long as
  /// what they leave plainly has them. Text that only speaks of references, or has an ampersand, stays.
  case automatic = 2
}

/// The stage before all that look at characters, as references may stand for anything that those remove or change.
struct HTMLReferenceStage: Sendable {
  private let mode: HTMLReferences

  init(_ mode: HTMLReferences) {
    self.mode = mode
  }

  /// On any bytes at all. A text without an ampersand costs one `memchr`.
  func run(
    _ input: Bytes, into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    guard mode != .off, let base = input.baseAddress else { return }
    let end = input.count
    guard var place = nextAmpersand(base, 0, end) else { return }
    guard mode == .on || HTMLEvidence(input, from: place).isPlain(input) else { return }
    while true {
      var next = place + 1
      if let reference = reference(base, next, end) {
        try reference.withText { (text) throws(TamisError) in
          try output.replace(
            ByteSpan(place, reference.end), of: base, with: text.baseAddress, count: text.count)
        }
        edits.htmlReferences += 1
        next = reference.end
      }
      guard let found = nextAmpersand(base, next, end) else { break }
      place = found
    }
    try output.finish(base, end)
  }

  /// Whether the automatic mode would change what came of the whole cleaning, so that cleaning has not come to its end.
  func wouldChange(_ text: Bytes) -> Bool {
    guard mode == .automatic, let base = text.baseAddress else { return false }
    guard let first = nextAmpersand(base, 0, text.count) else { return false }
    return HTMLEvidence(text, from: first).isPlain(text)
  }

  private func reference(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> HTMLReference? {
    mode == .on ? HTMLReference(base, start, end) : HTMLReference(terminated: base, start, end)
  }
}

/// A character reference read from text.
///
/// Source: HTML standard, sections 13.2.5.72 "Character reference state" to 13.2.5.80 "Numeric character reference end
/// state", outside attributes; the names are those of section 13.5.
struct HTMLReference {
  /// Where it ends in the text, behind the semicolon if it has one.
  var end: Int
  var isTerminated: Bool
  let isNumeric: Bool
  /// Whether an ampersand was escaped more than once: `&amp;amp;`.
  var isRepeated = false
  /// The UTF-8 of a name, which is constant; empty for a number, which stands for `number`.
  private let name: Bytes
  private let number: UInt32

  /// What starts at `start`, right behind an ampersand; nil if it is no reference.
  init?(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    guard start < end else { return nil }
    if base[start] == UInt8(ascii: "#") {
      self.init(numeric: base, start + 1, end)
    } else {
      self.init(named: base, start, end)
    }
  }

  /// The same with a semicolon only, and ampersands escaped many times over taken as one: `&amp;amp;lt;` leaves `&lt;`.
  init?(terminated base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    self.init(base, start, end)
    guard isTerminated else { return nil }
    while scalar == 0x26, let next = HTMLReference(base, self.end, end), next.isTerminated, next.scalar == 0x26 {
      self.end = next.end
      isRepeated = true
    }
  }

  /// The longest name counts. Names are letters and digits, so what has a semicolon is all of them up to it.
  private init?(named base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    var stop = start
    let limit = min(end, start + Self.longestName + 1)
    while stop < limit, isAlphanumeric(base[stop]) { stop += 1 }
    guard stop > start else { return nil }
    if stop < end, base[stop] == UInt8(ascii: ";") {
      let found = html_reference_find(base + start, stop - start)
      if found.name_length > 0 {
        self.init(found, end: stop + 1, isTerminated: true)
        return
      }
    }
    var length = min(stop - start, Self.longestNameWithoutSemicolon)
    while length > 1 {
      let found = html_reference_find(base + start, length)
      if found.needs_no_semicolon != 0 {
        self.init(found, end: start + length, isTerminated: false)
        return
      }
      length -= 1
    }
    return nil
  }

  private init(_ found: html_reference, end: Int, isTerminated: Bool) {
    self.end = end
    self.isTerminated = isTerminated
    isNumeric = false
    name = Bytes(start: found.text, count: found.text_length)
    number = decodeScalar(found.text, 0, found.text_length).value
  }

  private init?(numeric base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    var p = start
    let isHexadecimal = p < end && base[p] | 0x20 == UInt8(ascii: "x")
    if isHexadecimal { p += 1 }
    let digits = p
    var value: UInt32 = 0
    while p < end, let digit = Self.digit(base[p], isHexadecimal) {
      // What is out of range stays out of range.
      value = min(value &* (isHexadecimal ? 16 : 10) &+ digit, 0x110000)
      p += 1
    }
    guard p > digits else { return nil }
    isTerminated = p < end && base[p] == UInt8(ascii: ";")
    self.end = isTerminated ? p + 1 : p
    isNumeric = true
    name = Bytes(start: nil, count: 0)
    number = Self.scalar(forNumber: value)
  }

  /// The first code point that it stands for.
  var scalar: UInt32 { number }

  /// Lends its UTF-8.
  func withText(_ body: (Bytes) throws(TamisError) -> Void) throws(TamisError) {
    if !isNumeric { return try body(name) }
    var room: UInt32 = 0
    try withUnsafeMutableBytes(of: &room) { (bytes) throws(TamisError) in
      let text = bytes.assumingMemoryBound(to: UInt8.self)
      guard let base = text.baseAddress else { return }
      let count = encodeScalar(number, to: base)
      try body(Bytes(start: base, count: count))
    }
  }

  private static let longestName = 31
  private static let longestNameWithoutSemicolon = 6

  private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
    if byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") { return UInt32(byte & 0x0F) }
    let letter = byte | 0x20
    guard isHexadecimal, letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "f") else { return nil }
    return UInt32(letter - UInt8(ascii: "a")) + 10
  }

  /// Section 13.2.5.80: what is no character is U+FFFD, and 0x80…0x9F are read as Windows-1252 where that has a
  /// character.
  private static func scalar(forNumber value: UInt32) -> UInt32 {
    switch value {
    case 0, 0xD800...0xDFFF, 0x110000...: return 0xFFFD
    case 0x80...0x9F:
      var place = 0
      let (text, length) = (windows1252.utf8Start, windows1252.utf8CodeUnitCount)
      for _ in 0x80..<value { place += decodeScalar(text, place, length).length }
      return decodeScalar(text, place, length).value
    default: return value
    }
  }

  /// 0x80…0x9F; the five that Windows-1252 leaves open stand for themselves.
  private static var windows1252: StaticString {
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
  }
}

/// The offset of the first ampersand from `start` on; nil if there is none. The C library's `memchr` is the fastest
/// scan for one byte that there is.
func nextAmpersand(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
  guard start < end, let hit = memchr(base + start, 0x26, end - start) else { return nil }
  return UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
}

@inline(__always)
func isAlphanumeric(_ byte: UInt8) -> Bool {
  let letter = byte | 0x20
  return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte &- UInt8(ascii: "0") < 10
}
