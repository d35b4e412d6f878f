/// A piece of evidence, named. The raw values are part of the C interface: new reasons are added at the end. Zero is no
/// reason.
@frozen
public enum Reason: UInt8, CaseIterable, Sendable {
  case longSentences = 1
  case firstBlock

  /// The name used in every result that leaves the house.
  public var name: StaticString {
    switch self {
    case .longSentences: "long-sentences"
    case .firstBlock: "first-block"
    }
  }
}
