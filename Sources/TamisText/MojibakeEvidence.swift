import TamisBase

/// Characters of a text that, as bytes of a page, are one well-formed sequence of UTF-8.
struct MojibakeSequence {
  /// Where the characters stand in the text.
  var span: ByteSpan
  /// What they are when read aright.
  var target: UInt32
  fileprivate var scalars: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  fileprivate(set) var count = 0
  /// The last byte was 0xA0, which has become a blank.
  var isLossy = false

  fileprivate func scalar(_ index: Int) -> UInt32 {
    switch index {
    case 0: scalars.0
    case 1: scalars.1
    case 2: scalars.2
    default: scalars.3
    }
  }

  fileprivate mutating func append(_ scalar: UInt32) {
    switch count {
    case 0: scalars.0 = scalar
    case 1: scalars.1 = scalar
    case 2: scalars.2 = scalar
    default: scalars.3 = scalar
    }
    count += 1
  }
}

/// Weighs how surely characters are misread bytes, in points.
///
/// The measure is what real text does not do. Nobody writes `fÃ¼r`: a capital follows a small letter, a sign a letter
/// and a letter the sign. Each such place is an oddity. In 30 treebanks of 26 languages 447 sequences of characters
/// happen to be well-formed UTF-8 in one of the five pages (Ukrainian `Він`, Russian `её` by KOI8-R, Czech `zvlášť`,
/// Portuguese `«É`), never two of them side by side; so a sequence without any oddity counts against the stretch that
/// it stands in.
struct MojibakeEvidence {
  let tables: MojibakeTables
  let base: UnsafePointer<UInt8>

  /// A stretch of this many points is repaired: an oddity and a common character will do.
  static let enough = 4
  private static let oddity = 2
  private static let nothingOdd = -2
  private static let threeCharacters = 4
  private static let fourCharacters = 6
  /// For each sequence right behind another.
  static let neighbor = 3
  /// The same when the two are of different scripts.
  private static let mixedScripts = -4
  /// For a character beside the sequence that has no part in one: a letter, or anything else.
  static let besideLetter = -4
  static let besideOther = -2

  /// Reads the sequence at `place`, if there is one by `page`.
  func sequence(at place: Int, _ end: Int, _ page: MojibakePage) -> MojibakeSequence? {
    let first = decodeScalar(base, place, end)
    let lead = tables.bytes(first.value)[page]
    guard first.isWellFormed, lead >= 0xC2, lead <= 0xF4 else { return nil }
    let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var found = MojibakeSequence(span: ByteSpan(place, place + first.length), target: 0)
    found.append(first.value)
    var bytes: (UInt8, UInt8, UInt8, UInt8) = (lead, 0, 0, 0)
    while found.count < count {
      guard found.span.end < end, base[found.span.end] >= 0x80 else { return nil }
      let next = decodeMultibyteScalar(base, found.span.end, end)
      let byte = tables.bytes(next.value)[page]
      guard next.isWellFormed, byte & 0xC0 == 0x80 else { return nil }
      switch found.count {
      case 1: bytes.1 = byte
      case 2: bytes.2 = byte
      default: bytes.3 = byte
      }
      found.append(next.value)
      found.span.end += next.length
    }
    guard let target = decode(bytes, count), tables.facts(target).likelihood != .never else { return nil }
    found.target = target
    return found
  }

  private func decode(_ bytes: (UInt8, UInt8, UInt8, UInt8), _ count: Int) -> UInt32? {
    withUnsafeBytes(of: bytes) { raw in
      guard let first = raw.bindMemory(to: UInt8.self).baseAddress else { return nil }
      let scalar = decodeScalar(first, 0, count)
      return scalar.isWellFormed && scalar.length == count ? scalar.value : nil
    }
  }

  /// `Ã `, `Â ` and `Р `: a letter and a no-break space that has become a blank. No evidence of its own.
  func lossySequence(at place: Int, _ end: Int, _ page: MojibakePage) -> MojibakeSequence? {
    let first = decodeScalar(base, place, end)
    let next = place + first.length
    guard page.hasSpaceAtA0, first.isWellFormed, next < end, base[next] == UInt8(ascii: " ") else { return nil }
    var found = MojibakeSequence(span: ByteSpan(place, next), target: 0, isLossy: true)
    let second = next + 1 < end ? base[next + 1] : 0
    switch first.value {
    case 0xC2:
      // The blank that is there is the no-break space. The Cyrillic В of the same byte is a Russian word.
      found.span.end = next + 1
      found.target = 0x20
    case 0xC3, 0x102:
      // `à` mostly ends a word, and the blank behind it and the lost one are one where runs were made one.
      guard tables.bytes(first.value)[page] == 0xC3, !isUpper(before: place) else { return nil }
      found.target = 0xE0
      if second == UInt8(ascii: " ") { found.span.end = next + 1 }
    case 0x420, 0xD0:
      // `Р` mostly begins one.
      let before = scalar(before: place, from: 0)
      guard tables.bytes(first.value)[page] == 0xD0, !tables.facts(before).isLetter else { return nil }
      found.target = 0x420
      if second >= 0x80 || second == UInt8(ascii: " ") { found.span.end = next + 1 }
    default: return nil
    }
    return found
  }

  private func isUpper(before place: Int) -> Bool {
    tables.facts(scalar(before: place, from: 0)).kind == .upper
  }

