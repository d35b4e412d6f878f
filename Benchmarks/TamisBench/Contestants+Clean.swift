import CRivals
import Tamis

/// The whole clean with a workspace and a result that are used again.
final class CleanReusing: Contestant {
  let name = "clean"
  let title = "Clean articles as scraped, on one thread"
  let role = Role.tamis
  private let cleaner: Cleaner
  private let scratch = Scratch()
  private let document = CleanedDocument()

  init() throws(TamisError) {
    cleaner = try Cleaner()
  }

  func run(_ texts: Texts) throws(TamisError) -> Int {
    var sum = 0
    for place in 0..<texts.count {
      try cleaner.clean(texts[place], scratch: scratch, into: document)
      sum &+= document.text.count &+ document.sentences.count
    }
    return sum
  }

  /// Heap allocations of one more run over all documents; nil where they cannot be counted.
  func allocations(_ texts: Texts) throws(TamisError) -> Int? {
    _ = try run(texts)
    let before = rivals_allocations()
    _ = try run(texts)
    // A count that never moved is none.
    return before <= 0 ? nil : Int(rivals_allocations() - before)
  }
}

/// The whole clean of a column of documents on several threads, results kept.
final class CleanBatch: Contestant {
  let name = "clean-batch"
  let title: String
  let role = Role.tamis
  let isAlone = false
  private let cleaner: Cleaner
  private let threads: Int

  /// - Parameter threads: 0 for all processors.
  init(threads: Int) throws(TamisError) {
    cleaner = try Cleaner()
    self.threads = threads == 0 ? Threads.available : threads
    let many = self.threads == 1 ? "1 thread" : "\(self.threads) threads"
    title = "Clean articles as scraped, as a batch on \(many), by the wall clock"
  }

  func run(_ texts: Texts) throws(TamisError) -> Int {
    let batch = try cleaner.clean(try TextColumn(data: texts.data, offsets: texts.offsets), threads: threads)
    var sum = 0
    for row in 0..<batch.count { sum &+= batch.document(at: row)?.text.count ?? 0 }
    return sum
  }
}
