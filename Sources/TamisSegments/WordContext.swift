import CByteScan
import TamisBase

/// What stands before a run of terminators.
struct PreviousWord: Equatable {
  var shape: UInt32 = WordShape.none
  /// Of the letters right before the run, in scalars.
  var length: UInt32 = 0
  /// Of the letters right before the run; 0 if there are none.
  var hash: UInt32 = 0
  /// Of those and what inner full stops and hyphens join to them ("u.s", "г-н").
  var tokenHash: UInt32 = 0
  var hasInnerStops = false
  /// What stands before the word: see ``TextReader/borderClass(_:)``.
  var border: UInt32 = 0
  /// The shape of the word before it, coarsely.
  var earlier: UInt32 = 0

  @inline(__always) var isNumber: Bool { shape >= WordShape.digits && shape < WordShape.digitsAndLetters }
  /// One digit or two.
  @inline(__always) var isShortNumber: Bool { shape &- WordShape.digits < 2 }
  /// Three small letters or more.
  @inline(__always) var isLongAndSmall: Bool { shape &- WordShape.small &- 2 < 2 }
}

/// What stands behind a run of terminators.
struct NextWord: Equatable {
  var shape: UInt32 = WordShape.none
  var hash: UInt32 = 0
  /// What stands between the run and the word: bits of ``Openers``.
  var openers: UInt32 = 0
  /// What comes right behind the word: 0 anything, 1 a full stop, 2 a closing bracket, 3 an apostrophe, 4 a colon or
  /// comma, 5 what only addresses have there, 6 a question mark.
  var follower: UInt32 = 0
  var secondHash: UInt32 = 0
  var isArmenian = false

  static let addressFollower: UInt32 = 5
  static let questionFollower: UInt32 = 6

  @inline(__always) var isSmall: Bool { shape >= WordShape.small && shape < WordShape.capitalised }
  @inline(__always) var isCapitalised: Bool { shape >= WordShape.capitalised && shape < WordShape.capitals2 }
  /// Begins with a capital.
  @inline(__always)
  var isUpper: Bool { shape >= WordShape.capitalised && shape <= WordShape.mixed || shape == WordShape.roman }
  @inline(__always) var isNumber: Bool { shape >= WordShape.digits && shape <= WordShape.digitsAndLetters }
  /// One digit or two.
  @inline(__always) var isShortNumber: Bool { shape &- WordShape.digits < 2 }
  @inline(__always) var isCaseless: Bool { shape == WordShape.caselessOne || shape == WordShape.caselessMore }

  enum Openers {
    static let quote: UInt32 = 1
    static let bracket: UInt32 = 2
    static let dash: UInt32 = 4
    static let bullet: UInt32 = 8
  }
}

extension TextReader {
  /// Words are looked at over this many scalars at most, whatever their length.
  private static var longestWord: Int { 20 }

  /// The value and the facts of the scalar beside a position, and its other border. Well-formed ones of up to three
  /// bytes are told here, as loops over words live on it.
  typealias Letter = (value: UInt32, facts: SegmentFacts, border: Int)

  @inline(__always)
  func letter(before position: Int) -> Letter? {
    guard position &- start >= 3 else { return anyLetter(scalar(before: position)) { $0.start } }
    let last = base[position &- 1]
    if last < 0x80 { return letter(UInt32(last), position &- 1) }
    let second = base[position &- 2]
    guard last < 0xC0 else { return anyLetter(scalar(before: position)) { $0.start } }
    if second &- 0xC2 < 0x1E { return letter(TextReader.value(second, last), position &- 2) }
    let first = base[position &- 3]
    if second & 0xC0 == 0x80 && (first &- 0xE1 < 0x0C || first == 0xE0 && second >= 0xA0) {
      return letter(TextReader.value(first, second, last), position &- 3)
    }
    return anyLetter(scalar(before: position)) { $0.start }
  }

  @inline(__always)
  private func letter(at position: Int) -> Letter? {
    guard end &- position >= 3 else { return anyLetter(scalar(at: position)) { $0.end } }
    let first = base[position]
    if first < 0x80 { return letter(UInt32(first), position &+ 1) }
    let second = base[position &+ 1]
    guard second & 0xC0 == 0x80 else { return anyLetter(scalar(at: position)) { $0.end } }
    if first &- 0xC2 < 0x1E { return letter(TextReader.value(first, second), position &+ 2) }
    let third = base[position &+ 2]
    if third & 0xC0 == 0x80 && (first &- 0xE1 < 0x0C || first == 0xE0 && second >= 0xA0) {
      return letter(TextReader.value(first, second, third), position &+ 3)
    }
    return anyLetter(scalar(at: position)) { $0.end }
  }

