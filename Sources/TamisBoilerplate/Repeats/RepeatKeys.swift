import TamisBase

/// Turns blocks into keys that near repeats share: letters without case, white space as one blank, numbers as one zero,
/// and, where there is a number in at most 4096 bytes, names of months and days as well.
///
/// A block of nothing but numbers keeps them: tables and results are not one another's copies.
struct RepeatKeys: Sendable {
  private let facts: CharacterFacts
  private let dates: DateWords
  /// A longer block is known by its beginning and its end, so a line of any length costs no more.
  private static let headLength = 3072
  private static let tailLength = 1024
  /// Room that the canonical form of a block needs. An ill-formed byte becomes U+FFFD, which is three bytes here.
  static let room = 3 * (headLength + tailLength) + 64
  private static let zero = UInt8(ascii: "0")

  init(_ facts: CharacterFacts) throws(TamisError) {
    self.facts = facts
    dates = try DateWords(facts)
  }

  /// The key of a host: of a name such as `example.org`, or of an address, of which only the host counts. Case, a port, a
  /// leading `www.` and a dot at the end do not matter.
  func hostKey(_ host: Bytes, seed: UInt64) -> UInt64 {
    var name = Host.name(host)
    if name.count > 255 { name = Bytes(rebasing: name.suffix(255)) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { folded in
      for (place, byte) in name.enumerated() { folded[place] = isCapital(byte) ? byte | 0x20 : byte }
      return SipHash.hash(UnsafePointer(folded.baseAddress.unsafelyUnwrapped), name.count, key: seed)
    }
  }

  /// The key of a block of the host; nil for one without any character. `scratch` has ``room``.
  func key(
    _ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, host: UInt64, _ scratch: UnsafeMutablePointer<UInt8>, seed: UInt64
  ) -> UInt64? {
    guard span.count > 0 else { return nil }
    let length = canonical(bytes, span, into: scratch)
    return SipHash.hash(UnsafePointer(scratch), length, key: mixed(host, seed))
  }

  /// Writes the canonical form and returns its length.
  private func canonical(
    _ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, into scratch: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var form = Form(out: scratch, masksDates: false)
    if span.count <= Self.headLength + Self.tailLength {
      form.masksDates = hasDigit(bytes, span)
      write(bytes, span, &form)
    } else {
      write(bytes, ByteSpan(span.start, span.start + Self.headLength), &form)
      write(bytes, ByteSpan(span.end - Self.tailLength, span.end), &form)
    }
    if form.letters == 0 && !form.hasDate { return copy(bytes, span, into: scratch) }
    return form.count
  }

  private func hasDigit(_ bytes: UnsafePointer<UInt8>, _ span: ByteSpan) -> Bool {
    var place = span.start
    while place < span.end {
      if bytes[place] < 0x80 {
        if isDigit(bytes[place]) { return true }
        place = place &+ 1
        continue
      }
      let scalar = decodeScalar(bytes, place, span.end)
      if facts.table[scalar.value] & CharacterFact.digit != 0 { return true }
      place = place &+ scalar.length
    }
    return false
  }

  private func copy(
    _ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, into scratch: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let length = min(span.count, Self.headLength)
    for place in 0..<length { scratch[place] = bytes[span.start &+ place] }
    return length
  }

  /// What has been written of a canonical form.
  private struct Form {
    let out: UnsafeMutablePointer<UInt8>
    var masksDates: Bool
    var count = 0
    var letters = 0
    var hasDate = false
    /// Where the word at hand begins; -1 between words.
    var word = -1
    var lettersBeforeWord = 0

    init(out: UnsafeMutablePointer<UInt8>, masksDates: Bool) {
      self.out = out
      self.masksDates = masksDates
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
      out[count] = byte
      count = count &+ 1
    }

    /// A number, or what stands for a date: runs of them are one.
    mutating func putNumber() {
      if count >= 1 && out[count &- 1] == RepeatKeys.zero { return }
      if count >= 2 && out[count &- 1] == 0x20 && out[count &- 2] == RepeatKeys.zero {
        count = count &- 1
        return
      }
      put(RepeatKeys.zero)
    }
  }

  private func write(_ bytes: UnsafePointer<UInt8>, _ span: ByteSpan, _ form: inout Form) {
    var place = span.start
    while place < span.end {
      let byte = bytes[place]
      if byte < 0x80 {
        place = writeASCII(bytes, place, span.end, byte, &form)
        continue
      }
      let scalar = decodeScalar(bytes, place, span.end)
      place = place &+ scalar.length
      let fact = facts.table[scalar.value]
      if fact & CharacterFact.ignorable != 0 { continue }
      if fact & CharacterFact.digit != 0 {
        endWord(&form)
        form.putNumber()
      } else {
        if fact & CharacterFact.word != 0 { beginWord(&form) } else { endWord(&form) }
        form.count = Self.append(facts.fold(scalar.value), to: form.out, at: form.count)
      }
    }
    endWord(&form)
  }

  @inline(__always)
  private func writeASCII(
    _ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int, _ byte: UInt8, _ form: inout Form
  ) -> Int {
    if isLetter(byte) {
      beginWord(&form)
      form.put(byte | 0x20)
      return place &+ 1
    }
    endWord(&form)
    if isDigit(byte) {
      form.putNumber()
      return endOfNumber(bytes, place, end)
    }
    if byte <= 0x20 {
      if form.count > 0 && form.out[form.count &- 1] != 0x20 { form.put(0x20) }
    } else {
      form.put(byte)
    }
    return place &+ 1
  }

  /// Past digits and what stands between two of them in numbers, times and dates.
  private func endOfNumber(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    var place = start &+ 1
    while place < end {
      let byte = bytes[place]
      if isDigit(byte) {
        place = place &+ 1
      } else if byte == 0x2E || byte == 0x2C || byte == 0x3A || byte == 0x2F || byte == 0x2D,
        place &+ 1 < end, isDigit(bytes[place &+ 1]) {
        place = place &+ 2
      } else {
        break
      }
    }
    return place
  }

  @inline(__always)
  private func beginWord(_ form: inout Form) {
    if form.word < 0 {
      form.word = form.count
      form.lettersBeforeWord = form.letters
    }
    form.letters = form.letters &+ 1
  }

  @inline(__always)
  private func endWord(_ form: inout Form) {
    guard form.word >= 0 else { return }
    let start = form.word
    form.word = -1
    guard form.masksDates, dates.contain(UnsafePointer(form.out + start), form.count &- start) else { return }
    form.count = start
    form.letters = form.lettersBeforeWord
    form.hasDate = true
    form.putNumber()
  }

  /// Writes a folded character behind `count` others and returns how many bytes there are then. Any form that tells
  /// characters apart would do; this one is UTF-8 for the shorter ones.
  @inline(__always)
  static func append(_ scalar: UInt32, to out: UnsafeMutablePointer<UInt8>, at count: Int) -> Int {
    if scalar < 0x80 {
      out[count] = UInt8(truncatingIfNeeded: scalar)
      return count &+ 1
    }
    if scalar < 0x800 {
      out[count] = UInt8(truncatingIfNeeded: 0xC0 | scalar &>> 6)
      out[count &+ 1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      return count &+ 2
    }
    out[count] = UInt8(truncatingIfNeeded: 0xE0 | scalar &>> 16)
    out[count &+ 1] = UInt8(truncatingIfNeeded: scalar &>> 8)
    out[count &+ 2] = UInt8(truncatingIfNeeded: scalar)
    return count &+ 3
  }
}

@inline(__always)
private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
@inline(__always)
private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
@inline(__always)
private func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

extension Repeats {
  /// Whether there is a host in what should be its name or an address.
  package static func isHost(_ text: Bytes) -> Bool { !Host.name(text).isEmpty }
}

/// The host in a name or an address.
private enum Host {
  static func name(_ text: Bytes) -> Bytes {
    var name = text
    name = Bytes(rebasing: name[endOfScheme(name)...])
    if name.starts(with: [0x2F, 0x2F]) { name = Bytes(rebasing: name[2...]) }
    if let end = name.firstIndex(where: { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 }) { name = Bytes(rebasing: name[..<end]) }
    if let user = name.lastIndex(of: 0x40) { name = Bytes(rebasing: name[(user + 1)...]) }
    if let port = name.lastIndex(of: 0x3A), name[(port + 1)...].allSatisfy(isDigit) { name = Bytes(rebasing: name[..<port]) }
    // The full form of a name, whose last part is the empty one of the root.
    if name.last == 0x2E { name = Bytes(rebasing: name.dropLast()) }
    if name.count > 4, startsWithWWW(name) { name = Bytes(rebasing: name[4...]) }
    return name
  }

  private static func startsWithWWW(_ name: Bytes) -> Bool {
    name[0] | 0x20 == 0x77 && name[1] | 0x20 == 0x77 && name[2] | 0x20 == 0x77 && name[3] == 0x2E
  }

  /// Behind the `://` of a scheme, or 0 without one. An address in a query comes behind what no scheme has.
  private static func endOfScheme(_ text: Bytes) -> Int {
    let end = text.firstIndex { !isOfScheme($0) } ?? text.count
    guard end + 2 < text.count, text[end] == 0x3A, text[end + 1] == 0x2F, text[end + 2] == 0x2F else { return 0 }
    return end + 3
  }

  private static func isOfScheme(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E
  }
}
