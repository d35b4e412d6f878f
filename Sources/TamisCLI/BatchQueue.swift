#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The ring that batches go round in: the reader fills the next free one, any worker takes the next filled one, the
/// writer takes them back in the order they were filled. So the output does not depend on the number of workers, and
/// what is in flight is bounded: by the ring's size, and in bytes, so that many large documents do not pile up.
final class BatchQueue: @unchecked Sendable {
  private enum State { case free, filled, taken, done }

  private let batches: [Batch]
  private var states: [State]
  private let budget: Int
  private var inFlight = 0
  /// Sequence numbers; modulo the ring's size they are places in it.
  private var nextFilled = 0
  private var nextTaken = 0
  private var nextWritten = 0
  private var isFinished = false
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// - Parameter budget: bytes of input that may be in flight; one batch may always be, however large.
  init(size: Int, budget: Int) {
    batches = (0..<size).map { _ in Batch() }
    states = Array(repeating: .free, count: size)
    self.budget = budget
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  private func place(_ number: Int) -> Int { number % batches.count }

  /// Waits until `isReady`, then changes the state, all under the lock.
  private func when<Result>(_ isReady: () -> Bool, _ change: () -> Result) -> Result {
    pthread_mutex_lock(lock)
    while !isReady() { pthread_cond_wait(changed, lock) }
    let result = change()
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(lock)
    return result
  }

  /// For the reader: an empty batch, as soon as there is one and room in the budget.
  func emptyBatch() -> Batch {
    when({ states[place(nextFilled)] == .free && (inFlight < budget || inFlight == 0) }) { batches[place(nextFilled)] }
  }

  /// For the reader: the batch that it got last is filled.
  func submitFilled() {
    when({ true }) {
      let batch = batches[place(nextFilled)]
      batch.weight = batch.input.count
      inFlight += batch.weight
      states[place(nextFilled)] = .filled
      nextFilled += 1
    }
  }

  /// For the reader: nothing more will come.
  func finish() {
    when({ true }) { isFinished = true }
  }

  /// For workers: the next filled batch and its number; nil when there will be none.
  func takeFilled() -> (batch: Batch, number: Int)? {
    when({ nextTaken < nextFilled || isFinished }) {
      guard nextTaken < nextFilled else { return nil }
      let number = nextTaken
      states[place(number)] = .taken
      nextTaken += 1
      return (batches[place(number)], number)
    }
  }

  /// For workers: the batch of this number is done.
  func submitDone(_ number: Int) {
    when({ true }) { states[place(number)] = .done }
  }

  /// For the writer: the next batch in order; nil when all are written.
  func takeDone() -> Batch? {
    when({ states[place(nextWritten)] == .done || (isFinished && nextWritten == nextFilled) }) {
      states[place(nextWritten)] == .done ? batches[place(nextWritten)] : nil
    }
  }

  /// For the writer: the batch that it got last is written and can be used again.
  func release() {
    when({ true }) {
      let batch = batches[place(nextWritten)]
      inFlight -= batch.weight
      batch.reset()
      states[place(nextWritten)] = .free
      nextWritten += 1
    }
  }
}
