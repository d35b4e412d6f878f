import TamisICU

/// The normalisation forms of Unicode Standard Annex #15, and `none`.
public typealias NormalizationForm = TamisICU.NormalizationForm

/// What the text room changes. Every switch is on its own; ill-formed UTF-8 is always repaired.
public struct TextPolicy: Sendable, Equatable {
  /// The normalisation form of the result.
  public var normalization: NormalizationForm = .nfc
  /// CR, CRLF, VT, FF, U+0085, U+2028 and U+2029 become LF.
  public var unifiesLineEnds = true
  /// C0 controls other than tab and line ends, DEL and C1 controls go.
  public var removesControls = true
  /// Characters without a width go: U+FEFF, U+200B, U+2060 to U+2064, soft hyphen, bidirectional marks, interlinear
  /// anchors, U+FFFC; and ZWJ and ZWNJ where nothing can join (after an ASCII character or at the start of a line).
  public var removesInvisibles = true
  /// Tabs and all Unicode spaces become U+0020, runs of them one; those at either end of a line go; of three or more
  /// line breaks in a row two stay, and none at either end of the document.
  public var tidiesSpaces = true

  public init() {}

  /// Leaves well-formed text as it is.
  public static var repairOnly: TextPolicy {
    var policy = TextPolicy()
    policy.normalization = .none
    policy.unifiesLineEnds = false
    policy.removesControls = false
    policy.removesInvisibles = false
    policy.tidiesSpaces = false
    return policy
  }
}
