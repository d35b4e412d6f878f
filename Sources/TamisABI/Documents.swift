import CTamis
import Tamis

// Blocks and sentences are handed out as they lie in the document: the structs of tamis.h have the layout of the
// house's own. A test compares them field by field.

@c @implementation
public func tamis_document_text(_ document: OpaquePointer?) -> tamis_text {
  let text = object(document, as: CleanedDocument.self)?.text
  guard let text, let start = text.baseAddress else { return tamis_text(data: ConstantText("").pointer, length: 0) }
  return tamis_text(data: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), length: Int64(text.count))
}

@c @implementation
public func tamis_document_blocks(_ document: OpaquePointer?) -> tamis_blocks {
  guard let blocks = object(document, as: CleanedDocument.self)?.blocks else { return tamis_blocks() }
  let start = UnsafeRawPointer(blocks.baseAddress)?.assumingMemoryBound(to: tamis_block.self)
  return tamis_blocks(data: start, count: Int64(blocks.count))
}

@c @implementation
public func tamis_document_sentences(_ document: OpaquePointer?) -> tamis_sentences {
  guard let sentences = object(document, as: CleanedDocument.self)?.sentences else { return tamis_sentences() }
  let start = UnsafeRawPointer(sentences.baseAddress)?.assumingMemoryBound(to: tamis_sentence.self)
  return tamis_sentences(data: start, count: Int64(sentences.count))
}

@c @implementation
public func tamis_document_edits(
  _ document: OpaquePointer?, _ edits: UnsafeMutablePointer<tamis_edits>?, _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  answer(error) { () throws(Failure) in
    let counts = try (object(document, "document") as CleanedDocument).edits
    try tamis_edits(counts).write(to: place(edits, "edits"))
  }
}

@c @implementation
public func tamis_document_encoding(
  _ document: OpaquePointer?, _ encoding: UnsafeMutablePointer<tamis_encoding>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  answer(error) { () throws(Failure) in
    let found = try (object(document, "document") as CleanedDocument).encoding
    try tamis_encoding(found).write(to: place(encoding, "encoding"))
  }
}

extension tamis_encoding {
  fileprivate init(_ found: DetectedEncoding) {
    self.init()
    confidence = Int32(truncatingIfNeeded: found.confidence)
    // A name and the zero behind it have 64 bytes at most.
    withUnsafeMutableBytes(of: &icu_name) { room in
      found.name.withBytes { room.copyBytes(from: $0.prefix(room.count - 1)) }
    }
  }
}

@c @implementation
public func tamis_scratch_changes(_ scratch: OpaquePointer?) -> tamis_changes {
  guard let scratch = object(scratch, as: Scratch.self) else { return tamis_changes(ofText: ConstantText("").pointer) }
  let changes = scratch.recordedEdits
  let text = UnsafeRawPointer(scratch.recordedText.baseAddress)?.assumingMemoryBound(to: CChar.self)
  var result = tamis_changes(ofText: text ?? ConstantText("").pointer)
  result.data = UnsafeRawPointer(changes.baseAddress)?.assumingMemoryBound(to: tamis_change.self)
  result.count = Int64(changes.count)
  result.text.length = Int64(scratch.recordedText.count)
  return result
}

extension tamis_changes {
  fileprivate init(ofText text: UnsafePointer<CChar>) {
    self.init()
    self.text.data = text
  }
}

@c @implementation
public func tamis_document_source_length(_ document: OpaquePointer?) -> Int64 {
  Int64(object(document, as: CleanedDocument.self)?.sourceLength ?? 0)
}

@c @implementation
public func tamis_document_source_span(
  _ document: OpaquePointer?, _ cleaned: tamis_span, _ source: UnsafeMutablePointer<tamis_span>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  source?.pointee = tamis_span()
  return answer(error) { () throws(Failure) in
    let document: CleanedDocument = try object(document, "document")
    let wanted = try span(cleaned, within: document.text.count, "cleaned")
    try place(source, "source").pointee = tamis_span(document.sourceSpan(ofCleaned: wanted))
  }
}

@c @implementation
public func tamis_document_cleaned_span(
  _ document: OpaquePointer?, _ source: tamis_span, _ cleaned: UnsafeMutablePointer<tamis_span>?,
  _ error: UnsafeMutablePointer<tamis_error>?
) -> tamis_status {
  cleaned?.pointee = tamis_span()
  return answer(error) { () throws(Failure) in
    let document: CleanedDocument = try object(document, "document")
    let wanted = try span(source, within: document.sourceLength, "source")
    try place(cleaned, "cleaned").pointee = tamis_span(document.cleanedSpan(ofSource: wanted))
  }
}

@c @implementation
public func tamis_document_free(_ document: OpaquePointer?) { release(document, as: CleanedDocument.self) }

extension tamis_span {
  init(_ span: ByteSpan) {
    self.init(start: Int64(span.start), end: Int64(span.end))
  }
}

extension tamis_edits {
  fileprivate init(_ counts: EditCounts) {
    self.init(
      struct_size: 0, reserved: 0, repaired: Int64(counts.repaired), line_ends: Int64(counts.lineEnds),
      controls: Int64(counts.controls), invisibles: Int64(counts.invisibles), normalized: Int64(counts.normalized),
      spaces: Int64(counts.spaces), html_references: Int64(counts.htmlReferences), encoding: Int64(counts.encoding),
      typography: Int64(counts.typography), mojibake: Int64(counts.mojibake),
      unwrapped: Int64(counts.unwrapped), plugins: Int64(counts.plugins))
  }
}
