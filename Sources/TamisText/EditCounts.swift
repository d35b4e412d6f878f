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

  /// HTML character references decoded.
  public var htmlReferences = 0
  /// Characters decoded from another encoding than UTF-8, but for those, such as ASCII, that have the same bytes in
  /// both.
  public var encoding = 0
  /// Typographic forms made plain.
  public var typography = 0
  /// Characters that had been misread as another encoding and were read aright, once for each misreading.
  public var mojibake = 0
  /// Edits that plugins proposed and that were made.
  public var plugins = 0
  /// Lines joined with the next one.
  public var unwrapped = 0

  public init() {}

  public var total: Int {
    let characters = repaired + lineEnds + controls + invisibles + normalized + spaces
    return characters + htmlReferences + encoding + typography + mojibake + plugins + unwrapped
  }
}

extension EditCounts {
  /// The count of a kind; 0 for a kind that nothing counts.
  public subscript(_ kind: EditKind) -> Int {
    switch kind {
    case .repaired: repaired
    case .lineEnds: lineEnds
    case .controls: controls
    case .invisibles: invisibles
    case .normalized: normalized
    case .spaces: spaces
    case .htmlReferences: htmlReferences
    case .typography: typography
    case .encoding: encoding
    case .mojibake: mojibake
    case .plugins: plugins
    case .unwrapped: unwrapped
    }
  }
}
