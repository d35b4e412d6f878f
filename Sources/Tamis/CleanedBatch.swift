import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What came of a column: a document or an error for each row, in the rows' order whatever the threads did.
public final class CleanedBatch: @unchecked Sendable {
  /// Number of rows.
  public let count: Int
  private let slots: UnsafeMutablePointer<Slot>

  enum Slot {
    /// A null row, or one that a cancelled batch did not come to.
    case empty
    case cleaned(CleanedDocument)
    case failed(TamisError)
  }

  init(count: Int) throws(TamisError) {
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Slot>.stride)
    guard !overflow, let memory = malloc(bytes) else { throw .outOfMemory }
    slots = memory.bindMemory(to: Slot.self, capacity: count)
    slots.initialize(repeating: .empty, count: count)
    self.count = count
  }

  deinit {
    slots.deinitialize(count: count)
    free(slots)
  }

  /// The document of a row; nil for a null row, a failed one, and outside the batch.
  public func document(at row: Int) -> CleanedDocument? {
    guard row >= 0, row < count, case .cleaned(let document) = slots[row] else { return nil }
    return document
  }

  /// Why a row failed; nil if it did not.
  public func error(at row: Int) -> TamisError? {
    guard row >= 0, row < count, case .failed(let error) = slots[row] else { return nil }
    return error
  }

  /// Only one thread sets a given row.
  func set(_ row: Int, _ slot: Slot) {
    slots[row] = slot
  }
}

extension Cleaner {
  /// Cleans every row of a column on several threads; the result does not depend on how many.
  ///
  /// - Parameters:
  ///   - threads: how many work; 0 for all processors.
  ///   - progress: told from the calling thread how many rows are done, now and then; true cancels the rest, whose rows
  ///     stay empty.
  /// - Throws: ``TamisError/outOfMemory`` when the table of results cannot be made; a row's own failure is the row's.
  public func clean(
    _ column: TextColumn, threads: Int = 0, progress: ((_ done: Int) -> Bool)? = nil
  ) throws(TamisError) -> CleanedBatch {
    guard threads >= 0 else { throw .invalidArgument("the number of threads is 0 (all processors) or more") }
    let batch = try CleanedBatch(count: column.count)
    let share = BatchShare(rows: column.count, threads: min(threads == 0 ? Threads.available : threads, 256))
    Threads.run(share.threads) { worker in
      let scratch = Scratch()
      while let rows = share.take() {
        for row in rows { batch.set(row, self.cleanRow(column.row(row), scratch)) }
        let done = share.finish(rows.count)
        if worker == 0, let progress, progress(done) { share.cancel() }
      }
    }
    return batch
  }

  private func cleanRow(_ source: Bytes?, _ scratch: Scratch) -> CleanedBatch.Slot {
    guard let source else { return .empty }
    do {
      let document = try CleanedDocument.make()
      try clean(source, scratch: scratch, into: document)
      return .cleaned(document)
    } catch {
      return .failed(error)
    }
  }
}

/// The rows of a batch, handed out in pieces to whichever thread is free.
private final class BatchShare: Sendable {
  let threads: Int
  private let rows: Int
  private let piece: Int
  private let next = Atomic<Int>(0)
  private let done = Atomic<Int>(0)

  init(rows: Int, threads: Int) {
    self.rows = rows
    // Enough pieces that an unlucky one does not hold the others up, few enough that handing out costs nothing.
    piece = max(1, min(64, rows / (max(threads, 1) * 8)))
    self.threads = max(1, min(threads, rows))
  }

  func take() -> Range<Int>? {
    let start = next.add(piece, ordering: .relaxed).oldValue
    return start < rows ? start..<min(start + piece, rows) : nil
  }

  func finish(_ count: Int) -> Int {
    done.add(count, ordering: .relaxed).newValue
  }

  func cancel() {
    next.store(rows, ordering: .relaxed)
  }
}