  /// The points of `sequence` between its neighbours in the text.
  /// - Parameter context: what stands before it once that is repaired.
  func points(_ sequence: MojibakeSequence, before: UInt32, after: UInt32, context: UInt32) -> Int {
    let odd = oddities(sequence, before: before, after: after)
    var points = odd == 0 ? Self.nothingOdd : odd * Self.oddity
    let target = tables.facts(sequence.target)
    switch target.likelihood {
    case .common: points += 2
    case .rare: points -= 2
    case .possible, .never: break
    }
    // Three or four characters that happen to make a quote, a dash or an emoji have not been seen.
    if sequence.count == 4 { points += Self.fourCharacters }
    if sequence.count == 3 && target.likelihood == .common { points += Self.threeCharacters }
    if target.kind == .upper && tables.facts(context).kind == .lower { points -= 2 }
    if target.kind == .mathematics && tables.facts(after).kind == .lower { points -= 2 }
    return points
  }

  /// The points for `target` right behind `before`, both read aright.
  func neighborPoints(_ before: UInt32, _ target: UInt32) -> Int {
    let (first, second) = (tables.facts(before).script, tables.facts(target).script)
    return first == second || first == .none || second == .none ? Self.neighbor : Self.mixedScripts
  }

  private func oddities(_ sequence: MojibakeSequence, before: UInt32, after: UInt32) -> Int {
    var odd = isOdd(before, sequence.scalar(0), at: 0) ? 1 : 0
    for index in 1..<sequence.count {
      if isOdd(sequence.scalar(index - 1), sequence.scalar(index), at: index) { odd += 1 }
    }
    if isOdd(sequence.scalar(sequence.count - 1), after, at: sequence.count) { odd += 1 }
    return hasOddShape(sequence, before: before, after: after) ? odd + 1 : odd
  }

  /// What takes more than two neighbours to see.
  private func hasOddShape(_ sequence: MojibakeSequence, before: UInt32, after: UInt32) -> Bool {
    let lead = tables.facts(sequence.scalar(0))
    let last = sequence.scalar(sequence.count - 1)
    let isBehindLetter = tables.facts(before).isLetter
    // `ÄŤas`, `ÃŽle`: no word has two capitals and then a small letter; `CÃ`, soft hyphen, `l` is the same.
    if lead.kind == .upper && tables.facts(after).kind == .lower {
      if tables.facts(last).kind == .upper || (isBehindLetter && isInWord(last)) { return true }
    }
    // `con»õinut`: a closing quote inside a word.
    if isBehindLetter && lead.kind == .close && tables.facts(sequence.scalar(1)).isLetter { return true }
    return !isBehindLetter && isNoWord(sequence.scalar(0)) && !tables.facts(sequence.scalar(1)).isLetter
  }

  /// Soft hyphen and acute accent: the word goes on behind them, and `CÃ` does not go on with a small letter.
  private func isInWord(_ scalar: UInt32) -> Bool {
    scalar == 0xAD || scalar == 0xB4
  }

  /// Letters that are no word by themselves in any language that writes them: Ã, Â, Ä, Ă, Ĺ, Ð, Ñ, Î, Ï, â.
  private func isNoWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xC2...0xC4, 0xCE, 0xCF, 0xD0, 0xD1, 0xE2, 0x102, 0x139: true
    default: false
    }
  }

  /// Whether real text hardly has `b` right behind `a`.
  /// - Parameter index: the place of `b` in the sequence; 0 when `a` stands before it, the count when `b` stands
  ///   behind it.
  private func isOdd(_ a: UInt32, _ b: UInt32, at index: Int) -> Bool {
    let first = tables.facts(a)
    let second = tables.facts(b)
    if first.kind == .control || second.kind == .control { return true }
    if first.isLetter { return isOddBehindLetter(a, first, b, second) }
    // Signs that begin a sequence may stand before a word; behind a letter of the sequence they may not.
    let isBehindLead = index > 1
    switch (first.kind, second.isLetter) {
    case (.neutral, _): return false
    case (.digit, true): return b >= 0x80
    case (.digit, false): return second.kind == .open
    case (.open, true): return false
    case (.open, false): return second.kind != .open && second.kind != .neutral && second.kind != .digit
    case (.close, true): return isBehindLead || index == 0
    case (.close, false): return second.kind == .symbol || second.kind == .open
    case (.joiner, _): return second.kind == .symbol
    case (.symbol, true): return isBehindLead || b >= 0x80
    case (.symbol, false): return second.kind == .symbol || second.kind == .mathematics
    case (.mathematics, true): return isBehindLead || b >= 0x80
    case (.mathematics, false):
      // An operator in front has an operand behind it.
      let hasNoOperand = index == 1 && (second.kind == .close || second.kind == .joiner)
      return second.kind == .symbol || second.kind == .open || hasNoOperand
    default: return false
    }
  }

  private func isOddBehindLetter(_ a: UInt32, _ first: MojibakeFacts, _ b: UInt32, _ second: MojibakeFacts) -> Bool {
    guard second.isLetter else {
      return second.kind == .open || second.kind == .symbol || second.kind == .mathematics
    }
    if first.script != second.script { return true }
    if first.kind == .lower && second.kind == .upper { return true }
    guard a >= 0x80, b >= 0x80 else { return false }
    return tables.bytes(a).orthographies & tables.bytes(b).orthographies == 0
  }

  /// The character that ends at `place`, a blank when there is none.
  func scalar(before place: Int, from start: Int) -> UInt32 {
    guard place > start else { return 0x20 }
    let low = max(start, place - 4)
    let p = scalarStart(before: place, in: base, from: low)
    let scalar = decodeScalar(base, p, place)
    return scalar.isWellFormed && p + scalar.length == place ? scalar.value : 0x20
  }

  /// The character at `place`, a blank when there is none.
  func scalar(at place: Int, _ end: Int) -> UInt32 {
    guard place < end else { return 0x20 }
    let scalar = decodeScalar(base, place, end)
    return scalar.isWellFormed ? scalar.value : 0x20
  }
}
