import CByteScan

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

  /// By how much the shape of a word of so many letters, up to 31, follows that of one: 0 to 3, looked up in pairs of
  /// bits.
  @inline(__always)
  static func more(_ length: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: 0xFFFF_FFFF_FFFF_FF90 as UInt64 &>> (UInt64(length) &* 2) & 3)
  }

  /// The shape in one of few classes: 1 and 2 small letters, 3 and 4 capitalised or a Roman number, 5 capitals, 6
  /// digits, 7 without case, 0 anything else. A digit for each in one number, as no processor could guess them.
  @inline(__always)
  static func coarse(_ shape: UInt32) -> UInt32 {
    let classes: UInt64 = shape < 16 ? 0x6666_0554_4432_2110 : 0x7000_0000_3770
    return UInt32(truncatingIfNeeded: classes &>> (UInt64(shape & 15) &* 4) & 15)
  }
}

/// Counts the letters of a word on the way through it.
struct WordMeasure {
  /// Counts of eight bits, by ``place(_:)``: what a letter is cannot be guessed, so one is added without asking.
  private var counts: UInt64 = 0
  private var lastPlace: UInt64 = 0

  private static var capitals: UInt64 { 8 }
  private static var smalls: UInt64 { 16 }
  private static var digits: UInt64 { 24 }
  private static var ideographs: UInt64 { 32 }

  /// Where a class is counted: a digit for each in one number, times eight. 0 has the letters without case, 5 what does
  /// not count.
  @inline(__always)
  private static func place(_ sentenceClass: UInt16) -> UInt64 {
    (0x5555_5155_5032_5555 &>> (UInt64(sentenceClass) &* 4) & 7) &* 8
  }

  /// Takes a letter, digit or mark, the one that the word begins with first or last.
  @inline(__always)
  mutating func add(_ facts: SegmentFacts) {
    lastPlace = WordMeasure.place(facts.sentenceClass)
    counts &+= 1 &<< lastPlace
  }

  @inline(__always)
  mutating func addIdeograph() {
    lastPlace = WordMeasure.ideographs
    counts &+= 1 &<< WordMeasure.ideographs
  }

  @inline(__always)
  private func count(_ place: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: counts &>> place & 0xFF) }

  /// Letters and digits.
  @inline(__always)
  var length: UInt32 { UInt32(truncatingIfNeeded: ((counts & 0xFF_FFFF_FFFF) &* 0x1_0101_0101) &>> 32 & 0xFF) }

  /// The shape of the word, whose bytes are from `bytes` to `end`.
  func shape(firstIsCapital: Bool, _ bytes: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UInt32 {
    let length = length
    let more = WordShape.more(length)
    if length == 0 { return WordShape.none }
    let smalls = count(WordMeasure.smalls)
    let capitals = count(WordMeasure.capitals)
    if smalls &+ (firstIsCapital ? capitals & 1 : 0) == length {
      return (smalls == length ? WordShape.small : WordShape.capitalised) &+ more
    }
    let digits = count(WordMeasure.digits)
    if digits == length { return WordShape.digits &+ more }
    if digits > 0 { return WordShape.digitsAndLetters }
    if count(WordMeasure.ideographs) > 0 { return WordShape.ideograph }
    if capitals == 0 && smalls == 0 { return length == 1 ? WordShape.caselessOne : WordShape.caselessMore }
    if capitals == length {
      return length == 1 ? WordShape.capitalised : WordShape.capitals(length, bytes, end)
    }
    if firstIsCapital && capitals == 1 { return WordShape.capitalised &+ more }
    return WordShape.mixed
  }

  /// Whether what was added last is a capital.
  @inline(__always)
  var isLastCapital: Bool { lastPlace == WordMeasure.capitals }
}

extension WordShape {
  /// The shape of the letters and digits of ASCII, `length` of them without a gap, that `kept` has the bits of, at
  /// `bytes`.
  @inline(__always)
  static func ascii(
    _ window: stop_window, _ kept: UInt32, _ length: Int, _ bytes: UnsafePointer<UInt8>
  ) -> UInt32 {
    let more = more(UInt32(truncatingIfNeeded: length))
    let upper = window.capitals & kept
    if (window.digits | upper & (upper &- 1)) & kept == 0 {
      let first = kept & (0 &- kept)
      return upper == 0 ? small &+ more : upper == first ? capitalised &+ more : mixed
    }
    let digits = window.digits & kept
    if digits != 0 { return digits == kept ? WordShape.digits &+ more : digitsAndLetters }
    if upper != kept { return mixed }
    let word = bytes + kept.trailingZeroBitCount
    return capitals(UInt32(truncatingIfNeeded: length), word, word + length)
  }

  /// The shape of `length` capitals, more than one, that may have marks.
  static func capitals(_ length: UInt32, _ bytes: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UInt32 {
    var romans: UInt32 = 0
    for place in 0..<end - bytes where bytes[place] < 0x80 {
      guard isRoman(bytes[place]) else { return length == 2 ? capitals2 : capitals3 }
      romans &+= 1
    }
    if romans == length { return roman }
    return length == 2 ? capitals2 : capitals3
  }

  @inline(__always)
  private static func isRoman(_ byte: UInt8) -> Bool {
    byte == 0x49 || byte == 0x56 || byte == 0x58 || byte == 0x4C || byte == 0x43
  }
}
