import TamisRecords

/// What `annotate` says of the text room's work.
extension Renderer {
  /// Counts by kind. New kinds stand behind the old ones, so that nobody's columns move.
  func write(_ edits: EditCounts, into output: inout ByteBuffer) throws(TamisError) {
    var isFirst = true
    for kind in Self.countedKinds {
      guard kind != .plugins || plugins != nil, let name = name(kind) else { continue }
      try output.append(isFirst ? "\"" : ",\"")
      isFirst = false
      try output.append(name)
      try output.append("\":")
      try output.append(decimal: edits[kind])
    }
  }

  private static let countedKinds: [EditKind] = [
    .repaired, .lineEnds, .controls, .invisibles, .normalized, .spaces, .htmlReferences, .encoding, .mojibake,
    .typography, .plugins, .unwrapped,
  ]

  func write(_ encoding: DetectedEncoding, into output: inout ByteBuffer) throws(TamisError) {
    try output.append(",\"encoding\":{\"name\":")
    var name = ByteBuffer()
    for byte in encoding.name.description.utf8 { try name.append(byte) }
    try JSONString.append(name.view, to: &output)
    try output.append(",\"confidence\":")
    try output.append(decimal: encoding.confidence)
    try output.append("}")
  }

  /// Each change of the document that was cleaned last: kind, span of the source, replacement.
  func writeChanges(_ source: Bytes, into output: inout ByteBuffer) throws(TamisError) {
    let text = scratch.recordedText
    var offsets = ChangeOffsets(source, isWellFormed: document.edits.repaired == 0, settings.offsets)
    var repaired = ByteBuffer()
    try output.append(",\"changes\":[")
    for (place, edit) in scratch.recordedEdits.enumerated() {
      try output.append(place == 0 ? "[\"" : ",[\"")
      try output.append(name(edit.kind) ?? edit.kind.name)
      try output.append("\",")
      try offsets.write(edit.source, into: &output)
      try output.append(",")
      repaired.removeAll()
      // A stage before the repair may have written what is not UTF-8 yet.
      try repaired.append(repaired: Bytes(rebasing: text[edit.replacement.range]))
      try JSONString.append(repaired.view, to: &output)
      try output.append("]")
    }
    try output.append("]")
  }

  /// The key of a kind: normalisation bears the name of the form; nil when there is none.
  private func name(_ kind: EditKind) -> StaticString? {
    guard kind == .normalized else { return kind.name }
    return switch settings.cleaning.text.normalization {
    case .none: nil
    case .nfc: "nfc"
    case .nfd: "nfd"
    case .nfkc: "nfkc"
    case .nfkd: "nfkd"
    case .nfkcCasefold: "nfkc_casefold"
    }
  }
}

/// Writes the spans of changes, which may overlap: neither their starts nor their ends go back within a stage, so with
/// a cursor for each a stage costs one way through the source at most.
private struct ChangeOffsets {
  private var starts: OffsetWriter
  private var ends: OffsetWriter

  init(_ source: Bytes, isWellFormed: Bool, _ unit: Settings.Offsets) {
    starts = OffsetWriter(source, isWellFormed: isWellFormed, unit)
    ends = starts
  }

  mutating func write(_ span: ByteSpan, into output: inout ByteBuffer) throws(TamisError) {
    try output.append(decimal: starts.translate(ByteSpan(span.start, span.start)).start)
    try output.append(UInt8(ascii: ","))
    try output.append(decimal: ends.translate(ByteSpan(span.end, span.end)).end)
  }
}
