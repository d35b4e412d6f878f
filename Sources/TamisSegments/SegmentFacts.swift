import TamisBase
import TamisICU

/// The Sentence_Break classes of UAX #29, table 4, under ICU's numbers (`USentenceBreak`).
enum SentenceClass {
  static let other: UInt16 = 0
  static let aTerm: UInt16 = 1
  static let close: UInt16 = 2
  static let format: UInt16 = 3
  static let lower: UInt16 = 4
  static let numeric: UInt16 = 5
  static let oLetter: UInt16 = 6
  static let sep: UInt16 = 7
  static let sp: UInt16 = 8
  static let sTerm: UInt16 = 9
  static let upper: UInt16 = 10
  static let cr: UInt16 = 11
  static let extend: UInt16 = 12
  static let lf: UInt16 = 13
  static let sContinue: UInt16 = 14
}

/// A set of Sentence_Break classes, one bit each.
struct ClassSet {
  let bits: UInt16

  init(_ classes: UInt16...) {
    bits = classes.reduce(0) { $0 | 1 << $1 }
  }

  @inline(__always)
  func contains(_ value: UInt16) -> Bool {
    bits &>> value & 1 != 0
  }

  static let ignored = ClassSet(SentenceClass.extend, SentenceClass.format)
  static let paragraph = ClassSet(SentenceClass.sep, SentenceClass.cr, SentenceClass.lf)
  static let terminator = ClassSet(SentenceClass.aTerm, SentenceClass.sTerm)
  static let cased = ClassSet(SentenceClass.upper, SentenceClass.lower)
  static let letter = ClassSet(SentenceClass.upper, SentenceClass.lower, SentenceClass.oLetter)
  static let blank = ClassSet(SentenceClass.sp, SentenceClass.sep, SentenceClass.cr, SentenceClass.lf)
}

/// What the segmenter asks of a code point: the Sentence_Break class in the low four bits, ICU's general category
/// (`UCharCategory`, five bits) above it, then the flags.
struct SegmentFacts {
  let bits: UInt16

  @inline(__always) var sentenceClass: UInt16 { bits & 0xF }
  @inline(__always) var category: UInt16 { bits &>> 4 & 0x1F }
  @inline(__always) var isPictographic: Bool { bits & SegmentFacts.pictographic != 0 }
  @inline(__always) var isIdeographic: Bool { bits & SegmentFacts.ideographic != 0 }

  @inline(__always)
  func isIn(_ classes: ClassSet) -> Bool { classes.contains(sentenceClass) }

  static let pictographic: UInt16 = 1 << 9
  static let ideographic: UInt16 = 1 << 10

  /// Built at first use from ICU's property maps, by ranges: about two milliseconds, once in a process.
  static let table: Result<CodePointTable, TamisError> = {
    do throws(TamisError) { return .success(try build()) } catch { return .failure(error) }
  }()

  private static func build() throws(TamisError) -> CodePointTable {
    var builder = try CodePointTableBuilder()
    try CharacterProperty.sentenceBreak.forEachRange { (first, last, value) throws(TamisError) in
      // Classes that a later ICU may add are Other to these rules.
      if value <= 14 { try builder.set(first, last, UInt16(value)) }
    }
    try CharacterProperty.generalCategory.forEachRange { (first, last, value) throws(TamisError) in
      try builder.set(first, last, UInt16(value & 0x1F) << 4)
    }
    try CharacterProperty.extendedPictographic.forEachRange { (first, last, _) throws(TamisError) in
      try builder.set(first, last, pictographic)
    }
    try CharacterProperty.ideographic.forEachRange { (first, last, _) throws(TamisError) in
      try builder.set(first, last, ideographic)
    }
    return try builder.build()
  }
}
