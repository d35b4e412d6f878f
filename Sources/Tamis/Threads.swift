import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Threads that live as long as one call. There is no pool: nothing of us is left in a host that forks or unloads us.
public enum Threads {
  /// The processors that this process may use.
  public static var available: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Runs `body` once on the calling thread (as worker 0) and once on each of `count - 1` others, and waits for all.
  /// When the system refuses a thread, fewer work.
  static func run(_ count: Int, _ body: (_ worker: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      let work = Work(body)
      let context = Unmanaged.passUnretained(work).toOpaque()
      withUnsafeTemporaryAllocation(of: pthread_t.self, capacity: max(count, 1)) { threads in
        var started = 0
        while started < count - 1, pthread_create(threads.baseAddress! + started, nil, enter, context) == 0 {
          started += 1
        }
        body(0)
        for thread in 0..<started { pthread_join(threads[thread], nil) }
      }
    }
  }

  private final class Work: Sendable {
    nonisolated(unsafe) let body: (Int) -> Void
    let next = Atomic<Int>(1)

    init(_ body: @escaping (Int) -> Void) {
      self.body = body
    }
  }

  private static let enter: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    if let context {
      let work = Unmanaged<Work>.fromOpaque(context).takeUnretainedValue()
      work.body(work.next.add(1, ordering: .relaxed).oldValue)
    }
    return nil
  }
}
