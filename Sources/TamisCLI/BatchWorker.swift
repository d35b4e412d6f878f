import TamisRecords

/// One thread's half of the work: batches with input in, batches with output out.
final class BatchWorker {
  private let settings: Settings
  private let renderer: Renderer
  private let parser: JSONLineParser
  private var decoded = ByteBuffer()
  private var repaired = ByteBuffer()
  private var name = ByteBuffer()
  private var host = ByteBuffer()

  /// What this thread has counted of an index.
  var repeats: Repeats? { renderer.repeats }

  init(_ settings: Settings, _ cleaner: Cleaner) throws(TamisError) {
    self.settings = settings
    renderer = try Renderer(settings, cleaner)
    parser = try JSONLineParser(
      textField: settings.textField, idField: settings.idField, languageField: settings.languageField,
      urlField: settings.plugins.isEmpty ? nil : settings.urlField, hostField: settings.hostField)
  }

  func process(_ batch: Batch) {
    switch batch.work {
    case .documents(let documents):
      for document in documents { process(document, batch) }
    case .chunk(let chunk):
      batch.segments.append(Batch.Segment(target: chunk.target, span: ByteSpan(0, 0), isDivided: isDivided(.lines)))
      if chunk.isOversizedLine {
        batch.lineCount = 1
        batch.messages.append(LineFault.tooLong.message(chunk.path, line: 1, start: 0, settings, isCutOff: false))
      } else {
        process(chunk, batch)
      }
      batch.segments[0].span.end = batch.output.count
    }
    // What one giant document took is not kept for the small ones to come.
    decoded.shrink(ifLargerThan: 4 * LineReader.defaultChunkBytes)
    repaired.shrink(ifLargerThan: 4 * LineReader.defaultChunkBytes)
  }

  private func isDivided(_ form: DocumentForm) -> Bool {
    switch settings.command {
    case .clean, .normalize: renderer.writesText(form)
    case .sentences: settings.sentenceFormat == .lines
    case .annotate, .plugins, .repeats: false
    }
  }

  // MARK: Text documents

  private func process(_ document: Batch.Document, _ batch: Batch) {
    let source = Bytes(rebasing: batch.input.view[document.span.start..<document.span.end])
    let start = batch.output.count
    do {
      let edits = try document.path.bytes.withUnsafeBufferPointer { (name) throws(TamisError) in
        try renderer.render(source, id: .path(document.path), name: name, line: nil, into: &batch.output)
      }
      batch.hosts.add(isLine: false, hasHost: settings.hasHost(nil))
      report(batch, document.path, line: nil)
      if edits.repaired > 0 { batch.messages.append(warning(document.path, source, edits.repaired)) }
    } catch {
      batch.output.truncate(to: start)
      batch.messages.append(
        Message(.rejected, document.path, describe(error), "left out, \(Self.advice(error))"))
      return
    }
    let span = ByteSpan(start, batch.output.count)
    batch.segments.append(Batch.Segment(target: document.target, span: span, isDivided: isDivided(.text)))
  }

  private func warning(_ path: FilePath, _ source: Bytes, _ count: Int) -> Message {
    let advice = "replaced by U+FFFD in \(count == 1 ? "1 place" : "\(count) places")"
    let name = renderer.scratch.encoding.name
    // Which bytes another encoding does not have, only its decoder knows.
    guard name == "UTF-8" else { return Message(.warning, path, "not \(name) throughout", advice) }
    let place = firstIllFormed(source) ?? 0
    let line = 1 + source[..<place].count { $0 == 0x0A }
    let hint = Self.looksLikeUTF16(source) ? ", but it looks like UTF-16: use --encoding auto" : ""
    return Message(.warning, path, line: line, byte: place, "not UTF-8", advice + hint)
  }

  /// By its byte order mark, or by the NULs that every other byte of it is in most scripts of Europe.
  private static func looksLikeUTF16(_ source: Bytes) -> Bool {
    if source.starts(with: [0xFF, 0xFE]) || source.starts(with: [0xFE, 0xFF]) { return true }
    let head = source.prefix(1 << 10)
    return head.count { $0 == 0 } > head.count / 4
  }

  private static func advice(_ error: TamisError) -> String {
    switch error {
    case .documentTooLarge: "raise --max-bytes"
    case .outOfMemory: "use fewer --jobs"
    case .plugin: "tell the plugin's makers, or load it with on-error=skip"
    default: "report it"
    }
  }

  // MARK: What plugins said

  /// Counts what they dropped, and warns of those that failed and were gone on without.
  private func report(_ batch: Batch, _ path: FilePath, line: Int?) {
    guard let plugins = renderer.plugins else { return }
    batch.drops.countDocument()
    var isCounted = false
    for fact in renderer.facts.all {
      let plugin = plugins.descriptions[fact.plugin].id
      let text = String(decoding: renderer.facts.text(of: fact), as: UTF8.self)
      switch fact.kind {
      // The first that dropped it did.
      case .drop where !isCounted:
        batch.drops.countDrop(plugin: plugin, reason: text)
        isCounted = true
      case .fault:
        let what = "plugin \(plugin) failed: \(text)"
        batch.messages.append(Message(.warning, path, line: line, what, "the document went on without it"))
      default: break
      }
    }
  }

  private func describe(_ error: TamisError) -> String {
    guard case .plugin(let place) = error, let plugins = renderer.plugins, let fact = renderer.facts.all.last else {
      return error.description
    }
    let text = String(decoding: renderer.facts.text(of: fact), as: UTF8.self)
    return "plugin \(plugins.descriptions[place].id) failed: \(text)"
  }

