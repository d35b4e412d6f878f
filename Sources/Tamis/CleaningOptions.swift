/// The recipe of a ``Cleaner``.
public struct CleaningOptions: Sendable {
  /// What the text room changes.
  public var text = TextPolicy()
  /// Which sentence boundaries are wanted.
  public var sentences = SentenceRules.standard
  /// The language of the documents as a BCP 47 tag ("de", "pt-BR"); empty when it is not known: then
  /// the function words of each document tell it, if they can.
  public var language = ""
  /// Abbreviations of the user's own, which count in every language; a final full stop may be written or not.
  public var abbreviations: [String] = []
  /// Whether blocks judged boilerplate are left out of the cleaned text. They are judged and listed either way.
  public var dropsBoilerplate = true
  /// The least score, 0…1, of a block that is kept: a number, or that of a ``Favor``.
  public var threshold = Favor.balanced.threshold
  /// What the judge has learnt; nil for the model that is compiled in.
  public var model: BoilerplateModel?
  /// The blocks that the documents of a corpus share, as evidence; nil for none. From the moment that a cleaner has it, it
  /// no longer changes.
  public var repeats: Repeats?
  /// Where the documents come from, unless it is said with each: the name of a host or an address, by which ``repeats`` tells
  /// them apart; empty for a corpus of one origin.
  public var host = ""
  /// The longest document taken, in bytes; a longer one is ``TamisError/documentTooLarge(limit:)``.
  public var maximumDocumentBytes = CleaningOptions.defaultMaximumDocumentBytes

  public init() {}

  /// 1 GiB.
  public static let defaultMaximumDocumentBytes = 1 << 30
  /// What ``maximumDocumentBytes`` can be at most: offsets inside the house are 32 bits wide.
  public static let greatestMaximumDocumentBytes = Int(Int32.max)
}
