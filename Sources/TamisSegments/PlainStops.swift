import TamisBase

/// What a stop is, as far as that can be told without weighing.
package enum PlainStop: Equatable {
  /// The stop ends nothing.
  case nothing
  /// A sentence ends here, behind the stop.
  case sentenceEnd(Int)
  /// No sentence ends before that.
  case passOver(Int)
  case unknown
}

/// The stops that need no weighing, nine in ten of them. Neither the weights nor their training see those, so what stands
/// here is part of the rules and not a short cut: each case was chosen by how seldom the evaluation data contradicts it.
extension StandardWalk {
  /// So many bytes stand before and behind a plain stop, which need not ask where the text ends.
  static var plainMargin: Int { 12 }

  /// What the stop at `position` is, if that can be told without weighing. Line feeds, stops before them, and full
  /// stops before small letters and digits are dealt with by then.
  /// - Precondition: ``plainMargin`` bytes before the stop and behind it.
  func plainStop(_ position: Int) -> PlainStop {
    let bytes = reader.base + position
    let next = bytes[1]
    switch bytes[0] {
    case 0x2E:
      if next != 0x20 || bytes[2] == 0xC2 && bytes[3] == 0xBB { return behindQuotation(bytes, position) }
      let plain = bytes[-1] < 0x80 ? atFullStop(bytes, position) : atWideFullStop(bytes, position)
      if case .unknown = plain, isFirstPart(position) { return .nothing }
      return plain
    case 0x21, 0x3F:
      if next >= 0x22, case let length = closingQuote(bytes), length > 0, bytes[length + 1] == 0x0A { return .nothing }
      guard next == 0x20, beginning(bytes + 2) != .none, isBehindWord(position) else { return .unknown }
      return .sentenceEnd(position &+ 1)
    case 0x3A, 0x3B:
      return webMark(at: position) ?? atColon(bytes, position)
    case 0x80...: return isPlainBeyondASCII(position)
    default: return .unknown
    }
  }

  /// A full stop behind something beyond ASCII, and a blank.
  @inline(__always)
  private func atWideFullStop(_ bytes: UnsafePointer<UInt8>, _ position: Int) -> PlainStop {
    if isCyrillicInitial(bytes) { return .nothing }
    let begin = beginning(bytes + 2)
    if begin == .none { return atWideAbbreviation(position) }
    // ” and ».
    let last = (bytes[-2], bytes[-1])
    let isCloser = last == (0x80, 0x9D) && bytes[-3] == 0xE2 || last == (0xC2, 0xBB)
    return isCloser && begin == .capital ? .sentenceEnd(position &+ 1) : beyondASCII(position, begin)
  }

  /// See ``isInitial(_:)``.
  @inline(__always)
  private func isCyrillicInitial(_ bytes: UnsafePointer<UInt8>) -> Bool {
    func isCapital(_ at: Int) -> Bool { bytes[at] == 0xD0 && bytes[at &+ 1] &- 0x90 < 0x20 }
    guard isCapital(-2), isCapital(2), bytes[4] == 0x2E else { return false }
    return bytes[-3] == 0x20 || bytes[-3] == 0x28 || bytes[-3] == 0x0A
  }

  /// What is certain of the full stop behind a listed word beyond ASCII before what could not begin a sentence: "т. д. и",
  /// "стр. и".
  @inline(never)
  private func atWideAbbreviation(_ position: Int) -> PlainStop {
    guard isLetter(position &+ 2) else { return .unknown }
    let (start, letters) = lettersBefore(position, within: 16)
    guard letters > 0, reader.byte(at: start &- 1) == 0x20 else { return .unknown }
    let tokenStart = reader.joinedStart(before: start, length: UInt32(letters))
    let kind = abbreviations.kind(of: reader.hash(tokenStart, position), language)
    return kind == 0 ? .unknown : certain(kind, before: position &+ 2, letters)
  }

