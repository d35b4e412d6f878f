import TamisPlugins
import TamisRecords

/// Writes what became of one document in the form that the command line asks for. One thread's own.
final class Renderer {
  /// What names a document.
  enum Identifier {
    case path(FilePath)
    /// A JSON value of any type as it is written; nil when there is none.
    case json(Bytes?)
  }

  /// The line of JSON Lines that a document came from, and where in it the text's value stands.
  struct Line {
    let bytes: Bytes
    let text: ByteSpan
    let language: LanguageTag?
    /// Where the document comes from; nil when the line does not say.
    let host: Bytes?
  }

  let settings: Settings
  let plugins: PluginSet?
  private var cleaners: CleanerShelf
  /// The language of the current document; nil when it is unknown.
  private(set) var language: LanguageTag?
  let scratch = Scratch()
  let document = CleanedDocument()
  var normalized = ByteBuffer()
  /// What `repeats` counts.
  let repeats: Repeats?

  init(_ settings: Settings, _ cleaner: Cleaner) throws(TamisError) {
    self.settings = settings
    plugins = cleaner.guests as? PluginSet
    repeats = settings.command == .repeats ? try Repeats(memory: settings.repeatsMemory, seed: settings.repeatsSeed) : nil
    cleaners = CleanerShelf(cleaner, settings.language)
  }

  /// Whether `clean` and `normalize` write plain text for documents of this form.
  func writesText(_ form: DocumentForm) -> Bool {
    (settings.outputFormat ?? (form == .text ? .text : .jsonl)) == .text
  }

  /// Appends the result for `source` to `output` and returns what the text room changed. A document that a plugin
  /// drops has a result only in `annotate`.
  /// - Parameter name: what plugins get to know it by.
  func render(
    _ source: Bytes, id: Identifier, name: Bytes, line: Line?, into output: inout ByteBuffer
  ) throws(TamisError) -> EditCounts {
    language = line?.language ?? settings.language
    let hasHost = settings.hasHost(line?.host)
    let cleaner = try cleaners.cleaner(for: language, hasHost: hasHost)
    if settings.command == .normalize {
      normalized.removeAll()
      let edits = try cleaner.normalize(source, name: name, scratch: scratch, into: &normalized)
      try write(normalized.view, id, line, into: &output)
      normalized.shrink(ifLargerThan: 4 * LineReader.defaultChunkBytes)
      return edits
    }
    if let repeats {
      guard hasHost else { return EditCounts() }
      try cleaner.add(source, host: line?.host, to: repeats, scratch: scratch)
      return scratch.editCounts
    }
    try cleaner.clean(source, name: name, host: line?.host, scratch: scratch, into: document)
    if document.facts.isDropped && settings.command != .annotate { return document.edits }
    switch settings.command {
    case .clean, .normalize, .repeats: try write(document.text, id, line, into: &output)
    case .sentences: try writeSentences(source, id, into: &output)
    case .annotate: try writeAnnotation(source, id, into: &output)
    case .plugins: break
    }
    return document.edits
  }

  /// What plugins said about the document that was rendered last.
  var facts: DocumentFacts { settings.command == .normalize ? scratch.facts : document.facts }

  /// The results of `clean` and `normalize`.
  private func write(
    _ text: Bytes, _ id: Identifier, _ line: Line?, into output: inout ByteBuffer
  ) throws(TamisError) {
    if writesText(line == nil ? .text : .lines) {
      guard let last = text.last else { return }
      if line != nil { try divide(&output) }
      try output.append(text)
      if last != 0x0A { try output.append(0x0A) }
    } else if let line {
      try output.append(Bytes(rebasing: line.bytes[..<line.text.start]))
      try JSONString.append(text, to: &output)
      try output.append(Bytes(rebasing: line.bytes[line.text.end...]))
      try output.append(0x0A)
    } else {
      try output.append("{\"id\":")
      try write(id, into: &output)
      try output.append(",\"text\":")
      try JSONString.append(text, to: &output)
      try output.append("}\n")
    }
  }

  /// A blank line between the documents of one chunk of JSON Lines; the writer divides what comes from different
  /// segments.
  func divide(_ output: inout ByteBuffer) throws(TamisError) {
    if !output.isEmpty { try output.append(0x0A) }
  }

  /// A document's name as a JSON value.
  func write(_ id: Identifier, into output: inout ByteBuffer) throws(TamisError) {
    switch id {
    case .json(nil): try output.append("null")
    case .json(let value?): try output.append(value)
    case .path(let path):
      var name = ByteBuffer()
      try path.bytes.withUnsafeBufferPointer { (bytes) throws(TamisError) in try name.append(repaired: bytes) }
      try JSONString.append(name.view, to: &output)
    }
  }
}
