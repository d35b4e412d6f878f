#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CRecords
import TamisPlugins
import TamisRecords

/// What was asked for, done: one reader, some workers, and the calling thread as the writer.
struct Run {
  /// Bytes of input in flight, per worker; a larger document goes through alone.
  private static var budgetPerJob: Int { 32 << 20 }

  let settings: Settings

  func perform() -> ExitCode {
    if settings.merges { return RepeatsMerge(settings: settings).perform() }
    do {
      let list = InputList(settings.inputs.isEmpty ? [.standard] : settings.inputs)
      let inputs = Set(list.entries.compactMap(\.identity))
      let reader = try BatchReader(settings, list.entries)
      let plugins = settings.plugins.isEmpty ? nil : try PluginSet(settings.plugins, log: Self.tell)
      let cleaner = try Cleaner(settings.cleaning, guests: plugins)
      let workers = try workers(cleaner)
      // Last, since it makes a file that is not there.
      let writer = BatchWriter(settings, try destination(list, inputs), inputs: inputs)
      return work(reader, writer, workers)
    } catch let message as Refusal {
      Main.tell(message.message)
    } catch let error as PluginError {
      Main.tell(Message(.failed, FilePath(error.path), error.message, "nothing was done"))
    } catch {
      Main.tell(Message(.failed, nil, "\(error)", "nothing was done"))
    }
    return .failed
  }

  /// Why the run cannot begin.
  struct Refusal: Error {
    let message: Message
  }

  /// What a plugin has to tell, from any thread.
  @Sendable static func tell(_ message: PluginMessage) {
    let weight: Message.Weight = message.level == .info ? .warning : .failed
    Main.tell(Message(weight, nil, "\(message.plugin): \(message.text)", "a message of the plugin"))
  }

  // MARK: Where results go

  func destination(_ list: InputList, _ inputs: Set<FileIdentity>) throws(Refusal) -> BatchWriter.Destination {
    guard let path = settings.output, path != .standard else {
      let output = OutputFile.standardOutput
      // A closed standard output is found out by writing to it.
      if let facts = try? output.facts() { try refuseInput(facts, inputs, FilePath("standard output")) }
      try refuseTerminal(output, FilePath("standard output"))
      return .file(output, name: FilePath("standard output"))
    }
    let facts = try? FileFacts(of: path)
    if path.isFolderByName || facts?.kind == .folder { return try folder(path, list) }
    if let facts { try refuseInput(facts, inputs, path) }
    let file: OutputFile
    do throws(SystemError) {
      file = try OutputFile(path)
    } catch {
      throw Refusal(message: Message(.failed, path, error.description, "nothing was done, choose another -o"))
    }
    try refuseTerminal(file, path)
    return .file(file, name: path)
  }

  /// What an index has for bytes could set a terminal to anything.
  private func refuseTerminal(_ output: OutputFile, _ path: FilePath) throws(Refusal) {
    guard settings.command == .repeats, output.isTerminal else { return }
    let advice = "nothing was done, give -o a file"
    throw Refusal(message: Message(.failed, path, "is a terminal, and an index is no text", advice))
  }

  /// An output that is an input would be emptied before it is read.
  private func refuseInput(_ facts: FileFacts, _ inputs: Set<FileIdentity>, _ path: FilePath) throws(Refusal) {
    guard facts.kind == .regular, inputs.contains(facts.identity) else { return }
    throw Refusal(message: Message(.failed, path, "is also an input", "nothing was done, write to another file"))
  }

  private func folder(_ path: FilePath, _ list: InputList) throws(Refusal) -> BatchWriter.Destination {
    if settings.command == .repeats {
      throw Refusal(message: Message(.failed, path, "an index is one file", "nothing was done, give -o a file"))
    }
    if list.entries.contains(where: { $0.path == .standard }) {
      let text = "standard input has no name for a file in a folder"
      throw Refusal(message: Message(.failed, path, text, "nothing was done, give -o a file"))
    }
    do throws(SystemError) {
      return .folder(try OutputFolder(path), name: path)
    } catch {
      throw Refusal(message: Message(.failed, path, error.description, "nothing was done, choose another -o"))
    }
  }

  // MARK: Threads

  private var jobs: Int { settings.jobs ?? Int(crecords_processor_count()) }

  /// As many as there is memory for. With fewer than were asked for the result is the same, only later.
  private func workers(_ cleaner: Cleaner) throws -> [BatchWorker] {
    var workers: [BatchWorker] = []
    while workers.count < jobs {
      do throws(TamisError) {
        workers.append(try BatchWorker(settings, cleaner))
      } catch {
        if !workers.isEmpty { break }
        guard error == .outOfMemory, settings.command == .repeats else { throw error }
        let text = "there is no memory for an index of \(Flag.text(byteCount: settings.repeatsMemory))"
        throw Refusal(message: Message(.failed, nil, text, "nothing was done, use a smaller --memory"))
      }
    }
    return workers
  }

  private func work(_ reader: BatchReader, _ writer: BatchWriter, _ workers: [BatchWorker]) -> ExitCode {
    let queue = BatchQueue(size: 2 * jobs + 2, budget: jobs * Self.budgetPerJob)
    let started = workers.prefix { worker in startThread { Self.work(worker, queue) } }
    guard !started.isEmpty, startThread({ Self.read(reader, queue) }) else {
      Main.tell(Message(.failed, nil, "the system gives no threads", "nothing was done, use fewer --jobs"))
      return .failed
    }
    return Self.write(writer, queue, Array(started))
  }

  private static func read(_ reader: BatchReader, _ queue: BatchQueue) {
    while reader.fill(queue.emptyBatch()) { queue.submitFilled() }
    queue.finish()
  }

  private static func work(_ worker: BatchWorker, _ queue: BatchQueue) {
    while let (batch, number) = queue.takeFilled() {
      worker.process(batch)
      queue.submitDone(number)
    }
  }

  private static func write(_ writer: BatchWriter, _ queue: BatchQueue, _ workers: [BatchWorker]) -> ExitCode {
    do throws(BatchWriter.Stop) {
      while let batch = queue.takeDone() {
        try writer.write(batch)
        queue.release()
      }
      // All batches are done, so no worker counts any more.
      try writer.write(sumOf: workers.compactMap(\.repeats))
      try writer.finish()
      return writer.exitCode
    } catch {
      // The other threads are left where they are: the process ends with this function.
      return end(error)
    }
  }

  /// The exit code of a run that could not go on.
  static func end(_ stop: BatchWriter.Stop) -> ExitCode {
    switch stop {
    case .brokenPipe: return .done
    case .unwritable(let path, let error):
      let advice = "the result is incomplete, check the disk or choose another -o"
      Main.tell(Message(.failed, path, error.description, advice))
      return .failed
    }
  }
}

/// Runs `body` on a thread of its own; false when the system gives none.
private func startThread(_ body: @escaping () -> Void) -> Bool {
  final class Box {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
  let context = Unmanaged.passRetained(Box(body))
  var thread = pthread_t()
  let failure = pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }, context.toOpaque())
  guard failure == 0 else {
    context.release()
    return false
  }
  pthread_detach(thread)
  return true
}
