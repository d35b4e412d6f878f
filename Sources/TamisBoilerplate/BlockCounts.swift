import CByteScan
import TamisBase

/// What a block ends or begins with. The raw values are the values of a feature, ordered from furniture to sentence.
enum EdgeClass {
  static let none: UInt8 = 0
  static let symbol: UInt8 = 1
  static let digit: UInt8 = 2
  static let lower: UInt8 = 3
  static let caseless: UInt8 = 4
  static let upper: UInt8 = 5
  static let comma: UInt8 = 6
  static let colon: UInt8 = 7
  static let bracket: UInt8 = 8
  static let dash: UInt8 = 9
  static let quote: UInt8 = 10
  static let ellipsis: UInt8 = 11
  static let question: UInt8 = 12
  static let exclamation: UInt8 = 13
  static let stop: UInt8 = 14
}

/// A block's counts where they lie: the struct is far too large to be handed around by value.
typealias Counts = UnsafePointer<BlockCounts>

/// The counts of all blocks at hand.
struct CountsView {
  private let base: Counts
  let count: Int

  init(_ counts: UnsafeBufferPointer<BlockCounts>) {
    base = counts.baseAddress ?? UnsafePointer(bitPattern: 8).unsafelyUnwrapped
    count = counts.count
  }

  /// `place` is below `count`.
  @inline(__always)
  func at(_ place: Int) -> Counts { base + place }
}

/// Punctuation by kind, a byte each, none above ``BlockScanner/detail``: one addition counts a mark, whatever it is.
struct MarkCounts: BitwiseCopyable {
  var counts: UInt64 = 0

  static let terminator: UInt64 = 1
  static let comma: UInt64 = 1 << 8
  static let colon: UInt64 = 1 << 16
  static let symbol: UInt64 = 1 << 24
  static let quote: UInt64 = 1 << 32
  static let dash: UInt64 = 1 << 40
  static let bracket: UInt64 = 1 << 48
  static let address: UInt64 = 1 << 56

  /// The one of a character with these ``CharacterFact``s.
  static func one(_ fact: UInt16) -> UInt64 {
    var sum: UInt64 = 0
    if fact & CharacterFact.terminator != 0 { sum |= terminator }
    if fact & CharacterFact.comma != 0 { sum |= comma }
    if fact & CharacterFact.colon != 0 { sum |= colon }
    if fact & CharacterFact.symbol != 0 { sum |= symbol }
    if fact & CharacterFact.quote != 0 { sum |= quote }
    if fact & CharacterFact.dash != 0 { sum |= dash }
    if fact & CharacterFact.bracket != 0 { sum |= bracket }
    return sum
  }

  /// The one of a character beyond ASCII: single quotes that point up are apostrophes.
  static func one(_ scalar: UInt32, _ fact: UInt16) -> UInt64 { scalar == 0x2019 || scalar == 0x2018 ? 0 : one(fact) }

  @inline(__always)
  func count(_ one: UInt64) -> Int32 { Int32(byte(one)) }

  @inline(__always)
  func byte(_ one: UInt64) -> UInt8 {
    UInt8(truncatingIfNeeded: counts &>> UInt64(truncatingIfNeeded: one.trailingZeroBitCount))
  }
}

/// What one pass over a block finds. Plain data, all but the lengths at most ``BlockScanner/detail``.
struct BlockCounts: BitwiseCopyable {
  /// What all features measure length by: letters as a reader of an alphabet counts them, a character that stands alone
  /// for two and a half. Bytes would make a Russian headline a paragraph, characters a Chinese paragraph a headline.
  var length: Int32 = 0
  var tokens: Int32 = 0
  /// What is counted on the way to the tokens, where the kernels add to it.
  var found = word_fold_counts()
  var stops: Int32 = 0
  var cueTokens: Int32 = 0
  var cueHits: Int32 = 0
  var wordSum: Int32 = 0
  var wordHead: Int32 = 0
  var wordLeast: Int32 = 0
  var wordMost: Int32 = 0
  var cues = CueCounts()
  var firstCue: UInt8 = 0
  var lastCue: UInt8 = 0
  var first: UInt8 = 0
  var last: UInt8 = 0
  var closer: UInt8 = 0
  /// Those of `feature_counts`.
  var flags: UInt8 = 0
  /// Hash of all tokens, and of all but those with digits: equal blocks have equal ones.
  var hash: UInt32 = 0
  var shape: UInt32 = 0
  /// Where the block's tokens begin among the document's.
  var firstToken: Int32 = 0
  /// Copies of this block in the document, itself included.
  var copies: Int32 = 1
  var shapeCopies: Int32 = 1

