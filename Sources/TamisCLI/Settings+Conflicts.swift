import TamisRecords

extension Settings {
  /// Whether text documents may be in another encoding than UTF-8.
  var decodes: Bool { cleaning.text.encoding != .utf8 }

  /// What cannot be asked for together; nil when all is well.
  var conflict: String? {
    guard decodes else { return nil }
    if offsets == .codePoints {
      return "--offsets codepoints counts in UTF-8, so it does not go with --encoding; use --offsets bytes"
    }
    if inputForm == .lines || inputForm == nil && inputs.contains(where: { DocumentForm(name: $0) == .lines }) {
      return "JSON Lines are UTF-8, so --encoding is for text documents; leave it out or use --input-format text"
    }
    return nil
  }
}