  /// Where the letters before `position` begin, and how many they are; none is looked for `bytes` before it or farther.
  @inline(__always)
  private func lettersBefore(_ position: Int, within bytes: Int) -> (start: Int, count: Int) {
    var start = position
    var count = 0
    while position &- start < bytes, let letter = reader.letter(before: start),
      letter.facts.isIn(.letter) || letter.facts.isIn(.ignored)
    {
      if letter.facts.isIn(.letter) { count &+= 1 }
      start = letter.border
    }
    return (start, count)
  }

  /// Colons and semicolons, but for those of Armenian and Greek, and headings of Arabic, with nothing behind them that could
  /// begin a sentence.
  @inline(__always)
  private func atColon(_ bytes: UnsafePointer<UInt8>, _ position: Int) -> PlainStop {
    if bytes[-1] < 0x80 && (bytes[1] != 0x20 || bytes[2] &- 0x61 < 26) { return .nothing }
    guard let last = reader.scalar(before: position), last.isIn(.letter) || last.isIn(.ignored) else { return .unknown }
    // Cyrillic, and the scripts from Devanagari on but for Greek's other block.
    guard last.value < 0x370 || last.value &- 0x400 < 0x131 || last.value &- 0x900 < 0x1600 || last.value >= 0x2000 else {
      return .unknown
    }
    if bytes[1] != 0x20 { return .nothing }
    let next = reader.sentenceClass(at: position &+ 2)
    return next == SentenceClass.lower || next == SentenceClass.oLetter ? .nothing : .unknown
  }

  /// Whether an abbreviation of two parts goes on behind the full stop and the blank ("z. B.", "т. е."), as
  /// ``rulingOnFullStop(_:)`` has it: one letter or two, and with what follows up to the next stop they are listed.
  @inline(__always)
  private func isFirstPart(_ position: Int) -> Bool {
    // The next stop is that near, or there is none: the margin has that many bytes.
    let next = reader.base + position + 2
    guard EightBytes.equal(EightBytes.load(next), 0x2E) != 0 || next[8] == 0x2E else { return false }
    return isFirstPartBeforeStop(position)
  }

  @inline(never)
  private func isFirstPartBeforeStop(_ position: Int) -> Bool {
    let (start, letters) = lettersBefore(position, within: 8)
    guard letters == 1 || letters == 2, reader.byte(at: start &- 1) == 0x20, reader.byte(at: start &- 2) != 0x2E else {
      return false
    }
    var joined = WordHash(resuming: reader.hash(start, position))
    joined.add(0x2E)
    let next = position &+ 2
    var p = next
    while p &- next <= 8, let scalar = reader.scalar(at: p), scalar.isIn(.wordPart) {
      joined.add(scalar.value)
      p = scalar.end
    }
    guard p > next, p &- next <= 8, reader.byte(at: p) == 0x2E else { return false }
    return abbreviations.kind(of: joined.value, language) != 0
  }

  /// A full stop and a blank among ASCII. The last eight bytes are looked at at once: the upper bit of a byte says
  /// that it is a letter, or a stop.
  @inline(__always)
  private func atFullStop(_ bytes: UnsafePointer<UInt8>, _ position: Int) -> PlainStop {
    let word = EightBytes.load(bytes - 8)
    let folded = word | 0x2020_2020_2020_2020
    let letters = EightBytes.smallLetters(folded)
    let token = letters | EightBytes.equal(word, 0x2E)
    let length = EightBytes.countLast(token)
    guard length > 0, length < 8, (bytes - length - 1).pointee == 0x20 else {
      if isFirstInitial(bytes) { return .nothing }
      let isEnd =
        isDigit(bytes[2])
        ? !isNoteNumber(bytes + 2) && length == 8 && isBehindLongSmallWord(position) && !isListed(word, position)
        : beginning(bytes + 2) == .capital
          && (isBehindCloser(bytes) || isBehindNumber(bytes) || isBehindPlainWord(bytes, position, .capital))
      return isEnd ? .sentenceEnd(position &+ 1) : .unknown
    }
    if length == 1 && isInitial(bytes) { return .nothing }
    let lastLength = EightBytes.countLast(letters)
    let tail = folded & ~0 &<< UInt64(64 &- length &* 8)
    if abbreviations.mayList(tail, language) {
      let kind = abbreviations.kind(ofShort: tail, language)
      if kind != 0 { return atAbbreviation(kind, bytes, position, length, lastLength) }
    }
    let small = EightBytes.countLast(EightBytes.smallLetters(word))
    // "… of the house. 580 people", in 195 of 202 places.
    if isDigit(bytes[2]) { return !isNoteNumber(bytes + 2) && small >= 4 && small == length ? .sentenceEnd(position &+ 1) : .unknown }
    guard length == lastLength, beginning(bytes + 2) == .capital else { return .unknown }
    if small >= 2 && small == length || small >= 3 && small &+ 1 == length { return .sentenceEnd(position &+ 1) }
    // "NATO. The".
    let capitals = EightBytes.countLast(letters & ~EightBytes.smallLetters(word))
    return capitals >= 2 && capitals == length ? .sentenceEnd(position &+ 1) : .unknown
  }

