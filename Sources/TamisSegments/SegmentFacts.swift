import TamisBase
import TamisICU

/// The Sentence_Break classes of UAX #29, table 4, under ICU's numbers (`USentenceBreak`).
enum SentenceClass {
  @inline(__always) static var other: UInt16 { 0 }
  @inline(__always) static var aTerm: UInt16 { 1 }
  @inline(__always) static var close: UInt16 { 2 }
  @inline(__always) static var format: UInt16 { 3 }
  @inline(__always) static var lower: UInt16 { 4 }
  @inline(__always) static var numeric: UInt16 { 5 }
  @inline(__always) static var oLetter: UInt16 { 6 }
  @inline(__always) static var sep: UInt16 { 7 }
  @inline(__always) static var sp: UInt16 { 8 }
  @inline(__always) static var sTerm: UInt16 { 9 }
  @inline(__always) static var upper: UInt16 { 10 }
  @inline(__always) static var cr: UInt16 { 11 }
  @inline(__always) static var extend: UInt16 { 12 }
  @inline(__always) static var lf: UInt16 { 13 }
  @inline(__always) static var sContinue: UInt16 { 14 }
}

/// A set of Sentence_Break classes, one bit each. The sets are computed properties of constants: as stored ones each
/// look would go through `swift_once`.
struct ClassSet {
  let bits: UInt16

  @inline(__always)
  init(_ first: UInt16, _ second: UInt16, _ third: UInt16 = 15) {
    bits = 1 &<< first | 1 &<< second | 1 &<< third
  }

  @inline(__always)
  private init(bits: UInt16) { self.bits = bits }

  @inline(__always)
  func union(_ other: ClassSet) -> ClassSet { ClassSet(bits: bits | other.bits) }

  @inline(__always)
  func contains(_ value: UInt16) -> Bool {
    bits &>> value & 1 != 0
  }

  @inline(__always) static var ignored: ClassSet { ClassSet(SentenceClass.extend, SentenceClass.format) }
  @inline(__always)
  static var paragraph: ClassSet { ClassSet(SentenceClass.sep, SentenceClass.cr, SentenceClass.lf) }
  @inline(__always) static var terminator: ClassSet { ClassSet(SentenceClass.aTerm, SentenceClass.sTerm) }
  @inline(__always) static var cased: ClassSet { ClassSet(SentenceClass.upper, SentenceClass.lower) }
  @inline(__always)
  static var letter: ClassSet { ClassSet(SentenceClass.upper, SentenceClass.lower, SentenceClass.oLetter) }
  @inline(__always)
  static var blank: ClassSet { paragraph.union(ClassSet(SentenceClass.sp, SentenceClass.sp)) }
  @inline(__always)
  static var letterOrDigit: ClassSet { letter.union(ClassSet(SentenceClass.numeric, SentenceClass.numeric)) }
  @inline(__always)
  static var wordPart: ClassSet { letterOrDigit.union(ignored) }
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

  @inline(__always) static var pictographic: UInt16 { 1 << 9 }
  @inline(__always) static var ideographic: UInt16 { 1 << 10 }

  /// Built at first use from ICU's property maps, by ranges: about two milliseconds, once in a process.
  @inline(never)
  static func table() throws(TamisError) -> CodePointTable { try place.get(room: 1 << 21, build) }

  private static let place = MadeOnce()

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
