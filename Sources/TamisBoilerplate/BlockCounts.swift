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

/// What one pass over a block finds. Plain data, all bounded by the block's length (at most ``BlockScanner/detail`` bytes).
struct BlockCounts: BitwiseCopyable {
  var bytes: Int32 = 0
  /// What all features measure length by: letters as a reader of an alphabet counts them, a character that stands alone
  /// for two and a half. Bytes would make a Russian headline a paragraph, characters a Chinese paragraph a headline.
  var length: Int32 = 0
  var characters: Int32 = 0
  var tokens: Int32 = 0
  var singles: Int32 = 0
  var capitalized: Int32 = 0
  var allCapitals: Int32 = 0
  var upper: Int32 = 0
  var digits: Int32 = 0
  var nonASCII: Int32 = 0
  var terminators: Int32 = 0
  var commas: Int32 = 0
  var colons: Int32 = 0
  var symbols: Int32 = 0
  var quotes: Int32 = 0
  var dashes: Int32 = 0
  var brackets: Int32 = 0
  var addresses: Int32 = 0
  var particles: Int32 = 0
  var longestToken: Int32 = 0
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
  /// Hash of all tokens, and of all but those with digits: equal blocks have equal ones.
  var hash: UInt32 = 0
  var shape: UInt32 = 0
  /// The first tokens, kept for the topics.
  var firstToken: Int32 = 0
  var keptTokens: Int32 = 0
  /// What of them may be a topic.
  var firstKey: Int32 = 0
  var keys: Int32 = 0
  /// Copies of this block in the document, itself included.
  var copies: Int32 = 1
  var shapeCopies: Int32 = 1

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
  @inline(__always)
  var endsSentence: Bool { last >= EdgeClass.ellipsis }

  /// A sentence or more, though not a long one: runs of these are the body of an article, where teasers alternate with
  /// headlines and dates.
  @inline(__always)
  var isSentence: Bool { endsSentence && words >= 6 || isProse }

  /// Long and ended like a sentence: what articles are made of, whatever it says.
  @inline(__always)
  var isProse: Bool { length >= 80 && endsSentence || length >= 240 && words >= 20 && terminators > 0 }
}
