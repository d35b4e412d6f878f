import CByteScan
import TamisBase

/// The shape of a word: what it is made of and how long it is, in few values.
enum WordShape {
  static let none: UInt32 = 0
  // Letters that have case: 1…4 small, 5…8 capitalised, by length 1, 2, 3, 4 and more; 9 and 10 all capitals.
  static let small: UInt32 = 1
  static let capitalised: UInt32 = 5
  static let capitals2: UInt32 = 9
  static let capitals3: UInt32 = 10
  static let mixed: UInt32 = 11
  // Digits by count: 1, 2, 3, 4 and more.
  static let digits: UInt32 = 12
  static let digitsAndLetters: UInt32 = 16
  static let caselessOne: UInt32 = 17
  static let caselessMore: UInt32 = 18
  static let roman: UInt32 = 19
  // Not a word.
  static let closer: UInt32 = 20
  static let opener: UInt32 = 21
  static let symbol: UInt32 = 22
  static let pictograph: UInt32 = 23
  static let comma: UInt32 = 24
  static let dash: UInt32 = 25
  static let other: UInt32 = 26
  static let ideograph: UInt32 = 27
  static let count: UInt32 = 28

  /// The shape in one of few classes.
  @inline(__always)
  static func coarse(_ shape: UInt32) -> UInt32 {
    switch shape {
    case 1...2: 1
    case 3...4: 2
    case 5: 3
    case 6...8: 4
    case 9...10: 5
    case 12...15: 6
    case 17...18, 27: 7
    case 19: 3
    default: 0
    }
  }
}

/// Counts the letters of a word on the way through it.
struct WordMeasure {
  var length: UInt32 = 0
  private var capitals: UInt32 = 0
  private var smalls: UInt32 = 0
  private var digits: UInt32 = 0
  private var ideographs: UInt32 = 0
  private var romans: UInt32 = 0
  private var isFirstCapital = false

  init() {}

  /// Takes a letter or digit; `isFirst` for the one that the word begins with.
  @inline(__always)
  mutating func add(_ value: UInt32, _ facts: SegmentFacts) {
    isFirstCapital = false
    switch facts.sentenceClass {
    case SentenceClass.upper:
      capitals &+= 1
      isFirstCapital = true
      if WordMeasure.isRoman(value) { romans &+= 1 }
    case SentenceClass.lower: smalls &+= 1
    case SentenceClass.numeric: digits &+= 1
    case SentenceClass.oLetter: if facts.isIdeographic { ideographs &+= 1 }
    default: return
    }
    length &+= 1
  }

  /// The same for a byte; false, and nothing taken, if it is no letter or digit of ASCII.
  @inline(__always)
  mutating func addASCII(_ byte: UInt8) -> Bool {
    if byte &- 0x61 < 26 {
      isFirstCapital = false
      smalls &+= 1
    } else if byte &- 0x41 < 26 {
      isFirstCapital = true
      capitals &+= 1
      if WordMeasure.isRoman(UInt32(byte)) { romans &+= 1 }
    } else if byte &- 0x30 < 10 {
      isFirstCapital = false
      digits &+= 1
    } else {
      return false
    }
    length &+= 1
    return true
  }

  /// The letters and digits of ASCII that `kept` has a bit for, at `bytes`; the word begins with the lowest.
  @inline(__always)
  init(_ window: stop_window, _ kept: UInt32, _ bytes: UnsafePointer<UInt8>) {
    let upper = window.capitals & kept
    length = UInt32(truncatingIfNeeded: kept.nonzeroBitCount)
    capitals = UInt32(truncatingIfNeeded: upper.nonzeroBitCount)
    smalls = UInt32(truncatingIfNeeded: (window.smalls & kept).nonzeroBitCount)
    digits = length &- capitals &- smalls
    isFirstCapital = upper & kept & (0 &- kept) != 0
    guard length > 1 && capitals == length else { return }
    var left = kept
    while left != 0 {
      if WordMeasure.isRoman(UInt32(bytes[left.trailingZeroBitCount])) { romans &+= 1 }
      left &= left &- 1
    }
  }

  @inline(__always)
  private static func isRoman(_ value: UInt32) -> Bool {
    value == 0x49 || value == 0x56 || value == 0x58 || value == 0x4C || value == 0x43
  }

  /// The shape, the last scalar added being the first of the word (`backwards`) or not.
  func shape(firstIsCapital: Bool) -> UInt32 {
    let more = min(length, 4) &- 1
    if length == 0 { return WordShape.none }
    if digits == length { return WordShape.digits &+ more }
    if digits > 0 { return WordShape.digitsAndLetters }
    if ideographs > 0 { return WordShape.ideograph }
    if capitals == 0 && smalls == 0 { return length == 1 ? WordShape.caselessOne : WordShape.caselessMore }
    if smalls == length { return WordShape.small &+ more }
    if capitals == length {
      if length == 1 { return WordShape.capitalised }
      if romans == length { return WordShape.roman }
      return length == 2 ? WordShape.capitals2 : WordShape.capitals3
    }
    if firstIsCapital && capitals == 1 { return WordShape.capitalised &+ more }
    return WordShape.mixed
  }

