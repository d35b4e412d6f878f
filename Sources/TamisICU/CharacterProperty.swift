import CICU
import TamisBase

/// The character properties that the house asks ICU for. Values are ICU's own enumerations.
public enum CharacterProperty: Sendable {
  case generalCategory
  case script
  case canonicalCombiningClass
  case sentenceBreak
  case eastAsianWidth
  case lineBreak
  /// Quick check of a form: ``QuickCheck`` as a raw value. Not defined for `none` and `nfkcCasefold`.
  case quickCheck(NormalizationForm)

  var icu: UProperty {
    switch self {
    case .generalCategory: UCHAR_GENERAL_CATEGORY
    case .script: UCHAR_SCRIPT
    case .canonicalCombiningClass: UCHAR_CANONICAL_COMBINING_CLASS
    case .sentenceBreak: UCHAR_SENTENCE_BREAK
    case .eastAsianWidth: UCHAR_EAST_ASIAN_WIDTH
    case .lineBreak: UCHAR_LINE_BREAK
    case .quickCheck(.nfd): UCHAR_NFD_QUICK_CHECK
    case .quickCheck(.nfkc): UCHAR_NFKC_QUICK_CHECK
    case .quickCheck(.nfkd): UCHAR_NFKD_QUICK_CHECK
    case .quickCheck: UCHAR_NFC_QUICK_CHECK
    }
  }

  /// Calls `body` with each maximal range of code points and the value they share, in ascending order.
  public func forEachRange(
    _ body: (_ first: UInt32, _ last: UInt32, _ value: UInt32) throws(TamisError) -> Void
  ) throws(TamisError) {
    var status = U_ZERO_ERROR
    let map = cicu_int_property_map(icu, &status)
    try check(status)
    guard let map else { throw .outOfMemory }
    var start: UChar32 = 0
    while start <= 0x10FFFF {
      var value: UInt32 = 0
      let end = cicu_map_range(map, start, &value)
      guard end >= start else { return }
      try body(UInt32(start), UInt32(end), value)
      start = end + 1
    }
  }
}

/// ICU's `UNormalizationCheckResult`.
public enum QuickCheck {
  public static let no: UInt32 = 0
  public static let yes: UInt32 = 1
  public static let maybe: UInt32 = 2
}

/// Binary properties, as sets of ranges.
public enum BinaryProperty: Sendable {
  case whiteSpace
  case alphabetic
  case uppercase
  case lowercase
  case ideographic
  case defaultIgnorable
  case extendedPictographic
  case changesWhenNFKCCasefolded

  var icu: UProperty {
    switch self {
    case .whiteSpace: UCHAR_WHITE_SPACE
    case .alphabetic: UCHAR_ALPHABETIC
    case .uppercase: UCHAR_UPPERCASE
    case .lowercase: UCHAR_LOWERCASE
    case .ideographic: UCHAR_IDEOGRAPHIC
    case .defaultIgnorable: UCHAR_DEFAULT_IGNORABLE_CODE_POINT
    case .extendedPictographic: UCHAR_EXTENDED_PICTOGRAPHIC
    case .changesWhenNFKCCasefolded: UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED
    }
  }

  /// Calls `body` with each maximal range of code points that have the property, in ascending order.
  public func forEachRange(_ body: (_ first: UInt32, _ last: UInt32) throws(TamisError) -> Void) throws(TamisError) {
    var status = U_ZERO_ERROR
    let set = cicu_binary_property_set(icu, &status)
    try check(status)
    guard let set else { throw .outOfMemory }
    for item in 0..<cicu_set_item_count(set) {
      var first: UChar32 = 0
      var last: UChar32 = 0
      // A positive answer is a multi-character string; binary properties of code points have none.
      guard cicu_set_item(set, item, &first, &last, &status) == 0 else { continue }
      try check(status)
      try body(UInt32(first), UInt32(last))
    }
  }
}
