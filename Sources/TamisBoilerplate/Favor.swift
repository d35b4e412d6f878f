/// What a threshold is to spare: the article or the reader's time. ``threshold`` is in calibrated probability; what each
/// keeps and loses is measured in Documentation/Boilerplate.md.
public enum Favor: Sendable, CaseIterable {
  /// Keeps what is surely article: what is left is cleaner, and more of the articles is lost.
  case precision
  /// Keeps what is more likely article than not.
  case balanced
  /// Drops what is surely furniture: little of the articles is lost, and more furniture stays.
  case recall

  /// The least score of a block that is kept.
  public var threshold: Float {
    switch self {
    case .precision: 0.7
    case .balanced: 0.5
    case .recall: 0.25
    }
  }
}
