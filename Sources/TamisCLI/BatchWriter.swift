import TamisRecords

/// Writes results and messages in the order of the inputs and keeps the account that becomes the exit code.
final class BatchWriter {
  /// Why the run cannot go on.
  enum Stop: Error {
    /// Whoever read our output has had enough, which is no error.
    case brokenPipe
    case unwritable(FilePath, SystemError)
  }

  private let settings: Settings
  private let destination: Destination
  private let inputs: Set<FileIdentity>
  private var drops = DropCounts()
  private var hosts = HostCounts()
  private var hasRejected = false
  private var hasFailed = false
  /// Lines and bytes of the current file before the current chunk.
  private var linesBefore = 0
  /// The file of the folder that is being written.
  private var open: OutputFile?
  private var openNumber = 0
  private var openFailed = false
  private var openHasContent = false
  private var written: Set<FileIdentity> = []

  enum Destination {
    case file(OutputFile, name: FilePath)
    case folder(OutputFolder, name: FilePath)
  }

  init(_ settings: Settings, _ destination: Destination, inputs: Set<FileIdentity>) {
    self.settings = settings
    self.destination = destination
    self.inputs = inputs
  }

  var exitCode: ExitCode { hasFailed ? .failed : hasRejected ? .someRejected : .done }

  func write(_ batch: Batch) throws(Stop) {
    for segment in batch.segments { try write(segment, Bytes(rebasing: batch.output.view[segment.span.range])) }
    var base = 0
    var start = 0
    if case .chunk(let chunk) = batch.work {
      if chunk.isFirst { linesBefore = 0 }
      base = linesBefore
      start = chunk.start
      linesBefore += batch.lineCount
    }
    drops.add(batch.drops)
    hosts.add(batch.hosts)
    for message in batch.messages { tell(message, linesBefore: base, bytesBefore: start) }
  }

  /// Writes bytes to the only output.
  func write(_ bytes: Bytes) throws(Stop) {
    guard case .file(let file, let name) = destination else { return }
    do { try file.write(bytes) } catch { throw Self.stop(name, error) }
  }

  /// Closes what is open, and says what plugins dropped and how many documents had no host. A run without any result leaves
  /// an empty file, but for one that failed, which leaves what was there.
  func finish() throws(Stop) {
    for message in drops.messages { tell(message) }
    if let message = hosts.message(settings) { tell(message) }
    switch destination {
    case .folder: closeFile()
    case .file(let file, let name):
      do {
        if exitCode != .failed { try file.empty() }
        try file.finish()
      } catch {
        throw Self.stop(name, error)
      }
    }
  }

  func tell(_ message: Message, linesBefore: Int = 0, bytesBefore: Int = 0) {
    var message = message
    message.line? += linesBefore
    message.byte? += bytesBefore
    switch message.weight {
    case .warning: break
    case .rejected: hasRejected = true
    case .failed: hasFailed = true
    }
    let bytes = message.bytes
    // Nobody is left to be told when standard error fails.
    bytes.withUnsafeBufferPointer { bytes in try? OutputFile.standardError.write(bytes) }
  }

  private static func stop(_ path: FilePath, _ error: SystemError) -> Stop {
    error == .brokenPipe ? .brokenPipe : .unwritable(path, error)
  }

  private func write(_ segment: Batch.Segment, _ bytes: Bytes) throws(Stop) {
    switch destination {
    case .file(let file, let name):
      do { try put(segment, bytes, to: file) } catch { throw Self.stop(name, error) }
    case .folder(let folder, let name):
      if segment.target.number != openNumber { openFile(segment.target, folder, name) }
      guard let open, !openFailed else { return }
      do { try put(segment, bytes, to: open) } catch { fail(segment.target, name, error) }
    }
  }

  private func put(_ segment: Batch.Segment, _ bytes: Bytes, to file: OutputFile) throws(SystemError) {
    guard !bytes.isEmpty else { return }
    if segment.isDivided && openHasContent {
      let lineFeed: [UInt8] = [0x0A]
      try lineFeed.withUnsafeBufferPointer { (bytes) throws(SystemError) in try file.write(bytes) }
    }
    try file.write(bytes)
    openHasContent = true
  }

  // MARK: A folder's files

  private func openFile(_ target: Batch.Target, _ folder: OutputFolder, _ name: FilePath) {
    closeFile()
    openNumber = target.number
    openHasContent = false
    openFailed = false
    do {
      let file = try folder.file(target.name)
      let facts = try file.facts()
      if inputs.contains(facts.identity) {
        return refuse(target, name, "is also an input", "not written, choose another folder")
      }
      if !written.insert(facts.identity).inserted {
        return refuse(target, name, "was written for another input of this name", "not written, use another folder")
      }
      try file.empty()
      open = file
    } catch {
      fail(target, name, error)
    }
  }

  private func closeFile() {
    guard let file = open else { return }
    open = nil
    do {
      try file.finish()
    } catch {
      tell(Message(.failed, nil, error.description, "a result may be incomplete, check the disk"))
    }
  }

  private func refuse(_ target: Batch.Target, _ folder: FilePath, _ what: String, _ advice: String) {
    openFailed = true
    tell(Message(.failed, folder.appending(target.name), what, advice))
  }

  private func fail(_ target: Batch.Target, _ folder: FilePath, _ error: SystemError) {
    refuse(target, folder, error.description, "result of \(target.source.description) not written, check the folder")
  }
}

extension ByteSpan {
  var range: Range<Int> { start..<end }
}
