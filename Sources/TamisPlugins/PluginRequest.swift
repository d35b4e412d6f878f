/// A plugin and its options as they are written on a command line: `PATH[:key=value,key=value…]`.
///
/// The options begin at the first colon behind which a key and `=` stand, so that paths may have colons. In values,
/// `\,` is a comma and `\\` a backslash. A path without a slash that does not end in `.so` is a name, which is looked
/// for as NAME.so in the folders that are searched.
public struct PluginRequest: Sendable {
  public var path: String
  /// In the order in which they were written, each key once.
  public var settings: [(key: String, value: String)]

  public init(path: String, settings: [(key: String, value: String)] = []) {
    self.path = path
    self.settings = settings
  }

  /// - Throws: ``PluginError/Reason/badOption`` for what cannot be read.
  public init(_ text: String) throws(PluginError) {
    let bytes = Array(text.utf8)
    let colon = bytes.indices.first { bytes[$0] == UInt8(ascii: ":") && Self.isSetting(bytes[($0 + 1)...]) }
    path = String(decoding: bytes[..<(colon ?? bytes.count)], as: UTF8.self)
    settings = []
    guard let colon else { return }
    for part in Self.parts(bytes[(colon + 1)...]) {
      guard Self.isSetting(part[...]), let equals = part.firstIndex(of: UInt8(ascii: "=")) else {
        let what = "'\(String(decoding: part, as: UTF8.self))' is no option; options are key=value, divided by commas"
        throw PluginError(reason: .badOption, path: path, message: what + "; write \\, for a comma in a value")
      }
      let key = String(decoding: part[..<equals], as: UTF8.self)
      guard !settings.contains(where: { $0.key == key }) else {
        throw PluginError(reason: .badOption, path: path, message: "the option '\(key)' is given twice; give it once")
      }
      settings.append((key, String(decoding: part[(equals + 1)...], as: UTF8.self)))
    }
  }

  /// A key and an equals sign, and whatever.
  private static func isSetting(_ text: ArraySlice<UInt8>) -> Bool {
    let key = text.prefix { isKeyByte($0) }
    return !key.isEmpty && key.endIndex < text.endIndex && text[key.endIndex] == UInt8(ascii: "=")
  }

  private static func parts(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "\\") where !isEscaped:
        isEscaped = true
        continue
      case UInt8(ascii: ",") where !isEscaped: parts.append([])
      default:
        // Backslashes before anything else are themselves.
        if isEscaped, byte != UInt8(ascii: ","), byte != UInt8(ascii: "\\") {
          parts[parts.count - 1].append(UInt8(ascii: "\\"))
        }
        parts[parts.count - 1].append(byte)
      }
      isEscaped = false
    }
    if isEscaped { parts[parts.count - 1].append(UInt8(ascii: "\\")) }
    return parts
  }
}

/// What keys and ids are written with.
func isKeyByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
  case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
  default: false
  }
}
