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
    /// A null row.
    case empty
    /// A row that nobody has come to yet, or a cancelled batch never did.
    case waiting(CleanedDocument)
    case cleaned(CleanedDocument)
    case failed(TamisError)
  }

  /// A batch whose rows wait. The documents are made here, before any thread works: making an object is what cannot fail
  /// politely, and here it can be made sure of first that all will have room.
  init(_ column: TextColumn) throws(TamisError) {
    let (bytes, overflow) = max(column.count, 1).multipliedReportingOverflow(by: MemoryLayout<Slot>.stride)
    guard !overflow, let memory = malloc(bytes) else { throw .outOfMemory }
    slots = memory.bindMemory(to: Slot.self, capacity: column.count)
    slots.initialize(repeating: .empty, count: column.count)
    count = column.count
    try ensureRoom(documents: column.count)
    for row in 0..<count where column.row(row) != nil { slots[row] = .waiting(CleanedDocument()) }
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

  /// Cleans a row that waits. Only one thread comes to a given row.
  fileprivate func clean(
    _ row: Int, of column: TextColumn, from hosts: TextColumn?, with cleaner: Cleaner, _ scratch: Scratch
  ) {
    guard case .waiting(let document) = slots[row], let source = column.row(row) else { return }
    do {
      try cleaner.clean(source, host: hosts?.row(row), scratch: scratch, into: document)
      slots[row] = .cleaned(document)
    } catch {
      slots[row] = .failed(error)
    }
  }
}

extension Cleaner {
  /// Cleans every row of a column on several threads; the result does not depend on how many.
  ///
  /// - Parameters:
  ///   - hosts: where each document comes from, a row for each; nil, and a null row, for ``CleaningOptions/host``.
  ///   - threads: how many work; 0 for all processors.
  ///   - progress: told from the calling thread how many rows are done, now and then; true cancels the rest, whose rows
  ///     stay empty.
  /// - Throws: ``TamisError/outOfMemory`` when the tables of results cannot be made; a row's own failure is the row's.
  public func clean(
    _ column: TextColumn, hosts: TextColumn? = nil, threads: Int = 0, progress: ((_ done: Int) -> Bool)? = nil
  ) throws(TamisError) -> CleanedBatch {
    guard hosts == nil || hosts?.count == column.count else {
      throw .invalidArgument("hosts: there must be one for each document")
    }
    let batch = try CleanedBatch(column)
    let work = try RowWork(rows: column.count, threads: threads)
    work.run(progress: progress) { _, rows, _, scratch in
      for row in rows { batch.clean(row, of: column, from: hosts, with: self, scratch) }
    }
    return batch
  }
}
