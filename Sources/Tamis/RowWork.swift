import Synchronization

/// The rows of a column, handed out in pieces to the threads of one call. What the threads need is made before they
/// start, since it is made of objects, for which memory cannot be asked politely.
package final class RowWork: Sendable {
  /// How many rows a piece has; the last one may have fewer.
  package let pieceLength: Int
  private let rows: Int
  private nonisolated(unsafe) let scratches: [Scratch]
  private let next = Atomic<Int>(0)
  private let done = Atomic<Int>(0)

  /// - Parameter threads: how many work, at most 256; 0 for all processors.
  /// - Throws: ``TamisError/invalidArgument(_:)``, ``TamisError/outOfMemory``.
  package init(rows: Int, threads: Int) throws(TamisError) {
    guard threads >= 0 else { throw .invalidArgument("the number of threads is 0 (all processors) or more") }
    let wanted = min(threads == 0 ? Threads.available : threads, 256)
    self.rows = rows
    // Enough pieces that an unlucky one does not hold the others up, few enough that handing out costs nothing.
    pieceLength = max(1, min(64, rows / (wanted * 8)))
    let count = max(1, min(wanted, rows))
    try ensureRoom(scratches: count)
    scratches = (0..<count).map { _ in Scratch() }
  }

  /// How many threads work.
  package var workers: Int { scratches.count }
  package var pieceCount: Int { (rows + pieceLength - 1) / pieceLength }

  /// Does it, and returns when all is done. A given piece is handed out once, a given scratch to one thread, the worker.
  ///
  /// - Parameter progress: told from the calling thread how many rows are done, now and then; true cancels the rest.
  package func run(
    progress: ((_ done: Int) -> Bool)?,
    _ body: (_ piece: Int, _ rows: Range<Int>, _ worker: Int, _ scratch: Scratch) -> Void
  ) {
    Threads.run(scratches.count) { worker in
      while let piece = take() {
        let start = piece * pieceLength
        let range = start..<min(start + pieceLength, rows)
        body(piece, range, worker, scratches[worker])
        let done = done.add(range.count, ordering: .relaxed).newValue
        if worker == 0, let progress, progress(done) { next.store(pieceCount, ordering: .relaxed) }
      }
    }
  }

  private func take() -> Int? {
    let piece = next.add(1, ordering: .relaxed).oldValue
    return piece < pieceCount ? piece : nil
  }
}

/// Makes sure that objects can be made.
func ensureRoom(documents: Int = 0, scratches: Int = 0) throws(TamisError) {
  // They take 280 and 1,176 bytes. The rest is for a little of everything.
  let (documentBytes, isTooMuch) = documents.multipliedReportingOverflow(by: 1024)
  guard !isTooMuch else { throw .outOfMemory }
  try ensureRoom(documentBytes + scratches << 14 + 1 << 16)
}