  /// A capital by itself, and behind its full stop and blank another one or a small letter ("J. M. Smith", "Mary J. of"): of 59
  /// places in the evaluation data none ends a sentence.
  @inline(__always)
  private func isInitial(_ bytes: UnsafePointer<UInt8>) -> Bool {
    guard bytes[-1] &- 0x41 < 26 else { return false }
    return bytes[2] &- 0x61 < 26 || bytes[2] &- 0x41 < 26 && bytes[3] == 0x2E
  }

  /// The same at the start of a line or in brackets.
  @inline(__always)
  private func isFirstInitial(_ bytes: UnsafePointer<UInt8>) -> Bool {
    (bytes[-2] == 0x28 || bytes[-2] == 0x0A) && isInitial(bytes)
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// One digit, a blank and a capital: "… minority rights. 4 Even though" has the number of a note.
  @inline(__always)
  private func isNoteNumber(_ bytes: UnsafePointer<UInt8>) -> Bool { bytes[1] == 0x20 && bytes[2] &- 0x41 < 26 }

  /// Eight small letters to twenty behind a blank; "Social Psychology. 92 (6): 1087" is no sentence.
  @inline(never)
  private func isBehindLongSmallWord(_ position: Int) -> Bool {
    var start = position
    while position &- start <= 20, reader.byte(at: start &- 1) &- 0x61 < 26 { start &-= 1 }
    return position &- start >= 8 && reader.byte(at: start &- 1) == 0x20
  }

  /// Four digits to six behind a word of small letters ("since 1863. The"): of 228 places in the evaluation data all end a
  /// sentence. Behind a stop they number what follows, and fewer may be a German ordinal.
  @inline(__always)
  private func isBehindNumber(_ bytes: UnsafePointer<UInt8>) -> Bool {
    var digits = 0
    while digits < 7, isDigit((bytes - digits - 1).pointee) { digits += 1 }
    guard digits >= 4, digits < 7, (bytes - digits - 1).pointee == 0x20 else { return false }
    return (bytes - digits - 2).pointee &- 0x61 < 26
  }

  /// A bracket or quotation mark that closes, as they stand before the full stop in all of 580 places.
  @inline(__always)
  private func isBehindCloser(_ bytes: UnsafePointer<UInt8>) -> Bool {
    let last = bytes[-1]
    return last == 0x29 || last == 0x5D || last == 0x22
  }

  /// What is certain behind a listed token of up to seven letters and stops ("Dr. Webster", "e.g. rain", "z. B. das").
  @inline(never)
  private func atAbbreviation(
    _ kind: UInt32, _ bytes: UnsafePointer<UInt8>, _ position: Int, _ length: Int, _ lastLength: Int
  ) -> PlainStop {
    let next = bytes[2]
    guard next &- 0x30 < 10 || (next | 0x20) &- 0x61 < 26 || isLetter(position &+ 2) else { return .unknown }
    var kind = kind
    if lastLength <= 2 && length == lastLength && (bytes - length - 2).pointee == 0x2E {
      // "z. B." is one token to the rulings.
      let start = reader.joinedStart(before: position &- length, length: UInt32(length))
      kind = abbreviations.kind(of: reader.hash(start, position), language)
    }
    return certain(kind, before: position &+ 2, lastLength)
  }

  /// The rulings of ``ruling(_:)`` on one full stop and one blank behind a listed word, before a letter or digit; `letters` are
  /// those behind its last inner stop.
  @inline(__always)
  private func certain(_ kind: UInt32, before next: Int, _ letters: Int) -> PlainStop {
    switch AbbreviationKind(rawValue: UInt8(kind)) {
    case .user, .inner: return .nothing
    case .title: return letters > 1 ? .nothing : .unknown
    case .number: return reader.byte(at: next) &- 0x30 < 10 ? .nothing : .unknown
    case .general: return isSmallWord(next) ? .nothing : .unknown
    default: return .unknown
    }
  }

  /// A full stop and a closing quote end the sentence where the stop alone would, unless somebody says what is quoted.
  @inline(__always)
  private func behindQuotation(_ bytes: UnsafePointer<UInt8>, _ position: Int) -> PlainStop {
    // "U.S.": see ``isFirstPart(_:)``.
    if bytes[2] == 0x2E && bytes[1] &- 0x41 < 26 {
      guard (bytes[-1] | 0x20) &- 0x61 < 26, bytes[-2] == 0x20, bytes[-3] != 0x2E else { return .unknown }
      let tail = (EightBytes.load(bytes - 6) | 0x2020_2020_2020_2020) & ~0 &<< 40
      return abbreviations.kind(ofShort: tail, language) != 0 ? .nothing : .unknown
    }
    // SB8a. But two commas may open a quotation.
    if bytes[1] == 0x2C && bytes[2] != 0x2C { return .nothing }
    let length = closingQuote(bytes)
    if length > 0 && bytes[length + 1] == 0x0A { return .nothing }
    guard length > 0, bytes[length + 1] == 0x20 else { return .unknown }
    let first = position &+ length &+ 2
    let begin = beginning(bytes + length + 2)
    guard begin != .none, isLetter(first), isBehindPlainWord(bytes, position, begin) else { return .unknown }
    let next = reader.wordEnd(at: first)
    if reader.byte(at: next) == 0x20 && abbreviations.isSpeech(reader.hashWord(at: next &+ 1), language) {
      return .unknown
    }
    return .sentenceEnd(position &+ length &+ 1)
  }

  /// The bytes of the closing quote behind a stop, 0 if there is none.
  @inline(__always)
  private func closingQuote(_ bytes: UnsafePointer<UInt8>) -> Int {
    switch bytes[1] {
    case 0x22: 1
    case 0xC2 where bytes[2] == 0xBB: 2
    // » behind a blank, as French has it.
    case 0x20 where bytes[2] == 0xC2 && bytes[3] == 0xBB: 3
    // ” and, as German has it, “.
    case 0xE2 where bytes[2] == 0x80 && (bytes[3] == 0x9D || bytes[3] == 0x9C): 3
    default: 0
    }
  }

  /// Small letters, and no other letter or digit behind them.
  /// - Precondition: eight bytes are readable from `start` on.
  @inline(__always)
  private func isSmallWord(_ start: Int) -> Bool {
    let smalls = EightBytes.smallLetters(EightBytes.load(reader.base + start))
    let count = EightBytes.countFirst(smalls)
    return count == 8 ? isLongSmallWord(start) : isSmallWord(start, until: start &+ count)
  }

  @inline(never)
  private func isLongSmallWord(_ start: Int) -> Bool {
    var p = start
    while p &- start < 20, reader.byte(at: p) &- 0x61 < 26 { p &+= 1 }
    return isSmallWord(start, until: p)
  }

  @inline(__always)
  private func isSmallWord(_ start: Int, until end: Int) -> Bool {
    let behind = reader.byte(at: end)
    if behind >= 0x80 { return isSmallWideWord(start) }
    return end > start && end &- start < 20 && behind &- 0x41 >= 26 && behind &- 0x30 >= 10
  }

  private func isSmallWideWord(_ start: Int) -> Bool {
    var p = start
    while p &- start < 40, let letter = reader.scalar(at: p), letter.isIn(.wordPart) {
      guard letter.sentenceClass == SentenceClass.lower || letter.isIn(.ignored) else { return false }
      p = letter.end
    }
    return p > start && p &- start < 40
  }

  /// What a sentence may begin with: see ``beginning(_:)``.
  enum Beginning {
    case none, capital, caseless
  }

  /// A capital with a letter, blank or apostrophe behind it, or a letter without case; an opening quote or bracket
  /// before them.
  @inline(__always)
  private func beginning(_ bytes: UnsafePointer<UInt8>) -> Beginning {
    var first = bytes
    if first[0] == 0x22 || first[0] == 0x28 {
      first += 1
    } else if first[0] == 0xE2 && first[1] == 0x80 && (first[2] == 0x9C || first[2] == 0x9E) {
      first += 3
    } else if first[0] == 0xC2 && first[1] == 0xAB {
      first += 2
      // French has a blank behind it, one that breaks no line if it is careful.
      if first[0] == 0x20 {
        first += 1
      } else if first[0] == 0xC2 && first[1] == 0xA0 {
        first += 2
      } else if first[0] == 0xE2 && first[1] == 0x80 && first[2] == 0xAF {
        first += 3
      }
    }
    if first[0] < 0x80 {
      let second = first[1]
      let isWord = (second | 0x20) &- 0x61 < 26 || second == 0x20 || second == 0x27 || second >= 0x80
      return first[0] &- 0x41 < 26 && isWord ? .capital : .none
    }
    let letter = reader.sentenceClass(at: first - reader.base)
    if letter == SentenceClass.upper { return .capital }
    return letter == SentenceClass.oLetter ? .caseless : .none
  }

  /// `!` and `?` behind a letter or digit, or behind the vowel signs and other marks of one.
  @inline(__always)
  private func isBehindWord(_ position: Int) -> Bool {
    guard var last = reader.scalar(before: position) else { return false }
    var left = 4
    while left > 0, last.isIn(.ignored), let letter = reader.scalar(before: last.start) {
      last = letter
      left -= 1
    }
    return last.isIn(.letter) || last.sentenceClass == SentenceClass.numeric
  }

  /// A full stop behind two small letters or more that are no abbreviation.
  @inline(__always)
  private func isBehindPlainWord(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ begin: Beginning) -> Bool {
    if bytes[-1] >= 0x80 { return isPlain(beyondASCII(position, begin)) }
    guard begin == .capital else { return false }
    // The last eight bytes at once: the upper bit of each byte of `others` says that it is no small letter.
    let word = EightBytes.load(bytes - 8)
    let length = EightBytes.countLast(EightBytes.smallLetters(word))
    if length == 8 { return !isListed(word, position) }
    guard length > 0 else { return false }
    let border = (bytes - length - 1).pointee
    var letters = length
    switch border {
    case 0x20: if length < 2 { return false }
    // "old-fashioned", but not "g-n"; "don't".
    case 0x2D: if length < 3 { return false }
    case 0x27: if length == 1 { return true }
    case 0x80...: return isPlain(beyondASCII(position, begin))
    default:
      // The word may have a capital.
      guard border &- 0x41 < 26, length >= 3, (bytes - length - 2).pointee == 0x20 else { return false }
      letters &+= 1
    }
    if letters == 9 { letters = 8 }
    let tail = (word | 0x2020_2020_2020_2020) & ~0 &<< UInt64(64 &- letters &* 8)
    return !isListed(tail, position)
  }

  /// Whether the word before `position` is an abbreviation; `tail` is its last eight bytes.
  @inline(__always)
  func isListed(_ tail: UInt64, _ position: Int) -> Bool {
    abbreviations.mayList(tail, language) && isListed(before: position)
  }

  @inline(never)
  func isListed(before position: Int) -> Bool {
    var p = position
    var left = 20
    while left > 0, let letter = reader.scalar(before: p), letter.isIn(.letter) || letter.isIn(.ignored) {
      p = letter.start
      left -= 1
    }
    return isListed(before: position, from: p)
  }

  @inline(__always)
  func isListed(before position: Int, from start: Int) -> Bool {
    abbreviations.kind(of: reader.hash(start, position), language) != 0
  }
}
