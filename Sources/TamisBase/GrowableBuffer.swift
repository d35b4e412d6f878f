#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A contiguous, growable array of plain values whose growth can fail without taking the process down.
///
/// Swift's `Array` aborts when `malloc` returns null, which would kill the host that links us; this one throws
/// ``TamisError/outOfMemory``. It is owned by exactly one holder and keeps its capacity over ``removeAll()``, so that a
/// workspace that is used again and again stops allocating once it is warm.
@frozen
public struct GrowableBuffer<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var storage: UnsafeMutablePointer<Element>?
  @usableFromInline var used: Int
  @usableFromInline var room: Int

  @inlinable
  public init() {
    storage = nil
    used = 0
    room = 0
  }

  @inlinable
  deinit {
    free(storage)
  }

  /// Number of elements in use.
  @inlinable public var count: Int { used }
  @inlinable public var isEmpty: Bool { used == 0 }
  /// Number of elements that fit without another allocation.
  @inlinable public var capacity: Int { room }
  /// The elements in use. Valid until the next call that grows or frees the buffer.
  @inlinable public var elements: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: storage, count: used)
  }
  /// The elements in use, read-only. Valid until the next call that grows or frees the buffer.
  @inlinable public var view: UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: storage, count: used)
  }

  @inlinable
  public subscript(_ index: Int) -> Element {
    get {
      precondition(index >= 0 && index < used)
      return storage.unsafelyUnwrapped[index]
    }
    set {
      precondition(index >= 0 && index < used)
      storage.unsafelyUnwrapped[index] = newValue
    }
  }

  /// Forgets the elements and keeps the memory.
  @inlinable
  public mutating func removeAll() {
    used = 0
  }

  /// Shortens the buffer to `newCount` elements; does nothing if it is no longer than that.
  @inlinable
  public mutating func truncate(to newCount: Int) {
    if newCount >= 0 && newCount < used { used = newCount }
  }

  /// Forgets the elements and gives the memory back.
  public mutating func giveBack() {
    free(storage)
    (storage, used, room) = (nil, 0, 0)
  }

  /// Gives memory back if more than `limit` elements are held and they are not in use.
  public mutating func shrink(ifLargerThan limit: Int) {
    guard room > limit, used <= limit else { return }
    guard let smaller = realloc(storage, max(limit, 1) * MemoryLayout<Element>.stride) else { return }
    storage = smaller.assumingMemoryBound(to: Element.self)
    room = max(limit, 1)
  }

  /// Makes room for `additional` more elements.
  @inlinable
  public mutating func reserve(_ additional: Int) throws(TamisError) {
    if additional > room &- used { try grow(additional) }
  }

  @usableFromInline
  @inline(never)
  mutating func grow(_ additional: Int) throws(TamisError) {
    let (needed, overflow) = used.addingReportingOverflow(additional)
    let stride = MemoryLayout<Element>.stride
    guard additional >= 0, !overflow, needed <= Int.max / 4 / stride else { throw .outOfMemory }
    // Half as much again: a document's buffers are bounded by three times the document, doubling would not be.
    let wanted = max(needed, room + room / 2, 64)
    guard let moved = realloc(storage, wanted * stride) else { throw .outOfMemory }
    storage = moved.assumingMemoryBound(to: Element.self)
    room = wanted
  }

  @inlinable
  public mutating func append(_ element: Element) throws(TamisError) {
    if used == room { try grow(1) }
    storage.unsafelyUnwrapped[used] = element
    used &+= 1
  }

  @inlinable
  public mutating func append(_ source: UnsafeBufferPointer<Element>) throws(TamisError) {
    guard let base = source.baseAddress, source.count > 0 else { return }
    try append(base, count: source.count)
  }

  @inlinable
  public mutating func append(_ base: UnsafePointer<Element>, count: Int) throws(TamisError) {
    guard count > 0 else { return }
    if count > room &- used { try grow(count) }
    memcpy(storage.unsafelyUnwrapped + used, base, count &* MemoryLayout<Element>.stride)
    used &+= count
  }

  /// Appends `count` copies of `element`.
  @inlinable
  public mutating func append(repeating element: Element, count: Int) throws(TamisError) {
    guard count > 0 else { return }
    try reserve(count)
    (storage.unsafelyUnwrapped + used).initialize(repeating: element, count: count)
    used &+= count
  }

  /// Room for `count` more elements to be written in place; call ``commit(_:)`` with how many were.
  @inlinable
  public mutating func spare(_ count: Int) throws(TamisError) -> UnsafeMutablePointer<Element> {
    try reserve(max(count, 1))
    return storage.unsafelyUnwrapped + used
  }

  /// Hands the memory to the caller, who keeps it or frees it.
  public consuming func relinquish() -> UnsafePointer<Element> {
    let kept = storage.unsafelyUnwrapped
    storage = nil
    return UnsafePointer(kept)
  }

  /// Takes `count` elements written behind the end, by way of ``spare(_:)``, into use.
  @inlinable
  public mutating func commit(_ count: Int) {
    precondition(count >= 0 && count <= room &- used)
    used &+= count
  }
}

extension GrowableBuffer: @unchecked Sendable where Element: Sendable {}

/// Growable UTF-8.
public typealias ByteBuffer = GrowableBuffer<UInt8>

/// Borrowed bytes, read-only.
public typealias Bytes = UnsafeBufferPointer<UInt8>