  @inline(__always)
  private func letter(_ value: UInt32, _ border: Int) -> Letter { (value, SegmentFacts(bits: table[value]), border) }

  @inline(__always)
  private func anyLetter(_ scalar: Scalar?, _ border: (Scalar) -> Int) -> Letter? {
    guard let scalar else { return nil }
    return (scalar.value, scalar.facts, border(scalar))
  }

  @inline(__always)
  private static func value(_ first: UInt8, _ second: UInt8) -> UInt32 {
    UInt32(first & 0x1F) &<< 6 | UInt32(second & 0x3F)
  }

  @inline(__always)
  private static func value(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(first & 0x0F) &<< 12 | UInt32(second & 0x3F) &<< 6 | UInt32(third & 0x3F)
  }

  /// A word: where it begins or ends, and what it is.
  private typealias Word = (border: Int, measure: WordMeasure)

  /// The letters and digits before `position`.
  private func word(before position: Int) -> Word {
    var p = position
    var measure = WordMeasure()
    var left = TextReader.longestWord
    while left > 0, let letter = letter(before: p), letter.facts.isIn(.wordPart) {
      p = letter.border
      if TextReader.isWordAlone(letter, &measure) { break }
      left &-= 1
    }
    return (p, measure)
  }

  /// Takes the letter, and says whether it stands for its word: in scripts without blanks, the character beside the
  /// stop says what can be said ("と" after a quotation).
  @inline(__always)
  private static func isWordAlone(_ letter: Letter, _ measure: inout WordMeasure) -> Bool {
    guard letter.value >= firstIdeograph else {
      measure.add(letter.facts)
      return false
    }
    let isIdeograph = letter.facts.isIdeographic && letter.facts.sentenceClass == SentenceClass.oLetter
    if isIdeograph { measure.addIdeograph() } else { measure.add(letter.facts) }
    return letter.facts.isIdeographic || isKana(letter.value)
  }

  /// No ideograph or kana is below.
  private static var firstIdeograph: UInt32 { 0x3000 }

  @inline(__always)
  private func shape(_ word: Word, before position: Int) -> UInt32 {
    word.measure.shape(firstIsCapital: word.measure.isLastCapital, base + word.border, base + position)
  }

  /// So many bytes of a window may be a word: a longer one may be cut at ``longestWord``.
  private static var plainWord: Int { 16 }

  func previousWord(before run: StopRun) -> PreviousWord {
    let mayBePlain = run.start &- start >= 32 && base[run.start &- 1] < 0x80
    return (mayBePlain ? plainPreviousWord(before: run.start) : nil) ?? anyPreviousWord(before: run)
  }

  /// What stands before `position` if it is of ASCII: nearly all of English, by bits instead of letters. Nil for
  /// anything else.
  @inline(__always)
  func plainPreviousWord(before position: Int) -> PreviousWord? {
    let bytes = base + position - 32
    let window = stop_window_at(bytes)
    let letters = window.smalls | window.capitals | window.digits
    let length = (~letters).leadingZeroBitCount
    guard length > 0, length <= TextReader.plainWord else { return nil }
    let token = TextReader.joinedLength(bytes, letters, length)
    guard token < 24 else { return nil }
    let border = bytes[31 &- token]
    if border >= 0x80 { return nil }
    var word = PreviousWord()
    word.shape = WordShape.ascii(window, letters & ~0 &<< UInt32(32 &- length), length, bytes)
    word.length = UInt32(truncatingIfNeeded: length)
    word.hash = WordHash(ascii: bytes + (32 - length), length).value
    word.tokenHash = word.hash
    if token > length {
      word.hasInnerStops = true
      word.tokenHash = hash(position &- token, position)
    }
    word.border = border == 0x20 ? 1 : borderClass(scalar(before: position &- token))
    let earlierLength = (~(letters &<< UInt32(token &+ 1))).leadingZeroBitCount
    let left = 31 &- token &- earlierLength
    guard border == 0x20, left > 0, earlierLength <= TextReader.plainWord, bytes[left &- 1] < 0x80 else {
      word.earlier = earlierShape(before: position &- token)
      return word
    }
    guard earlierLength > 0 else {
      word.earlier = 8
      return word
    }
    let kept = letters & (~0 &<< UInt32(left)) & ~(~0 &<< UInt32(31 &- token))
    word.earlier = WordShape.coarse(WordShape.ascii(window, kept, earlierLength, bytes))
    return word
  }

