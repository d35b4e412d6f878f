import TamisBase

/// The stops that need no weighing, four in five of them. Neither the weights nor their training see those, so what stands
/// here is part of the rules and not a short cut: each case was chosen by how seldom the evaluation data contradicts it.
extension StandardWalk {
  enum Quick {
    /// The stop ends nothing by itself.
    case nothing
    case lineEnd
    /// A sentence ends here, behind its stop.
    case sentenceEnd(Int)
    /// No sentence ends before that.
    case passOver(Int)
    case unknown
  }

  @inline(__always)
  func quickly(_ position: Int, isInList: Bool) -> Quick {
    guard position &- reader.start >= 9, reader.end &- position >= 9 else { return .unknown }
    let bytes = reader.base + position
    let stop = bytes[0]
    if stop == 0x0A { return .lineEnd }
    guard stop < 0x80 else {
      return isInList ? .unknown : isPlainBeyondASCII(position)
    }
    let next = bytes[1]
    // Whatever it is, the line feed ends the sentence.
    if next == 0x0A { return stop == 0x0D ? .unknown : .nothing }
    switch stop {
    case 0x2E:
      // Inside numbers, addresses and abbreviations.
      if next &- 0x61 < 26 || next &- 0x30 < 10 { return .nothing }
    case 0x21, 0x3F: break
    case 0x3A, 0x3B:
      if !isInList, let mark = webMark(at: position) { return mark }
      // No colon of Armenian or Greek, and nothing behind it that could begin a sentence.
      return bytes[-1] < 0x80 && (next != 0x20 || bytes[2] &- 0x61 < 26) ? .nothing : .unknown
    default: return .unknown
    }
    guard next == 0x20, !isInList else { return .unknown }
    let begin = beginning(bytes + 2)
    guard begin != .none else { return .unknown }
    let isPlain = stop == 0x2E ? isBehindPlainWord(bytes, position, begin) : isBehindWord(position)
    return isPlain ? .sentenceEnd(position &+ 1) : .unknown
  }

  /// What a sentence may begin with: see ``beginning(_:)``.
  private enum Beginning {
    case none, capital, caseless
  }

  /// A capital with a small letter, blank or apostrophe behind it, or a letter without case; an opening quote before them.
  @inline(__always)
  private func beginning(_ bytes: UnsafePointer<UInt8>) -> Beginning {
    var first = bytes
    if first[0] == 0x22 {
      first += 1
    } else if first[0] == 0xE2 && first[1] == 0x80 && (first[2] == 0x9C || first[2] == 0x9E) {
      first += 3
    } else if first[0] == 0xC2 && first[1] == 0xAB {
      first += 2
    }
    if first[0] < 0x80 {
      let second = first[1]
      let isWord = second &- 0x61 < 26 || second == 0x20 || second == 0x27 || second >= 0x80
      return first[0] &- 0x41 < 26 && isWord ? .capital : .none
    }
    guard let letter = reader.scalar(at: first - reader.base) else { return .none }
    if letter.sentenceClass == SentenceClass.upper { return .capital }
    return letter.sentenceClass == SentenceClass.oLetter ? .caseless : .none
  }

  /// `!` and `?` behind a letter or digit.
  @inline(__always)
  private func isBehindWord(_ position: Int) -> Bool {
    guard let last = reader.scalar(before: position) else { return false }
    return last.isIn(.letter) || last.sentenceClass == SentenceClass.numeric
  }

