import TamisRecords

extension Renderer {
  /// The result of `annotate`, for the document that was cleaned last: one JSON object on one line.
  func writeAnnotation(_ source: Bytes, _ id: Identifier, into output: inout ByteBuffer) throws(TamisError) {
    try output.append("{\"id\":")
    try write(id, into: &output)
    try output.append(",\"text\":")
    try JSONString.append(document.text, to: &output)
    try output.append(",\"blocks\":[")
    let isWellFormed = document.edits.repaired == 0
    // One cursor each, because a block's end comes before its sentences' ends.
    var offsets = BlockOffsets(
      blocks: OffsetWriter(source, isWellFormed: isWellFormed, settings.offsets),
      sentences: OffsetWriter(source, isWellFormed: isWellFormed, settings.offsets),
      cleaned: OffsetWriter(document.text, isWellFormed: true, settings.offsets))
    for (place, block) in document.blocks.enumerated() {
      if place > 0 { try output.append(UInt8(ascii: ",")) }
      try write(block, &offsets, into: &output)
    }
    try output.append("],\"language\":")
    try writeLanguage(into: &output)
    try output.append(",\"edits\":{")
    try write(document.edits, into: &output)
    try output.append("}")
    if settings.decodes { try write(document.encoding, into: &output) }
    if settings.explains { try writeChanges(source, into: &output) }
    if let plugins { try writeFacts(plugins, into: &output) }
    try output.append("}\n")
  }

  private struct BlockOffsets {
    var blocks: OffsetWriter
    var sentences: OffsetWriter
    var cleaned: OffsetWriter
  }

  private func write(
    _ block: Block, _ offsets: inout BlockOffsets, into output: inout ByteBuffer
  ) throws(TamisError) {
    try output.append("{\"source\":")
    try offsets.blocks.write(block.source, into: &output)
    try output.append(",\"cleaned\":")
    if block.isKept { try offsets.cleaned.write(block.cleaned, into: &output) } else { try output.append("null") }
    try output.append(block.isKept ? ",\"keep\":true,\"kind\":\"" : ",\"keep\":false,\"kind\":\"")
    try output.append(block.verdict.kind.name)
    try output.append("\",\"score\":")
    try output.append(unit: block.verdict.score)
    try output.append(",\"reasons\":[")
    try write(block.verdict.reasons, into: &output)
    try output.append("],\"sentences\":[")
    for place in 0..<block.sentenceCount {
      if place > 0 { try output.append(UInt8(ascii: ",")) }
      try offsets.sentences.write(document.sentences[block.firstSentence + place].source, into: &output)
    }
    try output.append("]}")
  }

  private func write(_ reasons: Reasons, into output: inout ByteBuffer) throws(TamisError) {
    for place in 0..<reasons.count {
      try output.append(place == 0 ? "\"" : ",\"")
      if let reason = reasons[place] {
        try output.append(reason.name)
      } else {
        try output.append(text: plugins?.reasonName(reasons.number(place)) ?? "unknown")
      }
      try output.append("\"")
    }
  }
}
