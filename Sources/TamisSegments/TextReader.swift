import TamisBase

/// Reads a stretch of bytes by scalars, forwards and backwards, never outside `start..<end`: the one place of this room
/// where bounds are proven. Ill-formed bytes read as U+FFFD, one for each maximal subpart, in both directions.
struct TextReader {
  let base: UnsafePointer<UInt8>
  let start: Int
  let end: Int
  let table: CodePointTable

  /// One scalar: its value, what is known about it, and its bytes.
  struct Scalar {
    let value: UInt32
    let facts: SegmentFacts
    let start: Int
    let end: Int

    @inline(__always) var sentenceClass: UInt16 { facts.sentenceClass }
    @inline(__always)
    func isIn(_ classes: ClassSet) -> Bool { facts.isIn(classes) }
  }

  /// The scalar that starts at `position`, or nil outside the stretch.
  @inline(__always)
  func scalar(at position: Int) -> Scalar? {
    guard position >= start, position < end else { return nil }
    let decoded = decodeScalar(base, position, end)
    return Scalar(
      value: decoded.value, facts: SegmentFacts(bits: table[decoded.value]), start: position,
      end: position &+ decoded.length)
  }

  /// The scalar that ends at `position`, or nil outside the stretch. Asks for at most four bytes, so a run of stray
  /// continuation bytes costs no more than letters do.
  @inline(__always)
  func scalar(before position: Int) -> Scalar? {
    guard position > start, position <= end else { return nil }
    if base[position &- 1] < 0x80 { return scalar(at: position &- 1) }
    return multibyteScalar(before: position)
  }

  @inline(__always)
  private func multibyteScalar(before position: Int) -> Scalar? {
    // Most are well-formed, of two or three bytes, and all but E0 and ED allow for any continuation.
    if position &- start >= 3, base[position &- 1] & 0xC0 == 0x80 {
      let last = UInt32(base[position &- 1] & 0x3F)
      let second = base[position &- 2]
      if second &- 0xC2 < 0x1E {
        return scalar(UInt32(second & 0x1F) &<< 6 | last, position &- 2, position)
      }
      let first = base[position &- 3]
      if second & 0xC0 == 0x80 && (first &- 0xE1 < 0x0C || first == 0xE0 && second >= 0xA0) {
        return scalar(UInt32(first & 0x0F) &<< 12 | UInt32(second & 0x3F) &<< 6 | last, position &- 3, position)
      }
    }
    return anyScalar(before: position)
  }

  @inline(__always)
  private func scalar(_ value: UInt32, _ start: Int, _ end: Int) -> Scalar {
    Scalar(value: value, facts: SegmentFacts(bits: table[value]), start: start, end: end)
  }

  @inline(never)
  private func anyScalar(before position: Int) -> Scalar? {
    let lowest = max(start, position &- 4)
    var lead = position &- 1
    while lead > lowest && base[lead] & 0xC0 == 0x80 { lead &-= 1 }
    // A lead byte whose sequence, well-formed or cut short, ends exactly here; otherwise the last byte stands alone.
    if let found = scalar(at: lead), found.end == position { return found }
    return Scalar(value: 0xFFFD, facts: SegmentFacts(bits: table[0xFFFD]), start: position &- 1, end: position)
  }

  /// The class of the scalar that starts at `position`; Other outside the stretch.
  @inline(__always)
  func sentenceClass(at position: Int) -> UInt16 {
    guard end &- position >= 2, base[position] &- 0xC2 < 0x1E, base[position &+ 1] & 0xC0 == 0x80 else {
      return scalar(at: position)?.sentenceClass ?? SentenceClass.other
    }
    // Two bytes, as Cyrillic, Arabic and Latin with marks have them.
    let value = UInt32(base[position] & 0x1F) &<< 6 | UInt32(base[position &+ 1] & 0x3F)
    return SegmentFacts(bits: table[value]).sentenceClass
  }

  /// The byte at `position`, or zero outside the stretch.
  @inline(__always)
  func byte(at position: Int) -> UInt8 {
    position >= start && position < end ? base[position] : 0
  }
}
