import TamisPlugins
import TamisRecords

/// What `annotate` says of the plugins' work.
extension Renderer {
  /// The language that was given, else the one that was found.
  func writeLanguage(into output: inout ByteBuffer) throws(TamisError) {
    if let language { return try language.write(into: &output) }
    let found = document.facts.language
    if found.isEmpty { return try output.append("null") }
    try JSONString.append(found, to: &output)
  }

  /// One object for each plugin, in their order, with the keys that it has something for.
  func writeFacts(_ plugins: PluginSet, into output: inout ByteBuffer) throws(TamisError) {
    try output.append(",\"plugins\":[")
    for (place, plugin) in plugins.descriptions.enumerated() {
      try output.append(place == 0 ? "{\"id\":\"" : ",{\"id\":\"")
      try output.append(text: plugin.id)
      try output.append("\"")
      try writeFacts(of: place, into: &output)
      try output.append("}")
    }
    try output.append("]")
  }

  private func writeFacts(of plugin: Int, into output: inout ByteBuffer) throws(TamisError) {
    let facts = document.facts
    var isFirst = true
    for fact in facts.all where fact.plugin == plugin && fact.kind.hasKey {
      try output.append(isFirst ? ",\"facts\":{" : ",")
      isFirst = false
      try JSONString.append(facts.key(of: fact), to: &output)
      try output.append(":")
      switch fact.kind {
      case .flag: try output.append(fact.number == 0 ? "false" : "true")
      case .text: try JSONString.append(facts.text(of: fact), to: &output)
      default: try output.append(finite: fact.number)
      }
    }
    if !isFirst { try output.append("}") }
    for fact in facts.all where fact.plugin == plugin && !fact.kind.hasKey {
      switch fact.kind {
      case .language: try output.append(",\"language\":[")
      case .drop: try output.append(",\"drop\":")
      default: try output.append(",\"fault\":")
      }
      try JSONString.append(facts.text(of: fact), to: &output)
      guard fact.kind == .language else { continue }
      try output.append(",")
      try output.append(finite: fact.number)
      try output.append("]")
    }
  }
}

extension Fact.Kind {
  fileprivate var hasKey: Bool { self == .number || self == .text || self == .flag }
}

extension ByteBuffer {
  /// Appends a text, without quotes or escapes.
  mutating func append(text: String) throws(TamisError) {
    for byte in text.utf8 { try append(byte) }
  }

  /// Appends a number that is finite: the shortest digits that lead back to it, whole ones without a point.
  fileprivate mutating func append(finite number: Double) throws(TamisError) {
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53 { return try append(decimal: whole) }
    try append(text: "\(number)")
  }
}
