import TamisBase
import TamisICU

/// What a character is to a line of hard-wrapped text: how wide, and what it says at either end. Built the first time
/// that a document looks as if it might be wrapped, and kept.
enum LineFacts {
  static let lower: UInt16 = 1 << 0
  static let upper: UInt16 = 1 << 1
  /// A letter or a digit of any kind.
  static let word: UInt16 = 1 << 2
  /// It ends a sentence.
  static let stop: UInt16 = 1 << 3
  /// A quotation mark or bracket, past which a stop is looked for.
  static let closer: UInt16 = 1 << 4
  /// Two columns.
  static let wide: UInt16 = 1 << 5
  /// No column of its own.
  static let zeroWidth: UInt16 = 1 << 6
  /// Han, kana and their punctuation: nothing divides the words, and a line may end between any two.
  static let unspaced: UInt16 = 1 << 7
  /// Thai, Lao, Khmer, Burmese: blanks divide phrases and a line may end between two words that nothing divides, so
  /// that a blank lost at a line's end cannot be told from none.
  static let phrased: UInt16 = 1 << 8

  /// It cannot end a line: an opening bracket or quotation mark.
  static let opener: UInt16 = 1 << 9
  /// It cannot begin a line: closing punctuation, and in Japanese small kana and the marks that lengthen or repeat.
  static let nonStarter: UInt16 = 1 << 10
  /// Korean, which divides words by blanks as Latin does, also from Han among them.
  static let hangul: UInt16 = 1 << 11

  private static let place = MadeOnce()

  static func table() throws(TamisError) -> CodePointTable { try place.get(room: 1 << 21, build) }

  private static func build() throws(TamisError) -> CodePointTable {
    var table = try CodePointTableBuilder()
    try CharacterProperty.sentenceBreak.forEachRange { (first, last, value) throws(TamisError) in
      try table.set(first, last, fact(sentenceBreak: value))
    }
    try CharacterProperty.generalCategory.forEachRange { (first, last, value) throws(TamisError) in
      try table.set(first, last, fact(category: value))
    }
    for (first, last, value) in ranges { try table.set(first, last, value) }
    return try table.build()
  }

  /// By ICU's `USentenceBreak`.
  private static func fact(sentenceBreak value: UInt32) -> UInt16 {
    switch value {
    case 1, 9: stop  // ATerm, STerm
    case 2: closer
    case 4: lower | word
    case 5, 6: word  // Numeric, OLetter
    case 10: upper | word
    default: 0
    }
  }

  /// By ICU's `UCharCategory`.
  private static func fact(category value: UInt32) -> UInt16 {
    switch value {
    case 6, 7: zeroWidth  // Mn, Me
    case 20, 28: opener  // Ps, Pi
    case 21, 29: nonStarter  // Pe, Pf
    default: 0
    }
  }

  /// Widths by UAX #11, W and F, as far as they matter: a character more or less is none too many in a line of eighty.
  /// What cannot begin a line by the classes CJ, NS, CL and EX of UAX #14.
  private static let ranges: [(UInt32, UInt32, UInt16)] = [
    (0x2026, 0x2026, stop), (0x1100, 0x115F, wide), (0x1160, 0x11FF, zeroWidth), (0xAC00, 0xD7A3, wide | hangul),
    (0x1100, 0x11FF, hangul), (0x3130, 0x318F, wide | hangul),
    (0x2E80, 0x303E, wide | unspaced), (0x3041, 0x312F, wide | unspaced), (0x3190, 0xA4CF, wide | unspaced),
    (0xF900, 0xFAFF, wide | unspaced),
    (0xFE30, 0xFE6F, wide | unspaced), (0xFF00, 0xFF60, wide | unspaced), (0xFFE0, 0xFFE6, wide | unspaced),
    (0x1F300, 0x1F64F, wide), (0x1F900, 0x1F9FF, wide), (0x20000, 0x3FFFD, wide | unspaced),
    (0x21, 0x21, nonStarter), (0x2C, 0x2C, nonStarter), (0x2E, 0x2E, nonStarter), (0x3A, 0x3B, nonStarter),
    (0x3F, 0x3F, nonStarter), (0x2026, 0x2026, nonStarter), (0x3001, 0x3002, nonStarter), (0x3005, 0x3005, nonStarter),
    (0x3041, 0x3041, nonStarter), (0x3043, 0x3043, nonStarter), (0x3045, 0x3045, nonStarter),
    (0x3047, 0x3047, nonStarter), (0x3049, 0x3049, nonStarter), (0x3063, 0x3063, nonStarter),
    (0x3083, 0x3083, nonStarter), (0x3085, 0x3085, nonStarter), (0x3087, 0x3087, nonStarter),
    (0x308E, 0x308E, nonStarter), (0x3095, 0x3096, nonStarter), (0x309B, 0x309E, nonStarter),
    (0x30A1, 0x30A1, nonStarter), (0x30A3, 0x30A3, nonStarter), (0x30A5, 0x30A5, nonStarter),
    (0x30A7, 0x30A7, nonStarter), (0x30A9, 0x30A9, nonStarter), (0x30C3, 0x30C3, nonStarter),
    (0x30E3, 0x30E3, nonStarter), (0x30E5, 0x30E5, nonStarter), (0x30E7, 0x30E7, nonStarter),
    (0x30EE, 0x30EE, nonStarter), (0x30F5, 0x30F6, nonStarter), (0x30FB, 0x30FE, nonStarter),
    (0xFF01, 0xFF01, nonStarter), (0xFF0C, 0xFF0C, nonStarter), (0xFF0E, 0xFF0E, nonStarter),
    (0xFF1A, 0xFF1B, nonStarter), (0xFF1F, 0xFF1F, nonStarter),
    (0x0E00, 0x0EFF, phrased), (0x1000, 0x109F, phrased), (0x1780, 0x17FF, phrased), (0x19E0, 0x19FF, phrased),
    (0xA9E0, 0xA9FF, phrased), (0xAA60, 0xAA7F, phrased),
  ]
}
