/// What a plugin says of itself.
public struct PluginDescription: Sendable {
  public struct Option: Sendable {
    public let key: String
    /// Nil: it must be given.
    public let defaultValue: String?
    public let help: String
  }

  /// The places at which a plugin can be asked, in their order.
  public enum Kind: String, CaseIterable, Sendable {
    case textFilter = "tamis.text-filter/1"
    case textAnnotator = "tamis.text-annotator/1"
    case blockScorer = "tamis.block-scorer/1"
    case sentenceRules = "tamis.sentence-rules/1"
    case cleanedAnnotator = "tamis.cleaned-annotator/1"
    case documentFilter = "tamis.document-filter/1"
  }

  /// Where it was loaded from.
  public let path: String
  /// What names it in messages and results.
  public let id: String
  public let summary: String
  public let version: String
  public let kinds: [Kind]
  public let options: [Option]
}
