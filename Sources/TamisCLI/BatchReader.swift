import TamisRecords

/// Turns the inputs into batches: small text files together, a large one alone, JSON Lines in chunks.
final class BatchReader {
  private static var documentsPerBatch: Int { 256 }
  private static var headBytes: Int { 64 << 10 }

  private let settings: Settings
  private let entries: [InputEntry]
  private let parser: JSONLineParser
  private var nextEntry = 0
  private var nextTarget = 0
  private var head = ByteBuffer()
  /// The file of JSON Lines that is being read.
  private var lines: LineReader?
  private var linesPath = FilePath.standard
  private var linesTarget = Batch.Target(number: 0, name: .standard, source: .standard)
  private var isFirstChunk = false

  /// - Parameter entries: what the inputs on the command line led to.
  init(_ settings: Settings, _ entries: [InputEntry]) throws(TamisError) {
    self.settings = settings
    self.entries = entries
    parser = try JSONLineParser(textField: settings.textField, idField: settings.idField)
  }

  /// Fills an empty batch; false when nothing is left.
  func fill(_ batch: Batch) -> Bool {
    var documents: [Batch.Document] = []
    while true {
      if lines != nil {
        // Documents that were gathered before the lines go first, in a batch of their own.
        if !documents.isEmpty { break }
        if nextChunk(batch) { return true }
        continue
      }
      guard nextEntry < entries.count else { break }
      let entry = entries[nextEntry]
      nextEntry += 1
      open(entry, batch, &documents)
      let isFull = documents.count >= Self.documentsPerBatch || batch.input.count >= LineReader.defaultChunkBytes
      if isFull || batch.messages.count >= Self.documentsPerBatch { break }
    }
    batch.work = .documents(documents)
    return !documents.isEmpty || !batch.messages.isEmpty
  }

  private func open(_ entry: InputEntry, _ batch: Batch, _ documents: inout [Batch.Document]) {
    if let fault = entry.fault { return batch.messages.append(Self.message(fault, entry.path)) }
    do {
      let file = try InputFile(entry.path)
      head.removeAll()
      _ = try file.read(upTo: Self.headBytes, into: &head)
      if let compression = Compression(content: head.view) {
        let command = settings.command == .repeats ? "repeats build" : settings.command.rawValue
        let advice = "left out, use: \(compression.tool) FILE | tamis \(command)"
        return batch.messages.append(Message(.rejected, entry.path, "compressed with \(compression.name)", advice))
      }
      let target = target(entry)
      switch try form(entry, file) {
      case .lines where settings.decodes:
        let advice = "left out, leave out --encoding or use --input-format text"
        batch.messages.append(Message(.failed, entry.path, "JSON Lines, which are UTF-8", advice))
      case .lines: try openLines(entry, file, target)
      case .text: try readDocument(entry, file, target, batch, &documents)
      }
    } catch let error as SystemError {
      batch.messages.append(Self.message(.system(error), entry.path))
    } catch let error as ReadError {
      batch.messages.append(Self.unreadable(error, entry.path))
    } catch {
      batch.messages.append(Self.unreadable(.outOfMemory, entry.path))
    }
  }

  private func target(_ entry: InputEntry) -> Batch.Target {
    nextTarget += 1
    return Batch.Target(number: nextTarget, name: entry.relativePath, source: entry.path)
  }

  /// The form of a file whose beginning is in ``head``; reads on to the end of the first line if that decides.
  private func form(_ entry: InputEntry, _ file: InputFile) throws -> DocumentForm {
    if let form = settings.inputForm ?? DocumentForm(name: entry.path) { return form }
    guard DocumentForm.needsFirstLine(head.view) else { return .text }
    while !head.view.drop(while: { isJSONSpace($0) }).contains(0x0A), head.count <= settings.longestLine {
      if try file.read(upTo: max(head.count, Self.headBytes), into: &head) == 0 { break }
    }
    try head.pad()
    return DocumentForm(content: head.view, parser: parser)
  }

  private func openLines(_ entry: InputEntry, _ file: InputFile, _ target: Batch.Target) throws(ReadError) {
    lines = try LineReader(file, head: head.view, limit: settings.longestLine)
    head.shrink(ifLargerThan: Self.headBytes)
    linesPath = entry.path
    linesTarget = target
    isFirstChunk = true
  }

  /// Reads a whole file to the end of the batch, unless it is too long.
  private func readDocument(
    _ entry: InputEntry, _ file: InputFile, _ target: Batch.Target, _ batch: Batch,
    _ documents: inout [Batch.Document]
  ) throws {
    let start = batch.input.count
    let limit = settings.cleaning.maximumDocumentBytes
    do {
      let expected = try file.facts().size
      try batch.input.append(head.view)
      while batch.input.count - start <= limit {
        let length = batch.input.count - start
        let piece = min(max(expected - length + 1, Self.headBytes, min(length, 1 << 26)), limit - length + 1)
        if try file.read(upTo: piece, into: &batch.input) == 0 { break }
      }
    } catch {
      batch.input.truncate(to: start)
      throw error
    }
    guard batch.input.count - start <= limit else {
      batch.input.truncate(to: start)
      let text = TamisError.documentTooLarge(limit: limit).description
      return batch.messages.append(Message(.rejected, entry.path, text, "left out, raise --max-bytes"))
    }
    documents.append(Batch.Document(path: entry.path, target: target, span: ByteSpan(start, batch.input.count)))
  }

  /// The next lines of the open file; false at its end, when the file is closed.
  private func nextChunk(_ batch: Batch) -> Bool {
    var start = 0
    let outcome: LineReader.Outcome
    do throws(ReadError) {
      outcome = try lines?.next(into: &batch.input, start: &start) ?? .end
      try Self.pad(&batch.input)
    } catch {
      batch.input.removeAll()
      batch.messages.append(Self.unreadable(error, linesPath))
      lines = nil
      return true
    }
    // A file without any line still gets its, empty, result.
    guard outcome != .end || isFirstChunk else {
      lines = nil
      return false
    }
    batch.work = .chunk(
      Batch.Chunk(
        path: linesPath, target: linesTarget, isFirst: isFirstChunk, start: start,
        isOversizedLine: outcome == .oversizedLine))
    isFirstChunk = false
    return true
  }

  private static func pad(_ buffer: inout ByteBuffer) throws(ReadError) {
    do { try buffer.pad() } catch { throw .outOfMemory }
  }

  private static func unreadable(_ error: ReadError, _ path: FilePath) -> Message {
    switch error {
    case .system(let error): message(.system(error), path)
    case .outOfMemory: Message(.failed, path, "out of memory", "left out, use fewer --jobs or a lower --max-bytes")
    }
  }

  private static func message(_ fault: InputEntry.Fault, _ path: FilePath) -> Message {
    switch fault {
    case .system(let error): Message(.failed, path, error.description, "left out, check the path and its permissions")
    case .loop: Message(.failed, path, "a symbolic link leads back to where it stands", "not entered, remove the link")
    case .notAFile: Message(.warning, path, "neither a file nor a folder", "left out, name it to have it read")
    }
  }
}