  /// How many of the 32 bytes at `bytes` the token at their end has, whose last part has `length`: see
  /// ``joinedStart(before:length:)``. 32 if that goes beyond ASCII.
  @inline(__always)
  private static func joinedLength(_ bytes: UnsafePointer<UInt8>, _ letters: UInt32, _ length: Int) -> Int {
    var token = length
    var part = length
    for _ in 0..<5 {
      let joint = bytes[31 &- token]
      let isSpaced = joint == 0x20
      guard joint == 0x2E && part <= 4 || part <= 2 && (joint == 0x2D || isSpaced && bytes[30 &- token] == 0x2E) else {
        break
      }
      let jointEnd = token &+ (isSpaced ? 2 : 1)
      part = (~(letters &<< UInt32(jointEnd))).leadingZeroBitCount
      if part > 4 { break }
      if bytes[31 &- jointEnd &- part] >= 0x80 { return 32 }
      if part == 0 || isSpaced && part > 2 { break }
      token = jointEnd &+ part
      if token > 24 { return 32 }
    }
    return token
  }

  func anyPreviousWord(before run: StopRun) -> PreviousWord {
    var word = PreviousWord()
    let letters = self.word(before: run.start)
    word.length = letters.measure.length
    if word.length == 0 {
      if let last = scalar(before: run.start) { word.shape = nonWordShape(last) }
      return word
    }
    word.shape = shape(letters, before: run.start)
    let tokenStart = joinedStart(before: letters.border, length: word.length)
    word.hasInnerStops = tokenStart < letters.border
    word.hash = hash(letters.border, run.start)
    word.tokenHash = word.hasInnerStops ? hash(tokenStart, run.start) : word.hash
    word.border = borderClass(scalar(before: tokenStart))
    word.earlier = earlierShape(before: tokenStart)
    return word
  }

  /// Where a token with inner full stops or hyphens begins: "u.s", "p. ex", "г-н". Short parts only, at most five.
  func joinedStart(before start: Int, length: UInt32) -> Int {
    var p = start
    var partLength = length
    for _ in 0..<5 {
      guard partLength <= 4, let joint = joint(before: p, partLength) else { return p }
      let part = word(before: joint.position)
      partLength = part.measure.length
      guard partLength > 0, partLength <= joint.longest else { return p }
      p = part.border
    }
    return p
  }

  /// The position of the full stop or hyphen that joins a part to the one before it, and how long that may be.
  @inline(__always)
  private func joint(before position: Int, _ partLength: UInt32) -> (position: Int, longest: UInt32)? {
    guard let joint = scalar(before: position) else { return nil }
    if joint.value == 0x2E { return (joint.start, 4) }
    guard partLength <= 2 else { return nil }
    if joint.value == 0x2D { return (joint.start, 4) }
    // "z. B.": parts of one or two letters may be written apart.
    let isBlank = joint.value == 0x20 || joint.value == 0xA0 || joint.value == 0x202F
    return isBlank && byte(at: joint.start &- 1) == 0x2E ? (joint.start &- 1, 2) : nil
  }

  func hash(_ low: Int, _ high: Int) -> UInt32 {
    var hash = WordHash()
    var p = low
    while p < high {
      let byte = base[p]
      if byte < 0x80 {
        if byte > 0x20 || !SegmentFacts(bits: table[UInt32(byte)]).isIn(.blank) { hash.add(UInt32(byte)) }
        p &+= 1
        continue
      }
      guard let letter = letter(at: p) else { break }
      if letter.facts.sentenceClass != SentenceClass.format && !letter.facts.isIn(.blank) {
        hash.add(letter.value, letter.facts)
      }
      p = letter.border
    }
    return hash.value
  }

