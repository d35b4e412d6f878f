/// What can go wrong in the core. No case carries a reference, so throwing one never allocates.
@frozen
public enum TamisError: Error, Equatable, Sendable {
  /// An allocation failed; everything the call had made was given back.
  case outOfMemory
  /// The document is longer than the configured limit, in bytes.
  case documentTooLarge(limit: Int)
  /// An argument is outside its documented range; the text names it.
  case invalidArgument(StaticString)
  /// A file of ours (a model, an index of repeated blocks) is not whole, not sound or made for another version; the text
  /// says which and what is wrong.
  case badFile(StaticString)
  /// ICU answered with this `UErrorCode`.
  case icu(code: Int32)
  /// A plugin failed on the document, and it was loaded to reject documents then. The number is its place among the
  /// plugins; what it was that failed is the last of the document's facts.
  case plugin(Int)

  public static func == (a: TamisError, b: TamisError) -> Bool {
    switch (a, b) {
    case (.outOfMemory, .outOfMemory): true
    case (.documentTooLarge(let x), .documentTooLarge(let y)): x == y
    case (.invalidArgument(let x), .invalidArgument(let y)): x.description == y.description
    case (.badFile(let x), .badFile(let y)): x.description == y.description
    case (.icu(let x), .icu(let y)): x == y
    case (.plugin(let x), .plugin(let y)): x == y
    default: false
    }
  }
}

extension TamisError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfMemory: "out of memory"
    case .documentTooLarge(let limit): "the document is longer than the limit of \(limit) bytes"
    case .invalidArgument(let what): "invalid argument: \(what)"
    case .badFile(let what): "\(what)"
    case .icu(let code): "ICU failed with error code \(code)"
    case .plugin(let place): "plugin \(place + 1) failed"
    }
  }
}