  // MARK: JSON Lines

  private func process(_ chunk: Batch.Chunk, _ batch: Batch) {
    for line in LineSequence(batch.input.view) {
      batch.lineCount = line.number + 1
      var bytes = line.bytes
      if line.start == 0 && chunk.isFirst { bytes = Bytes(rebasing: bytes[byteOrderMarkLength(bytes)...]) }
      if bytes.last == 0x0D { bytes = Bytes(rebasing: bytes.dropLast()) }
      if bytes.allSatisfy({ isJSONSpace($0) }) { continue }
      let start = bytes.baseAddress.map { $0 - batch.input.view.baseAddress! } ?? line.start
      let place = Place(path: chunk.path, line: line.number + 1, start: start, isCutOff: !line.hasLineFeed)
      process(bytes, place, batch)
    }
  }

  /// Where a line stands, for messages.
  private struct Place {
    let path: FilePath
    let line: Int
    let start: Int
    let isCutOff: Bool
  }

  private func process(_ line: Bytes, _ place: Place, _ batch: Batch) {
    do throws(LineFault) {
      guard line.count <= settings.longestLine else { throw LineFault.tooLong }
      try processRecord(line, place, batch)
    } catch {
      guard case .notUTF8(let position) = error else { return reject(error, place, batch) }
      batch.messages.append(
        Message(
          .warning, place.path, line: place.line, byte: place.start + position, "not UTF-8", "replaced by U+FFFD"))
      processRepaired(line, place, batch)
    }
  }

  private func reject(_ fault: LineFault, _ place: Place, _ batch: Batch) {
    batch.messages.append(
      fault.message(place.path, line: place.line, start: place.start, settings, isCutOff: place.isCutOff))
  }

  /// A line that is not UTF-8 is repaired, every field of it, and tried again.
  private func processRepaired(_ line: Bytes, _ place: Place, _ batch: Batch) {
    repaired.removeAll()
    do throws(TamisError) {
      try repaired.append(repaired: line)
      try repaired.pad()
    } catch {
      return reject(.outOfMemory, place, batch)
    }
    do throws(LineFault) {
      try processRecord(repaired.view, place, batch)
    } catch {
      reject(error, place, batch)
    }
  }

  private func processRecord(_ line: Bytes, _ place: Place, _ batch: Batch) throws(LineFault) {
    let record = try parser.parse(line)
    let text = try decode(line, record.text)
    let language = record.language.flatMap { LanguageTag(json: Bytes(rebasing: line[$0.range])) }
    let host = try record.host.flatMap { (span) throws(LineFault) in try decodeHost(line, span) }
    let start = batch.output.count
    do throws(TamisError) {
      let edits = try renderer.render(
        text, id: .json(record.id.map { Bytes(rebasing: line[$0.range]) }), name: try decodeName(line, record),
        line: Renderer.Line(bytes: line, text: record.text, language: language, host: host), into: &batch.output)
      // A lone surrogate was replaced while decoding, so what the text room repairs cannot come from here.
      assert(edits.repaired == 0)
      batch.hosts.add(isLine: true, hasHost: settings.hasHost(host))
      report(batch, place.path, line: place.line)
    } catch {
      batch.output.truncate(to: start)
      batch.messages.append(
        Message(.rejected, place.path, line: place.line, describe(error), "line left out, \(Self.advice(error))"))
      return
    }
    if record.textFieldCount > 1 {
      let field = String(decoding: settings.textField, as: UTF8.self)
      batch.messages.append(
        Message(
          .warning, place.path, line: place.line, "the field \"\(field)\" occurs \(record.textFieldCount) times",
          "the last one was used, the others are as they were"))
    }
  }

  /// What plugins get to know a line by: the string in its URL field, else its id as far as that is a string.
  private func decodeName(_ line: Bytes, _ record: JSONRecord) throws(TamisError) -> Bytes {
    let none = Bytes(start: nil, count: 0)
    guard renderer.plugins != nil, let value = record.url ?? record.id, value.count >= 2,
      line[value.start] == UInt8(ascii: "\"")
    else { return none }
    name.removeAll()
    do throws(JSONDecodingError) {
      try JSONString.decode(Bytes(rebasing: line[value.start + 1..<value.end - 1]), into: &name)
    } catch {
      if case .outOfMemory = error { throw .outOfMemory }
      return none
    }
    return name.view
  }

  /// The host, or nil for a value that is no string or has none in it.
  private func decodeHost(_ line: Bytes, _ value: ByteSpan) throws(LineFault) -> Bytes? {
    guard value.count >= 2, line[value.start] == UInt8(ascii: "\"") else { return nil }
    let text = try decode(line, value, &host)
    return Repeats.isHost(text) ? text : nil
  }

  private func decode(_ line: Bytes, _ value: ByteSpan) throws(LineFault) -> Bytes {
    try decode(line, value, &decoded)
  }

  /// The string that a value stands for: the line's own bytes when nothing in it is escaped.
  private func decode(_ line: Bytes, _ value: ByteSpan, _ room: inout ByteBuffer) throws(LineFault) -> Bytes {
    let content = Bytes(rebasing: line[value.start + 1..<value.end - 1])
    guard JSONString.hasEscapes(content) else { return content }
    room.removeAll()
    do throws(JSONDecodingError) {
      try JSONString.decode(content, into: &room)
    } catch {
      switch error {
      case .badEscape(let position):
        throw .notJSON(JSONFault(kind: .badEscape, position: value.start + 1 + position))
      case .outOfMemory: throw .outOfMemory
      }
    }
    return room.view
  }
}
