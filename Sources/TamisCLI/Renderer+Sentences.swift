import TamisRecords

extension Renderer {
  /// The results of `sentences`, for the document that was cleaned last.
  func writeSentences(_ source: Bytes, _ id: Identifier, into output: inout ByteBuffer) throws(TamisError) {
    switch settings.sentenceFormat {
    case .lines: try writeLines(id, into: &output)
    case .json: try writeSpans(source, id, into: &output)
    case .tsv: try writeTable(source, id, into: &output)
    }
  }

  private func writeLines(_ id: Identifier, into output: inout ByteBuffer) throws(TamisError) {
    guard !document.sentences.isEmpty else { return }
    if case .json = id { try divide(&output) }
    for sentence in document.sentences {
      try writeText(of: sentence, into: &output)
      try output.append(0x0A)
    }
  }

  private func writeSpans(_ source: Bytes, _ id: Identifier, into output: inout ByteBuffer) throws(TamisError) {
    try output.append("{\"id\":")
    try write(id, into: &output)
    try output.append(",\"sents\":[")
    var offsets = OffsetWriter(source, isWellFormed: document.edits.repaired == 0, settings.offsets)
    for (place, sentence) in document.sentences.enumerated() {
      if place > 0 { try output.append(UInt8(ascii: ",")) }
      try offsets.write(sentence.source, into: &output)
    }
    try output.append("]}\n")
  }

  private func writeTable(_ source: Bytes, _ id: Identifier, into output: inout ByteBuffer) throws(TamisError) {
    var name = ByteBuffer()
    try writeColumn(id, into: &name)
    var offsets = OffsetWriter(source, isWellFormed: document.edits.repaired == 0, settings.offsets)
    for sentence in document.sentences {
      try output.append(name.view)
      try output.append(UInt8(ascii: "\t"))
      let span = offsets.translate(sentence.source)
      try output.append(decimal: span.start)
      try output.append(UInt8(ascii: "\t"))
      try output.append(decimal: span.end)
      try output.append(UInt8(ascii: "\t"))
      try writeText(of: sentence, into: &output)
      try output.append(0x0A)
    }
  }

  /// A name for a table's column: a string without its quotes, with the escapes of JSON where it has any; anything else
  /// as it is written. So it holds neither a tab nor a line feed.
  private func writeColumn(_ id: Identifier, into output: inout ByteBuffer) throws(TamisError) {
    var name = ByteBuffer()
    try write(id, into: &name)
    let isString = name.view.first == UInt8(ascii: "\"")
    let content = isString ? Bytes(rebasing: name.view[1..<name.count - 1]) : name.view
    try output.append(content)
    // White space between the tokens of an object or array is the only place for a tab.
    for place in output.elements.indices where output[place] < 0x20 { output[place] = 0x20 }
  }

  /// The sentence as one line. With the text policy's switches off it may hold tabs and line ends, which become spaces.
  private func writeText(of sentence: Sentence, into output: inout ByteBuffer) throws(TamisError) {
    let start = output.count
    try output.append(Bytes(rebasing: document.text[sentence.cleaned.start..<sentence.cleaned.end]))
    guard !settings.cleaning.text.tidiesSpaces || !settings.cleaning.text.unifiesLineEnds else { return }
    for place in start..<output.count where output[place] >= 0x09 && output[place] <= 0x0D { output[place] = 0x20 }
  }
}

/// Writes spans of a text in the unit that was asked for. Hand them in in the order of the text.
struct OffsetWriter {
  private let unit: Settings.Offsets
  private var cursor: CodePointCursor

  init(_ text: Bytes, isWellFormed: Bool, _ unit: Settings.Offsets) {
    self.unit = unit
    cursor = CodePointCursor(text, isWellFormed: isWellFormed)
  }

  mutating func translate(_ span: ByteSpan) -> ByteSpan {
    guard unit == .codePoints else { return span }
    let start = cursor.codePoints(before: span.start)
    return ByteSpan(start, cursor.codePoints(before: span.end))
  }

  mutating func write(_ span: ByteSpan, into output: inout ByteBuffer) throws(TamisError) {
    let span = translate(span)
    try output.append(UInt8(ascii: "["))
    try output.append(decimal: span.start)
    try output.append(UInt8(ascii: ","))
    try output.append(decimal: span.end)
    try output.append(UInt8(ascii: "]"))
  }
}
