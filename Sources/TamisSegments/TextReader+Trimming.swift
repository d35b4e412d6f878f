import TamisBase

extension TextReader {
  /// Appends `low..<high` without the white space (Sp and ParaSep of UAX #29) at its ends, unless nothing is left.
  @inline(never)
  func appendTrimmed(_ low: Int, _ high: Int, _ spans: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
    if low < high && beginsWithInk(low) && endsWithInk(high) { return try spans.append(ByteSpan(low, high)) }
    let trimmed = trimmed(low, high)
    if trimmed.start < trimmed.end { try spans.append(trimmed) }
  }

  /// 1 if a byte inside the stretch is visible ASCII, else 0.
  @inline(__always)
  func isInk(_ position: Int) -> UInt8 { base[position] &- 0x21 < 0x5E ? 1 : 0 }

  @inline(never)
  private func trimmed(_ low: Int, _ high: Int) -> ByteSpan {
    var low = low
    var high = high
    while low < high, let first = scalar(at: low), first.isIn(.blank) { low = first.end }
    while low < high, let last = scalar(before: high), last.isIn(.blank) { high = last.start }
    return ByteSpan(low, high)
  }

  /// Whether no white space begins at `position`: certain when true. The blanks beyond ASCII are U+0085, 00A0, 1680,
  /// 2000–200A, 2028, 2029, 202F, 205F and 3000, so they begin with C2, E1, E2 or E3 80 80.
  @inline(__always)
  private func beginsWithInk(_ position: Int) -> Bool {
    let first = base[position]
    if first &- 0x21 < 0x5E { return true }
    guard first >= 0xC3, first != 0xE1 else { return false }
    guard first == 0xE2 || first == 0xE3 else { return true }
    guard end &- position >= 3 else { return false }
    return isInkSequence(first, base[position &+ 1], base[position &+ 2])
  }

  /// Whether no white space ends at `position`: certain when true.
  @inline(__always)
  private func endsWithInk(_ position: Int) -> Bool {
    let last = base[position &- 1]
    if last &- 0x21 < 0x5E { return true }
    guard last >= 0x80, position &- start >= 3 else { return false }
    let first = base[position &- 3]
    guard base[position &- 2] != 0xC2, first != 0xE1 else { return false }
    guard first == 0xE2 || first == 0xE3 else { return true }
    return isInkSequence(first, base[position &- 2], last)
  }

  /// Of the characters that begin with E2 or E3: U+2010–2027, the quotes and dashes, and all of the latter but U+3000.
  @inline(__always)
  private func isInkSequence(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    if first == 0xE3 { return second != 0x80 || third != 0x80 }
    return second == 0x80 && third &- 0x90 < 0x18
  }
}