  /// Whether the letter added last is a capital.
  var isLastCapital: Bool { isFirstCapital }
}

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

  /// The value and the facts of the scalar beside a position, and its other border. Two bytes are told here, as loops
  /// over words live on it.
  private typealias Letter = (value: UInt32, facts: SegmentFacts, border: Int)

  @inline(__always)
  private func letter(before position: Int) -> Letter? {
    if position &- start >= 2, base[position &- 1] & 0xC0 == 0x80, base[position &- 2] &- 0xC2 < 0x1E {
      return letter(position &- 2, position &- 2)
    }
    guard let scalar = scalar(before: position) else { return nil }
    return (scalar.value, scalar.facts, scalar.start)
  }

  @inline(__always)
  private func letter(at position: Int) -> Letter? {
    if end &- position >= 2, base[position] &- 0xC2 < 0x1E, base[position &+ 1] & 0xC0 == 0x80 {
      return letter(position, position &+ 2)
    }
    guard let scalar = scalar(at: position) else { return nil }
    return (scalar.value, scalar.facts, scalar.end)
  }

  @inline(__always)
  private func letter(_ position: Int, _ border: Int) -> Letter {
    let value = UInt32(base[position] & 0x1F) &<< 6 | UInt32(base[position &+ 1] & 0x3F)
    return (value, SegmentFacts(bits: table[value]), border)
  }

  /// Where the letters and digits before `position` begin, and what they are.
  private func wordStart(before position: Int, _ measure: inout WordMeasure) -> Int {
    var p = position
    var left = TextReader.longestWord
    while left > 0 {
      let byte = byte(at: p &- 1)
      if measure.addASCII(byte) {
        p &-= 1
        left -= 1
        continue
      }
      guard byte >= 0x80, let letter = letter(before: p), letter.facts.isIn(.wordPart) else { break }
      measure.add(letter.value, letter.facts)
      p = letter.border
      left -= 1
      // Scripts without blanks: the last character says what can be said.
      if letter.facts.isIdeographic || TextReader.isKana(letter.value) { break }
    }
    return p
  }

  /// So many bytes of a window may be a word: a longer one may be cut at ``longestWord``.
  private static var plainWord: Int { 16 }

  func previousWord(before run: StopRun) -> PreviousWord {
    let plain = run.start &- start >= 32 ? plainPreviousWord(before: run.start) : nil
    return plain ?? anyPreviousWord(before: run)
  }

  /// What stands before `position` if the word and the one before it are of ASCII and nothing joins them: nearly all of
  /// English, by bits instead of letters. Nil for anything else.
  @inline(__always)
  func plainPreviousWord(before position: Int) -> PreviousWord? {
    let bytes = base + position - 32
    let window = stop_window_at(bytes)
    let letters = window.smalls | window.capitals | window.digits
    let length = (~letters).leadingZeroBitCount
    guard length > 0, length <= TextReader.plainWord else { return nil }
    let border = bytes[31 &- length]
    let isJoined = border == 0x2E && length <= 4 || border == 0x2D && length <= 2
    let isBlank = border == 0x20
    if border >= 0x80 || isJoined || isBlank && length <= 2 && bytes[30 &- length] == 0x2E { return nil }
    var word = PreviousWord()
    let measure = WordMeasure(window, letters & ~0 &<< UInt32(32 &- length), bytes)
    word.shape = measure.shape(firstIsCapital: measure.isLastCapital)
    word.length = measure.length
    word.hash = WordHash(ascii: bytes + (32 - length), length).value
    word.tokenHash = word.hash
    guard isBlank else {
      word.border = borderClass(scalar(before: position &- length))
      word.earlier = earlierShape(before: position &- length)
      return word
    }
    word.border = 1
    let earlier = letters &<< UInt32(length &+ 1)
    let earlierLength = (~earlier).leadingZeroBitCount
    let left = 31 &- length &- earlierLength
    guard left > 0, earlierLength <= TextReader.plainWord, bytes[left &- 1] < 0x80 else { return nil }
    guard earlierLength > 0 else {
      word.earlier = 8
      return word
    }
    let kept = letters & (~0 &<< UInt32(left)) & ~(~0 &<< UInt32(31 &- length))
    let before = WordMeasure(window, kept, bytes)
    word.earlier = WordShape.coarse(before.shape(firstIsCapital: before.isLastCapital))
    return word
  }

  func anyPreviousWord(before run: StopRun) -> PreviousWord {
    var word = PreviousWord()
    guard let last = scalar(before: run.start) else { return word }
    var measure = WordMeasure()
    let segmentStart = wordStart(before: run.start, &measure)
    if measure.length == 0 {
      word.shape = nonWordShape(last)
      return word
    }
    word.shape = measure.shape(firstIsCapital: measure.isLastCapital)
    word.length = measure.length
    let tokenStart = joinedStart(before: segmentStart, length: measure.length)
    word.hasInnerStops = tokenStart < segmentStart
    hashes(tokenStart, segmentStart, run.start, &word)
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
      var measure = WordMeasure()
      let partStart = wordStart(before: joint, &measure)
      guard measure.length > 0, measure.length <= 4 else { return p }
      partLength = measure.length
      p = partStart
    }
    return p
  }

  /// The position of the full stop or hyphen that joins a part to the one before it.
  private func joint(before position: Int, _ partLength: UInt32) -> Int? {
    guard let joint = scalar(before: position) else { return nil }
    if joint.value == 0x2E { return joint.start }
    if joint.value == 0x2D { return partLength <= 2 ? joint.start : nil }
    // "z. B.": parts of one or two letters may be written apart.
    guard joint.value == 0x20 || joint.value == 0xA0 || joint.value == 0x202F, partLength <= 2 else { return nil }
    guard byte(at: joint.start &- 1) == 0x2E else { return nil }
    var measure = WordMeasure()
    _ = wordStart(before: joint.start &- 1, &measure)
    return measure.length > 0 && measure.length <= 2 ? joint.start &- 1 : nil
  }

  private func hashes(_ tokenStart: Int, _ segmentStart: Int, _ end: Int, _ word: inout PreviousWord) {
    word.hash = hash(segmentStart, end)
    word.tokenHash = tokenStart < segmentStart ? hash(tokenStart, end) : word.hash
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
    var measure = WordMeasure()
    _ = wordStart(before: blank.start, &measure)
    if measure.length == 0 { return 8 }
    return WordShape.coarse(measure.shape(firstIsCapital: measure.isLastCapital))
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
    let bytes = base + position
    let window = stop_window_at(bytes)
    let letters = window.smalls | window.capitals | window.digits
    let length = (~letters).trailingZeroBitCount
    guard length > 0, length <= TextReader.plainWord, bytes[length] < 0x80 else { return nil }
    var word = NextWord()
    let measure = WordMeasure(window, ~(~0 &<< UInt32(length)), bytes)
    word.shape = measure.shape(firstIsCapital: window.capitals & 1 != 0)
    word.hash = WordHash(ascii: bytes, length).value
    word.follower = followerClass(bytes[length])
    return word
  }

  func anyNextWord(after run: StopRun) -> NextWord {
    var word = NextWord()
    var p = afterOpeners(run.next, &word)
    guard let first = scalar(at: p) else { return word }
    let firstIsCapital = first.sentenceClass == SentenceClass.upper
    word.isArmenian = first.value >= 0x531 && first.value < 0x590
    var measure = WordMeasure()
    word.hash = hashWord(&p, &measure)
    if measure.length == 0 {
      word.shape = nonWordShape(first)
      return word
    }
    word.shape = measure.shape(firstIsCapital: firstIsCapital)
    word.follower = followerClass(byte(at: p))
    if run.closers & StopRun.Closers.quotes != 0 && byte(at: p) == 0x20 {
      p &+= 1
      var second = WordMeasure()
      word.secondHash = hashWord(&p, &second)
    }
    return word
  }

  /// The hash of the word that starts at `p`, which moves behind it; what it is made of is added to `measure`.
  func hashWord(_ p: inout Int, _ measure: inout WordMeasure) -> UInt32 {
    var hash = WordHash()
    var left = TextReader.longestWord
    while left > 0 {
      let byte = byte(at: p)
      if measure.addASCII(byte) {
        hash.add(UInt32(byte))
        p &+= 1
        left -= 1
        continue
      }
      guard byte >= 0x80, let letter = letter(at: p), letter.facts.isIn(.wordPart) else { break }
      if letter.facts.sentenceClass != SentenceClass.format { hash.add(letter.value, letter.facts) }
      measure.add(letter.value, letter.facts)
      p = letter.border
      left -= 1
      // Scripts without blanks: the first character says what can be said ("と" after a quotation).
      if letter.facts.isIdeographic || TextReader.isKana(letter.value) { break }
    }
    return hash.value
  }

  @inline(__always)
  private static func isKana(_ value: UInt32) -> Bool { value >= 0x3040 && value < 0x3100 }

  private func followerClass(_ byte: UInt8) -> UInt32 {
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
