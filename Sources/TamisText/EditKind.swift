/// What kind of change the text room made.
@frozen
public enum EditKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case repaired = 0
  case lineEnds = 1
  case controls = 2
  case invisibles = 3
  case normalized = 4
  case spaces = 5
  case htmlReferences = 6
  case encoding = 7
  case typography = 8
  case mojibake = 9
  case plugins = 10
  case unwrapped = 11

  /// The word for it, everywhere.
  public var name: StaticString {
    switch self {
    case .repaired: "repaired"
    case .lineEnds: "line_ends"
    case .controls: "controls"
    case .invisibles: "invisibles"
    case .normalized: "normalized"
    case .spaces: "spaces"
    case .htmlReferences: "html_references"
    case .encoding: "encoding"
    case .typography: "typography"
    case .mojibake: "mojibake"
    case .plugins: "plugins"
    case .unwrapped: "unwrapped"
    }
  }
}
