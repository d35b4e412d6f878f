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

  private func multibyteScalar(before position: Int) -> Scalar? {
    let lowest = max(start, position &- 4)
    var lead = position &- 1
    while lead > lowest && base[lead] & 0xC0 == 0x80 { lead &-= 1 }
    // A lead byte whose sequence, well-formed or cut short, ends exactly here; otherwise the last byte stands alone.
    if let found = scalar(at: lead), found.end == position { return found }
    return Scalar(value: 0xFFFD, facts: SegmentFacts(bits: table[0xFFFD]), start: position &- 1, end: position)
  }

  /// The byte at `position`, or zero outside the stretch.
  @inline(__always)
  func byte(at position: Int) -> UInt8 {
    position >= start && position < end ? base[position] : 0
  }
}
