/// How many places of a document the text room changed, by kind.
@frozen
public struct EditCounts: Equatable, Sendable, BitwiseCopyable {
  /// Ill-formed byte sequences replaced by U+FFFD.
  public var repaired = 0
  /// Line ends written otherwise than LF.
  public var lineEnds = 0
  /// Control characters removed.
  public var controls = 0
  /// Characters without a width removed.
  public var invisibles = 0
  /// Stretches that normalisation changed.
  public var normalized = 0
  /// Space characters that became a blank, and runs of blanks or line breaks made shorter or removed.
  public var spaces = 0

  /// Characters that had been misread as another encoding and were read aright, once for each misreading.
  public var mojibake = 0

  public init() {}

  public var total: Int { repaired + lineEnds + controls + invisibles + normalized + spaces + mojibake }
}