  /// 0 nothing, 1 blank, 2 full stop, 3 dash, 4 apostrophe, 5 bracket or quote, 6 slash or at, 7 other.
  private func borderClass(_ scalar: Scalar?) -> UInt32 {
    guard let scalar else { return 0 }
    if scalar.isIn(.blank) { return 1 }
    switch scalar.value {
    case 0x2E: return 2
    case 0x27, 0x2019: return 4
    case 0x2F, 0x40, 0x5F: return 6
    default: break
    }
    if scalar.facts.category == GeneralCategory.dash { return 3 }
    return scalar.sentenceClass == SentenceClass.close ? 5 : 7
  }

  private func earlierShape(before position: Int) -> UInt32 {
    guard let blank = scalar(before: position), blank.sentenceClass == SentenceClass.sp else { return 0 }
    let earlier = word(before: blank.start)
    return earlier.measure.length == 0 ? 8 : WordShape.coarse(shape(earlier, before: blank.start))
  }

  private func nonWordShape(_ scalar: Scalar) -> UInt32 {
    if scalar.facts.isPictographic { return WordShape.pictograph }
    if scalar.sentenceClass == SentenceClass.sContinue {
      return scalar.facts.category == GeneralCategory.dash ? WordShape.dash : WordShape.comma
    }
    switch scalar.facts.category {
    case GeneralCategory.openPunctuation, GeneralCategory.initialPunctuation: return WordShape.opener
    case GeneralCategory.closePunctuation, GeneralCategory.finalPunctuation: return WordShape.closer
    case GeneralCategory.dash: return WordShape.dash
    case GeneralCategory.mathSymbol...GeneralCategory.otherSymbol: return WordShape.symbol
    default: return scalar.sentenceClass == SentenceClass.close ? WordShape.closer : WordShape.other
    }
  }

  func nextWord(after run: StopRun) -> NextWord {
    let mayBePlain = end &- run.next > 32 && run.closers & StopRun.Closers.quotes == 0
    return (mayBePlain ? plainNextWord(at: run.next) : nil) ?? anyNextWord(after: run)
  }

  /// The word at `position` if it is of ASCII and nothing stands before it; nil for anything else.
  @inline(__always)
  func plainNextWord(at position: Int) -> NextWord? {
    var word = NextWord()
    return readPlainWord(position, &word) == 0 ? nil : word
  }

  /// Reads the word at `position` if it is of ASCII, and returns how many bytes it has; 0 for anything else.
  /// - Precondition: 32 bytes are readable from there on.
  @inline(__always)
  private func readPlainWord(_ position: Int, _ word: inout NextWord) -> Int {
    let bytes = base + position
    let (window, length) = plainWindow(position)
    guard length > 0 else { return 0 }
    word.shape = WordShape.ascii(window, ~(~0 &<< UInt32(length)), length, bytes)
    word.hash = WordHash(ascii: bytes, length).value
    word.follower = followerClass(bytes[length])
    return length
  }

  /// The window at `position`, and how many bytes the word there has if it is of ASCII; 0 for anything else.
  /// - Precondition: 32 bytes are readable from there on.
  @inline(__always)
  private func plainWindow(_ position: Int) -> (stop_window, length: Int) {
    let window = stop_window_at(base + position)
    let length = (~(window.smalls | window.capitals | window.digits)).trailingZeroBitCount
    return (window, length <= TextReader.plainWord && base[position &+ length] < 0x80 ? length : 0)
  }

  @inline(__always)
  private func plainLength(_ position: Int) -> Int {
    end &- position > 32 && base[position] < 0x80 ? plainWindow(position).length : 0
  }

  /// The word that begins at `position` with a letter or digit.
  func nextWord(at position: Int) -> NextWord {
    var word = NextWord()
    if let first = letter(at: position) { _ = readWord(position, first.value, first.facts, &word) }
    return word
  }

  func anyNextWord(after run: StopRun) -> NextWord {
    var word = NextWord()
    var p = afterOpeners(run.next, &word)
    guard let first = scalar(at: p) else { return word }
    p = readWord(p, first.value, first.facts, &word)
    if word.shape == WordShape.none {
      word.shape = nonWordShape(first)
    } else if run.closers & StopRun.Closers.quotes != 0 && byte(at: p) == 0x20 {
      word.secondHash = hashWord(at: p &+ 1)
    }
    return word
  }