  @inline(__always) var characters: Int32 { Int32(truncatingIfNeeded: found.scan.characters &+ found.characters) }
  @inline(__always) var singles: Int32 { Int32(truncatingIfNeeded: found.singles) }
  @inline(__always) var particles: Int32 { Int32(truncatingIfNeeded: found.particles) }
  @inline(__always) var capitalized: Int32 { Int32(truncatingIfNeeded: found.scan.capitalized) }
  @inline(__always) var allCapitals: Int32 { Int32(truncatingIfNeeded: found.scan.all_capitals) }
  @inline(__always) var upper: Int32 { Int32(truncatingIfNeeded: found.scan.upper) }
  @inline(__always) var digits: Int32 { Int32(truncatingIfNeeded: found.scan.digits) }
  @inline(__always) var nonASCII: Int32 { Int32(truncatingIfNeeded: found.scan.non_ascii) }
  @inline(__always) var longestToken: Int32 { Int32(truncatingIfNeeded: found.scan.longest) }
  @inline(__always) var marks: MarkCounts { MarkCounts(counts: found.scan.marks) }
  @inline(__always) var terminators: Int32 { marks.count(MarkCounts.terminator) }
  @inline(__always) var addresses: Int32 { marks.count(MarkCounts.address) }

  /// Words, a run of characters that stand alone counting half.
  @inline(__always)
  var words: Int32 { tokens &- singles &+ (singles &+ 1) / 2 }

  /// Tokens that speak to the reader: we, you, please.
  @inline(__always)
  var address: Int32 { Int32(cues[Int(Cue.us.rawValue)]) &+ Int32(cues[Int(Cue.you.rawValue)]) &+ Int32(cues[Int(Cue.ask.rawValue)]) }

  /// The same and what they speak of when they want something.
  @inline(__always)
  var plea: Int32 { address &+ Int32(cues[Int(Cue.donate.rawValue)]) &+ Int32(cues[Int(Cue.subscribe.rawValue)]) }

  /// Whether it ends as sentences end.
  @inline(__always) var endsSentence: Bool { has(feature_is_ended) }

  /// Long and ended like a sentence: what articles are made of, whatever it says.
  @inline(__always) var isProse: Bool { has(feature_is_prose) }

  @inline(__always) private func has(_ flag: Int) -> Bool { Int(flags) & flag != 0 }

  /// Short, and ended as headlines are, if at all.
  @inline(__always)
  var isHeadline: Bool {
    length <= 160 && words <= 24
      && (last < EdgeClass.comma || last >= EdgeClass.bracket && last <= EdgeClass.exclamation)
  }

  /// Sets the flags, when all is counted but what the words say.
  ///
  /// Without a branch, as each would be one on chance. A sentence is one or more, though not a long one: runs of these are the
  /// body of an article, where teasers alternate with headlines and dates.
  mutating func setFlags() {
    func bit(_ isSo: Bool) -> Int { isSo ? 1 : 0 }
    let words = self.words
    let isEnded = bit(last >= EdgeClass.ellipsis)
    let isLongText = bit(length >= 240) & bit(words >= 12) & bit(terminators > 0)
    let isProse = bit(length >= 80) & isEnded | isLongText
    let isSentence = isEnded & bit(words >= 6) | isProse
    let shape = isProse &* feature_is_prose | isEnded &* feature_is_ended | isSentence &* feature_is_sentence
    let size = bit(length < DocumentProfile.shortLength) &* feature_is_short
    let kind = bit(digits > 0) &* feature_has_digits | bit(singles &* 2 < tokens) &* feature_is_divided
    let isMarked = bit(first == EdgeClass.symbol) | bit(first == EdgeClass.digit) | bit(first == EdgeClass.quote) & bit(closer == EdgeClass.quote)
    let isPlain = isProse & ~(isMarked | bit(isHeadline)) &* feature_is_plain
    flags = UInt8(truncatingIfNeeded: shape | size | kind | isPlain)
  }
}
