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

  /// The same for a syllable of Hangul and those behind it (Unicode 15.0, section 3.12): in Korean text one is mostly
  /// followed by another.
  /// - Returns: where to look next; `place` when nothing was done.
  func composeHangul(
    _ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int, _ output: inout StageOutput, _ edits: inout EditCounts
  ) throws(TamisError) -> Int {
    var start = place
    while end &- start >= 6, isHangulLead(base, start, end), base[start &+ 3] == 0xE1, base[start &+ 4] == 0x85 {
      let lead = UInt32(base[start &+ 2] &- 0x80)
      let vowel = UInt32(base[start &+ 5] &- 0xA1)
      guard vowel < 21 else { break }
      let trail = end &- start >= 9 ? hangulTrail(base + start + 6) : 0
      let next = start &+ (trail == 0 ? 6 : 9)
      if next < end, base[next] >= 0x80, !isHangulLead(base, next, end) {
        let behind = decodeMultibyteScalar(base, next, end)
        // Something more belongs to the syllable: the way for everything, from its first consonant.
        if isUnsettled(behind.value), !hasBoundaryBefore(behind.value) { break }
      }
      edits.normalized &+= 1
      try output.replace(
        ByteSpan(start, next), of: base, end, with: 0xAC00 &+ (lead &* 21 &+ vowel) &* 28 &+ trail)
      start = next
    }
    return start
  }

  /// U+11A8 to U+11C2 as 1 to 27, 0 for anything else; without a branch, since about half of all syllables have one.
  @inline(__always)
  private func hangulTrail(_ bytes: UnsafePointer<UInt8>) -> UInt32 {
    let trail = (UInt32(bytes[1] & 0x3F) &<< 6 | UInt32(bytes[2] & 0x3F)) &- 0x1A7
    // Zero for U+11A8 to U+11C2.
    let other = UInt32(bytes[0] ^ 0xE1) | ((trail &- 1) / 27)
    return other == 0 ? trail : 0
  }

  /// U+1100 to U+1112, which are settled themselves.
  @inline(__always)
  func isHangulLead(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Bool {
    end &- place >= 3 && base[place] == 0xE1 && base[place &+ 1] == 0x84 && base[place &+ 2] <= 0x92
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
