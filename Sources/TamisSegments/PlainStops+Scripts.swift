import TamisBase

/// The same beyond ASCII.
extension StandardWalk {
  @inline(__always)
  func isPlain(_ stop: PlainStop) -> Bool {
    if case .sentenceEnd = stop { return true }
    return false
  }

  /// The same in other scripts: small letters before a capital, letters without case before one of theirs. What is
  /// written with ideographs, kana or Hangul has no abbreviations.
  @inline(never)
  func beyondASCII(_ position: Int, _ begin: Beginning) -> PlainStop {
    let plain = PlainStop.sentenceEnd(position &+ 1)
    guard let last = reader.scalar(before: position) else { return .unknown }
    if last.facts.isIdeographic || last.value &- 0xAC00 < 0x2BA4 { return plain }
    let wanted = begin == .capital ? SentenceClass.lower : SentenceClass.oLetter
    var p = position
    var letters = 0
    var hasMarks = false
    while position &- p < 8, let letter = reader.scalar(before: p) {
      if letter.sentenceClass == wanted {
        letters &+= 1
      } else if letter.isIn(.ignored) {
        hasMarks = true
      } else {
        switch letter.sentenceClass {
        case SentenceClass.sp: return behindWord(position, from: p, letters, hasMarks, begin)
        // The word may have a capital.
        case SentenceClass.upper where letters >= 3 && reader.byte(at: letter.start &- 1) == 0x20:
          return isListed(before: position, from: letter.start) ? .unknown : plain
        default:
          guard letter.value == 0x2019, letters > 0 else { return .unknown }
          return letters == 1 || !isListed(before: position, from: p) ? plain : .unknown
        }
      }
      p = letter.start
    }
    guard letters >= 2 else { return .unknown }
    let tail = EightBytes.load(reader.base + position - 8)
    return isListed(tail, position) ? .unknown : plain
  }

  /// A full stop behind a short word between it and a blank.
  @inline(__always)
  private func behindWord(
    _ position: Int, from start: Int, _ letters: Int, _ hasMarks: Bool, _ begin: Beginning
  ) -> PlainStop {
    // "т. д.": short words behind a stop are one token with what stands before it.
    if letters <= 2 && reader.byte(at: start &- 2) == 0x2E { return .unknown }
    // Words of up to eight bytes are told by the filter, but for those with marks, which hashes leave out.
    let tail = EightBytes.load(reader.base + position - 8)
    let bits = UInt64(position &- start) &* 8
    var kind: UInt32 = 0
    if hasMarks || bits > 64 || abbreviations.mayList(tail & ~(bits == 64 ? 0 : ~0 &>> bits), language) {
      kind = abbreviations.kind(of: reader.hash(start, position), language)
    }
    if kind == 0 { return letters >= 2 ? .sentenceEnd(position &+ 1) : .unknown }
    switch AbbreviationKind(rawValue: UInt8(kind)) {
    case .user, .inner: return isLetter(position &+ 2) ? .nothing : .unknown
    case .title: return isLetter(position &+ 2) && (letters > 1 || begin == .caseless) ? .nothing : .unknown
    default: return .unknown
    }
  }

  @inline(__always)
  func isLetter(_ position: Int) -> Bool { ClassSet.letter.contains(reader.sentenceClass(at: position)) }

  /// The full stops of scripts without case. Hiragana may go on behind a question ("なぜ？と").
  @inline(__always)
  func isPlainBeyondASCII(_ position: Int) -> PlainStop {
    let bytes = reader.base + position
    // "。", "！" and "？": nearly all of Chinese and Japanese, told without a table.
    let isFullStop = bytes[0] == 0xE3 && bytes[1] == 0x80 && bytes[2] == 0x82
    if isFullStop || bytes[0] == 0xEF && bytes[1] == 0xBC && (bytes[2] == 0x81 || bytes[2] == 0x9F) {
      if bytes[3] == 0x0A { return .nothing }
      // An ideograph.
      if bytes[3] &- 0xE5 < 5 && bytes[4] & 0xC0 == 0x80 && bytes[5] & 0xC0 == 0x80 {
        return .sentenceEnd(position &+ 3)
      }
      if bytes[3] == 0xE3 {
        // 「 or 『; kana, but for what their blocks have besides letters.
        if bytes[4] == 0x80 && (bytes[5] == 0x8C || bytes[5] == 0x8E) { return .sentenceEnd(position &+ 3) }
        let isKana = bytes[4] == 0x81 && bytes[5] &- 0x81 < 0x3F || bytes[4] == 0x83 && bytes[5] &- 0x80 < 0x3B
        if isFullStop && isKana { return .sentenceEnd(position &+ 3) }
      }
    }
    // "।" before a letter of Devanagari.
    if bytes[0] == 0xE0 && bytes[1] == 0xA5 && bytes[2] == 0xA4 {
      if bytes[3] == 0x0A { return .nothing }
      if bytes[3] == 0x20 && bytes[4] == 0xE0 && bytes[5] == 0xA4 && bytes[6] &- 0x84 < 0x36 {
        return .sentenceEnd(position &+ 3)
      }
    }
    return isPlainStop(position)
  }

  @inline(never)
  private func isPlainStop(_ position: Int) -> PlainStop {
    guard let stop = reader.scalar(at: position), stop.sentenceClass == SentenceClass.sTerm else { return .unknown }
    let following = reader.byte(at: stop.end)
    if following == 0x0A { return .nothing }
    var begin = following == 0x20 ? stop.end &+ 1 : stop.end
    if reader.byte(at: begin) == 0xE2 && isOpeningQuote(begin) { begin &+= 3 }
    guard let next = reader.scalar(at: begin) else { return .unknown }
    let isPlain: Bool
    switch stop.value {
    case 0x3002, 0xFF61, 0x964, 0x6D4:
      isPlain = next.sentenceClass == SentenceClass.oLetter || next.sentenceClass == SentenceClass.numeric
    case 0xFF01, 0xFF1F: isPlain = next.facts.isIdeographic
    case 0x61F: isPlain = following == 0x20 && next.sentenceClass == SentenceClass.oLetter
    default: isPlain = false
    }
    return isPlain ? .sentenceEnd(stop.end) : .unknown
  }

  /// “ or „.
  @inline(__always)
  private func isOpeningQuote(_ position: Int) -> Bool {
    guard reader.byte(at: position) == 0xE2, reader.byte(at: position &+ 1) == 0x80 else { return false }
    let third = reader.byte(at: position &+ 2)
    return third == 0x9C || third == 0x9E
  }
}