  /// Reads the word at `position`, whose first character is given; returns where it ends.
  @inline(__always)
  private func readWord(_ position: Int, _ first: UInt32, _ facts: SegmentFacts, _ word: inout NextWord) -> Int {
    if first < 0x80 && end &- position > 32, case let length = readPlainWord(position, &word), length > 0 {
      return position &+ length
    }
    word.isArmenian = first >= 0x531 && first < 0x590
    let (end, measure, hash) = self.word(at: position)
    word.hash = hash
    let isCapital = facts.sentenceClass == SentenceClass.upper
    word.shape = measure.shape(firstIsCapital: isCapital, base + position, base + end)
    if word.shape != WordShape.none { word.follower = followerClass(byte(at: end)) }
    return end
  }

  /// The word that starts at `position`, with its hash.
  @inline(never)
  func word(at position: Int) -> (end: Int, measure: WordMeasure, hash: UInt32) {
    var p = position
    var measure = WordMeasure()
    var hash = WordHash()
    var left = TextReader.longestWord
    while left > 0, let letter = letter(at: p), letter.facts.isIn(.wordPart) {
      if letter.facts.sentenceClass != SentenceClass.format { hash.add(letter.value, letter.facts) }
      p = letter.border
      if TextReader.isWordAlone(letter, &measure) { break }
      left &-= 1
    }
    return (p, measure, hash.value)
  }

  /// The hash of the word that starts at `position`.
  func hashWord(at position: Int) -> UInt32 {
    let length = plainLength(position)
    return length > 0 ? WordHash(ascii: base + position, length).value : word(at: position).hash
  }

  /// Where the word that starts at `position` ends.
  func wordEnd(at position: Int) -> Int {
    let length = plainLength(position)
    return length > 0 ? position &+ length : word(at: position).end
  }

  @inline(__always)
  private static func isKana(_ value: UInt32) -> Bool { value >= 0x3040 && value < 0x3100 }

  @inline(__always)
  private func followerClass(_ byte: UInt8) -> UInt32 {
    byte == 0x20 ? 0 : followerClassOfMark(byte)
  }

  @inline(never)
  private func followerClassOfMark(_ byte: UInt8) -> UInt32 {
    switch byte {
    case 0x2E: 1
    case 0x29: 2
    case 0x27: 3
    case 0x3A, 0x2C, 0x3B: 4
    case 0x3F: NextWord.questionFollower
    case 0x40, 0x2F, 0x5F, 0x3D: NextWord.addressFollower
    default: 0
    }
  }

  /// Skips quotes, brackets, dashes, bullets and the blanks behind them, at most six characters.
  private func afterOpeners(_ position: Int, _ word: inout NextWord) -> Int {
    var p = position
    if (byte(at: p) | 0x20) &- 0x61 < 26 { return p }
    for _ in 0..<6 {
      guard let scalar = scalar(at: p) else { return p }
      if scalar.sentenceClass == SentenceClass.sp && word.openers != 0 {
        p = scalar.end
        continue
      }
      // Two commas or two grave accents stand for one opening quote in old typesetting.
      if scalar.value == 0x2C && byte(at: scalar.end) == 0x2C {
        word.openers |= NextWord.Openers.quote
        p = scalar.end &+ 1
        continue
      }
      guard let opener = openerBits(scalar) else { return p }
      word.openers |= opener
      p = scalar.end
    }
    return p
  }

  private func openerBits(_ scalar: Scalar) -> UInt32? {
    switch scalar.facts.category {
    case GeneralCategory.openPunctuation:
      // „ and ‚ are of this category, too.
      return scalar.value == 0x201E || scalar.value == 0x201A || scalar.value == 0x300C
        ? NextWord.Openers.quote : NextWord.Openers.bracket
    case GeneralCategory.initialPunctuation, GeneralCategory.finalPunctuation: return NextWord.Openers.quote
    case GeneralCategory.dash: return NextWord.Openers.dash
    default: break
    }
    switch scalar.value {
    case 0x22, 0x27, 0x60: return NextWord.Openers.quote
    case 0xBF, 0xA1: return NextWord.Openers.bracket
    case 0x2022, 0x2A, 0xB7, 0x25CF, 0x25AA, 0x2043: return NextWord.Openers.bullet
    default: return nil
    }
  }
}
