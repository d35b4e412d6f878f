import TamisBase

/// The plain case of NFC, which is nearly all of text in NFD: a character and what composes with it at once, one after the
/// other, with a settled character behind. It needs no list of scalars, no order of marks and no comparison with what was
/// there before.
///
/// Adjacent characters that compose do so in whatever order they stand: if the whole is a primary composite, it is the NFC
/// of all that is canonically equivalent to it (UAX #15, section 1.3; Unicode 15.0, D114 to D117).
extension NormalizationStage {
  /// Composes the character before `place` with the unsettled one that stands there, and whatever follows and composes too.
  /// - Returns: where to look next; -1, with nothing done, when the case is not this plain.
  @inline(__always)
  func composePair(
    _ base: UnsafePointer<UInt8>, _ second: DecodedScalar, _ place: Int, _ end: Int, _ output: inout StageOutput,
    _ edits: inout EditCounts
  ) throws(TamisError) -> Int {
    if second.value &- 0x3099 < 2,
      let next = try composeKana(base, second.value, place, end, &output, &edits)
    {
      return next
    }
    guard joinsBack(second.value), place > output.consumed else { return -1 }
    var start = place - 1
    var first = UInt32(base[start])
    if first >= 0x80 {
      start = scalarStart(before: place, in: base, from: output.consumed)
      first = decodeScalar(base, start, place).value
    }
    guard var composed = classes.compositions.compose(first, second.value) else { return -1 }
    var next = place + second.length
    while next < end, base[next] >= 0x80 {
      let mark = decodeMultibyteScalar(base, next, end)
      guard isUnsettled(mark.value), !hasBoundaryBefore(mark.value) else { break }
      guard let joined = classes.compositions.compose(composed, mark.value) else { return -1 }
      composed = joined
      next += mark.length
    }
    edits.normalized += 1
    try output.replace(ByteSpan(start, next), of: base, end, with: composed)
    return next
  }

  /// The same for a voiced kana with kana, an ideograph or a stop behind it, which is how Japanese goes: told by the bytes,
  /// without a branch on which of them it is.
  /// - Returns: where to look next; nil, with nothing done, for anything else.
  @inline(__always)
  private func composeKana(
    _ base: UnsafePointer<UInt8>, _ mark: UInt32, _ place: Int, _ end: Int, _ output: inout StageOutput,
    _ edits: inout EditCounts
  ) throws(TamisError) -> Int? {
    let start = place &- 3
    guard start >= output.consumed, end &- place >= 7, base[start] == 0xE3 else { return nil }
    let behind = UnsafeRawPointer(base + place + 3).loadUnaligned(as: UInt32.self).bigEndian &>> 8
    // From U+3000 to U+9FFF, neither U+302A to U+302F nor U+3099 and U+309A.
    let isOutside: UInt32 = behind &- 0xE3_8080 > 0xE9_BFBF &- 0xE3_8080 ? 1 : 0
    let isTone: UInt32 = behind &- 0xE3_80AA < 6 ? 1 : 0
    let isVoicing: UInt32 = behind &- 0xE3_8299 < 2 ? 1 : 0
    guard isOutside | isTone | isVoicing == 0 else { return nil }
    let kana = 0x3000 | UInt32(base[start &+ 1] & 0x3F) &<< 6 | UInt32(base[start &+ 2] & 0x3F)
    guard let composed = classes.compositions.compose(kana, mark) else { return nil }
    edits.normalized &+= 1
    try output.replace(ByteSpan(start, place &+ 3), of: base, end, with: composed)
    return place &+ 3
  }

  /// The same for a syllable of Hangul and those behind it (Unicode 15.0, section 3.12): in Korean text one is mostly
  /// followed by another.
  /// - Returns: where to look next; `place` when nothing was done.
  /// - Precondition: `place` is not before what `output` has consumed.
  func composeHangul(
    _ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int, _ output: inout StageOutput, _ edits: inout EditCounts
  ) throws(TamisError) -> Int {
    guard end &- place >= Self.syllableReach, var (lead, vowel) = hangulPair(base + place) else { return place }
    var start = place
    while true {
      let (trail, length) = hangulTrail(base + start + 6)
      let next = start &+ 6 &+ length
      // Where a word ends cannot be foretold, so a blank is passed over without a branch.
      let another = next &+ (base[next] == 0x20 ? 1 : 0)
      let pair = hangulPair(base + another)
      if pair == nil, base[next] >= 0x80 {
        let behind = decodeMultibyteScalar(base, next, end)
        // Something more belongs to the syllable: the way for everything, from its first consonant.
        if isUnsettled(behind.value), !hasBoundaryBefore(behind.value) { return start }
      }
      edits.normalized &+= 1
      let syllable = 0xAC00 &+ (lead &* 21 &+ vowel) &* 28 &+ trail
      if start &- output.consumed <= 1, output.consumed > 0 {
        try output.replaceNear(ByteSpan(start, next), of: base, withThreeBytes: syllable)
      } else {
        try output.replace(ByteSpan(start, next), of: base, end, with: syllable)
      }
      // The last syllables of a text go the way of other pairs.
      guard let pair, end &- another >= Self.syllableReach else { return next }
      (lead, vowel) = pair
      start = another
    }
  }

  /// A syllable of nine bytes, a blank, and eight bytes that show whether another follows.
  static let syllableReach = 18

  /// The numbers of the consonant and the vowel at `bytes`, of which eight can be read: 0 to 18 and 0 to 20.
  @inline(__always)
  private func hangulPair(_ bytes: UnsafePointer<UInt8>) -> (UInt32, UInt32)? {
    let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self).littleEndian
    let lead = UInt32(truncatingIfNeeded: word &>> 16) & 0xFF &- 0x80
    let vowel = UInt32(truncatingIfNeeded: word &>> 40) & 0xFF &- 0xA1
    let isPair = (word & 0xFF_FF00_FFFF == 0x85_E100_84E1) && lead < 19 && vowel < 21
    return isPair ? (lead, vowel) : nil
  }

  /// U+11A8 to U+11C2 as 1 to 27 and its length, 0 and 0 for anything else; without a branch, since about half of all
  /// syllables have one. Four bytes can be read.
  @inline(__always)
  private func hangulTrail(_ bytes: UnsafePointer<UInt8>) -> (UInt32, Int) {
    let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self).bigEndian &>> 8
    // E1 86 A8 to BF, and E1 87 80 to 82.
    let first = word &- 0xE1_86A8
    let second = word &- 0xE1_8780
    let isFirst: UInt32 = first < 24 ? 1 : 0
    let isSecond: UInt32 = second < 3 ? 1 : 0
    let trail = (first &+ 1) & (0 &- isFirst) | (second &+ 25) & (0 &- isSecond)
    return (trail, Int((isFirst | isSecond) &* 3))
  }

  /// U+1100 to U+1112, which are settled themselves; of `bytes` three can be read.
  @inline(__always)
  func isHangulLead(_ bytes: UnsafePointer<UInt8>) -> Bool {
    bytes[0] == 0xE1 && bytes[1] == 0x84 && bytes[2] <= 0x92
  }

  @inline(__always)
  private func isUnsettled(_ scalar: UInt32) -> Bool {
    classes.policy[scalar] & TextClasses.Policy.unsettled != 0
  }

  /// Whether it may compose with what stands before it.
  @inline(__always)
  private func joinsBack(_ scalar: UInt32) -> Bool {
    typealias Facts = TextClasses.Normalization
    return classes.normalization[scalar] & (Facts.maybe | Facts.boundaryBefore) == Facts.maybe
  }
}