  /// A full stop behind two small letters or more that are no abbreviation.
  @inline(__always)
  private func isBehindPlainWord(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ begin: Beginning) -> Bool {
    if bytes[-1] >= 0x80 { return isBehindPlainWordBeyondASCII(position, begin) }
    guard begin == .capital else { return false }
    // The last eight bytes at once: the upper bit of each byte of `others` says that it is no small letter.
    let word = UnsafeRawPointer(bytes - 8).loadUnaligned(as: UInt64.self).littleEndian
    let seven = word & 0x7F7F_7F7F_7F7F_7F7F
    let small = (seven &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(seven &+ 0x0505_0505_0505_0505) & ~word
    let others = ~small & 0x8080_8080_8080_8080
    let length = others.leadingZeroBitCount &>> 3
    if length == 8 { return !isListed(word, position) }
    guard length > 0 else { return false }
    let border = (bytes - length - 1).pointee
    var letters = length
    switch border {
    case 0x20: if length < 2 { return false }
    // "old-fashioned", but not "g-n"; "don't".
    case 0x2D: if length < 3 { return false }
    case 0x27: if length == 1 { return true }
    case 0x80...: return isBehindPlainWordBeyondASCII(position, begin)
    default:
      // The word may have a capital.
      guard border &- 0x41 < 26, length >= 3, (bytes - length - 2).pointee == 0x20 else { return false }
      letters &+= 1
    }
    if letters == 9 { letters = 8 }
    let tail = (word | 0x2020_2020_2020_2020) & ~0 &<< UInt64(64 &- letters &* 8)
    return !isListed(tail, position)
  }

  /// The same in other scripts: small letters before a capital, letters without case before one of theirs. What is written
  /// with ideographs, kana or Hangul has no abbreviations.
  @inline(never)
  private func isBehindPlainWordBeyondASCII(_ position: Int, _ begin: Beginning) -> Bool {
    guard let last = reader.scalar(before: position) else { return false }
    if last.facts.isIdeographic || last.value &- 0xAC00 < 0x2BA4 { return true }
    let wanted = begin == .capital ? SentenceClass.lower : SentenceClass.oLetter
    var p = position
    var letters = 0
    while position &- p < 8, let letter = reader.scalar(before: p) {
      if letter.sentenceClass == wanted {
        letters &+= 1
      } else if !letter.isIn(.ignored) {
        switch letter.sentenceClass {
        case SentenceClass.sp: return letters >= 2 && !isListed(before: position, from: p)
        // The word may have a capital.
        case SentenceClass.upper:
          return letters >= 3 && reader.byte(at: letter.start &- 1) == 0x20 && !isListed(before: position, from: letter.start)
        default: return letter.value == 0x2019 && (letters == 1 || letters > 1 && !isListed(before: position, from: p))
        }
      }
      p = letter.start
    }
    guard letters >= 2 else { return false }
    return !isListed(UnsafeRawPointer(reader.base + position - 8).loadUnaligned(as: UInt64.self).littleEndian, position)
  }

  /// Whether the word before `position` is an abbreviation; `tail` is its last eight bytes.
  @inline(__always)
  private func isListed(_ tail: UInt64, _ position: Int) -> Bool {
    abbreviations.mayList(tail, language) && isListed(before: position)
  }

  @inline(never)
  private func isListed(before position: Int) -> Bool {
    var p = position
    var left = 20
    while left > 0, let letter = reader.scalar(before: p), letter.isIn(.letter) || letter.isIn(.ignored) {
      p = letter.start
      left -= 1
    }
    return isListed(before: position, from: p)
  }

  @inline(__always)
  private func isListed(before position: Int, from start: Int) -> Bool {
    abbreviations.kind(of: reader.hash(start, position), language) != 0
  }

  /// The full stops of scripts without case. Hiragana may go on behind a question ("なぜ？と").
  @inline(__always)
  private func isPlainBeyondASCII(_ position: Int) -> Quick {
    guard let stop = reader.scalar(at: position), stop.sentenceClass == SentenceClass.sTerm else { return .unknown }
    let isSpaced = reader.byte(at: stop.end) == 0x20
    guard let next = reader.scalar(at: isSpaced ? stop.end &+ 1 : stop.end) else { return .unknown }
    let isPlain: Bool
    switch stop.value {
    case 0x3002, 0xFF61, 0x964, 0x6D4:
      isPlain = next.sentenceClass == SentenceClass.oLetter || next.sentenceClass == SentenceClass.numeric
    case 0xFF01, 0xFF1F: isPlain = next.facts.isIdeographic
    case 0x61F: isPlain = isSpaced && next.sentenceClass == SentenceClass.oLetter
    default: isPlain = false
    }
    return isPlain ? .sentenceEnd(stop.end) : .unknown
  }
}
