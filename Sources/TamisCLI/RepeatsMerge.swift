import TamisRecords

/// `tamis repeats merge`: indexes in, their sum out.
struct RepeatsMerge {
  let settings: Settings

  func perform() -> ExitCode {
    let (parts, messages) = read()
    guard !parts.isEmpty else {
      for message in messages { Main.tell(message) }
      Main.tell(Message(.failed, nil, "none of these can be merged", "nothing was written"))
      return .failed
    }
    let writer: BatchWriter
    do throws(Run.Refusal) {
      let list = InputList(settings.inputs)
      let inputs = Set(list.entries.compactMap(\.identity))
      writer = BatchWriter(settings, try Run(settings: settings).destination(list, inputs), inputs: inputs)
      for message in messages { writer.tell(message) }
    } catch {
      Main.tell(error.message)
      return .failed
    }
    do throws(BatchWriter.Stop) {
      try writer.write(sumOf: parts)
      try writer.finish()
      return writer.exitCode
    } catch {
      return Run.end(error)
    }
  }

  /// The indexes that can be merged with the first of them, and what is to be said about the others.
  private func read() -> (parts: [Repeats], messages: [Message]) {
    var parts: [Repeats] = []
    var messages: [Message] = []
    for path in settings.inputs {
      var part: Repeats?
      let complaint = WholeFile.loadRepeats(path) { part = $0 }
      guard let part else {
        messages.append(Message(.rejected, path, complaint ?? "no index", "left out, build it again"))
        continue
      }
      // One sum at a time is held, whatever their number.
      guard let sum = parts.first else {
        parts.append(part)
        continue
      }
      do throws(TamisError) {
        try sum.merge(part)
      } catch {
        messages.append(Message(.rejected, path, error.complaint, "left out, build it like the others"))
      }
    }
    return (parts, messages)
  }
}

extension WholeFile {
  /// Loads an index; returns what is wrong with the file.
  static func loadRepeats(_ path: FilePath, _ take: (Repeats) -> Void) -> String? {
    load(path, head: Repeats.headerLength, length: Repeats.fileLength) { (file) throws(TamisError) in take(try Repeats(file)) }
  }
}

extension BatchWriter {
  /// Writes the sum of indexes, which all are alike; nothing for none.
  func write(sumOf parts: [Repeats]) throws(Stop) {
    guard let sum = parts.first else { return }
    var file = ByteBuffer()
    do throws(TamisError) {
      for part in parts.dropFirst() { try sum.merge(part) }
      // Of inputs that could not be read nothing is made, and what was there stays.
      if exitCode == .failed && sum.documentCount == 0 { return }
      try sum.write(to: &file)
    } catch {
      return tell(Message(.failed, nil, error.description, "the index was not written, use fewer --jobs"))
    }
    try write(file.view)
  }
}
