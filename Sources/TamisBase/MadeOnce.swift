#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization

/// The place of a table of the whole process, which is made when it is asked for first, and kept. A failure is thrown and not
/// kept, so memory that is short for a moment does not spoil the process: the next call tries again.
///
/// A class that is not generic: with the metadata of a generic one, of its tables and of what is atomic in it the library,
/// which has no Swift runtime of its own, was 50 KB larger. `Mutex` costs as much.
public final class MadeOnce: Sendable {
  /// The table's address, or 0.
  private let content = Atomic<Int>(0)
  /// 1 while a thread makes it.
  private let isBusy = Atomic<Int>(0)

  public init() {}

  /// The table; `make` makes it where there is none, and gives back what it had made if it fails.
  ///
  /// - Parameter room: bytes that making it takes at most. They are asked for, and given back, before anything is made: the
  ///   small objects of the Swift runtime cannot fail, and ICU remembers that it ran out of memory.
  @inlinable
  @inline(__always)
  public func get<Value>(room: Int, _ make: () throws(TamisError) -> Value) throws(TamisError) -> Value {
    if let made { return made.assumingMemoryBound(to: Value.self).pointee }
    let place = try fill(MemoryLayout<Value>.stride, room: room) { (place) throws(TamisError) in
      place.initializeMemory(as: Value.self, to: try make())
    }
    return place.assumingMemoryBound(to: Value.self).pointee
  }

  @usableFromInline
  var made: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: content.load(ordering: .acquiring)) }

  /// Fills `size` bytes, unless another thread did so meanwhile.
  @usableFromInline
  func fill(
    _ size: Int, room: Int, _ body: (UnsafeMutableRawPointer) throws(TamisError) -> Void
  ) throws(TamisError) -> UnsafeMutableRawPointer {
    // Some tens of milliseconds at most, once.
    while isBusy.exchange(1, ordering: .acquiring) != 0 { usleep(100) }
    defer { isBusy.store(0, ordering: .releasing) }
    if let made { return made }
    try ensureRoom(room)
    guard let memory = malloc(max(size, 1)) else { throw .outOfMemory }
    do throws(TamisError) {
      try body(memory)
    } catch {
      free(memory)
      throw error
    }
    content.store(Int(bitPattern: memory), ordering: .releasing)
    return memory
  }
}

/// Makes sure that small objects can be made. Swift ends the process when memory for one is missing, so ask politely
/// for more than they take, and give it back, first.
public func ensureRoom(_ bytes: Int) throws(TamisError) {
  var probe = GrowableBuffer<UInt8>()
  try probe.reserve(bytes)
}
