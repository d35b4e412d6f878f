import TamisBase

/// What colons and semicolons are on the web besides punctuation: the middle of an address, the eyes of a smiley.
extension StandardWalk {
  /// The address whose colon stands at `position`, or the smiley, if they are one.
  func webMark(at position: Int) -> PlainStop? {
    if reader.byte(at: position &+ 1) == 0x2F && reader.byte(at: position &+ 2) == 0x2F { return address(position) }
    guard let end = reader.smileyEnd(at: position) else { return nil }
    return beginsSentence(end) ? .sentenceEnd(end) : .passOver(end)
  }

  /// No stop of an address ends a sentence, but its end does before a capital or another address: in 79 of 85 places of
  /// the evaluation data.
  private func address(_ colon: Int) -> PlainStop? {
    guard reader.byte(at: colon &- 1) &- 0x61 < 26 else { return nil }
    var end = colon &+ 3
    while isAddressByte(reader.byte(at: end)) { end &+= 1 }
    var inkEnd = end
    while inkEnd > colon &+ 3, isTrailingByte(reader.byte(at: inkEnd &- 1)) { inkEnd &-= 1 }
    return inkEnd == end && beginsSentence(end) ? .sentenceEnd(end) : .passOver(inkEnd)
  }

  /// A blank and a capital, or another address.
  private func beginsSentence(_ position: Int) -> Bool {
    guard reader.byte(at: position) == 0x20, let next = reader.scalar(at: position &+ 1) else { return false }
    if next.sentenceClass == SentenceClass.upper { return true }
    return next.value == 0x68 && reader.byte(at: next.end) == 0x74 && reader.byte(at: next.end &+ 1) == 0x74
      && reader.byte(at: next.end &+ 2) == 0x70
  }

  /// Visible ASCII but for quotation marks and angle brackets.
  @inline(__always)
  private func isAddressByte(_ byte: UInt8) -> Bool {
    byte &- 0x21 < 0x5E && byte != 0x22 && byte != 0x3C && byte != 0x3E
  }

  /// What may stand at the end of an address without belonging to it.
  @inline(__always)
  private func isTrailingByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x27, 0x29, 0x2A, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x5D: true
    default: false
    }
  }
}

extension TextReader {
  /// Where the smiley whose eyes stand at `position` ends (":)", ";-)", "=D", "^_^"), if a blank or the end follows.
  @inline(__always)
  func smileyEnd(at position: Int) -> Int? {
    let eyes = byte(at: position)
    guard eyes == 0x3A || eyes == 0x3B || eyes == 0x3D || eyes == 0x5E else { return nil }
    return wholeSmiley(eyes, position)
  }

  private func wholeSmiley(_ eyes: UInt8, _ position: Int) -> Int? {
    var p = position &+ 1
    if eyes == 0x5E {
      guard byte(at: p) == 0x5F, byte(at: p &+ 1) == 0x5E else { return nil }
      p &+= 2
    } else {
      if byte(at: p) == 0x2D || byte(at: p) == 0x27 { p &+= 1 }
      let mouth = byte(at: p)
      switch mouth {
      case 0x44, 0x50, 0x70: p &+= 1
      case 0x28, 0x29: while byte(at: p) == mouth { p &+= 1 }
      default: return nil
      }
    }
    guard let behind = scalar(at: p) else { return p }
    return behind.isIn(.blank) ? p : nil
  }
}
