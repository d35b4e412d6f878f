#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Memory ran out.
struct OutOfMemory: Error {}

/// A growing list of plain values. Swift's arrays end the process when memory runs out, and a plugin may not.
struct Room<Element: BitwiseCopyable>: ~Copyable {
  private var storage: UnsafeMutablePointer<Element>?
  private var capacity = 0
  private(set) var count = 0

  deinit {
    free(storage)
  }

  var isEmpty: Bool { count == 0 }
  var view: UnsafeMutableBufferPointer<Element> { UnsafeMutableBufferPointer(start: storage, count: count) }

  subscript(_ place: Int) -> Element {
    get { view[place] }
    set { view[place] = newValue }
  }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ element: Element) throws(OutOfMemory) {
    if count == capacity { try reserve(1) }
    storage.unsafelyUnwrapped[count] = element
    count &+= 1
  }

  /// Makes it `newCount` copies of `element`.
  mutating func fill(_ newCount: Int, with element: Element) throws(OutOfMemory) {
    count = 0
    try reserve(newCount)
    storage?.initialize(repeating: element, count: newCount)
    count = newCount
  }

  private mutating func reserve(_ additional: Int) throws(OutOfMemory) {
    guard count + additional > capacity else { return }
    let wanted = max(count + additional, capacity * 2, 256)
    guard let moved = realloc(storage, wanted * MemoryLayout<Element>.stride) else { throw OutOfMemory() }
    storage = moved.assumingMemoryBound(to: Element.self)
    capacity = wanted
  }
}

/// How often each of many 64-bit keys was seen, and where first. Open addressing; used again from text to text.
struct KeyCounts: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var key: UInt64
    var count: UInt32
    /// The round in which the slot was written; older ones are empty.
    var round: UInt32
  }

  private var slots = Room<Slot>()
  private var mask = 0
  private var round: UInt32 = 0

  /// Forgets all and makes room for `keys` different ones.
  mutating func begin(_ keys: Int) throws(OutOfMemory) {
    round &+= 1
    var wanted = 256
    while wanted < keys * 2 { wanted *= 2 }
    guard wanted > slots.count || round == 0 else { return }
    round = 1
    try slots.fill(max(wanted, slots.count), with: Slot(key: 0, count: 0, round: 0))
    mask = slots.count - 1
  }

  /// Counts a key; returns how often it has been seen now.
  @inline(__always)
  mutating func add(_ key: UInt64) -> UInt32 {
    let view = slots.view
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 20) & mask
    while view[place].round == round {
      if view[place].key == key {
        view[place].count &+= 1
        return view[place].count
      }
      place = (place &+ 1) & mask
    }
    view[place] = Slot(key: key, count: 1, round: round)
    return 1
  }

  /// How often a key was seen.
  @inline(__always)
  func count(of key: UInt64) -> UInt32 {
    let view = slots.view
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 20) & mask
    while view[place].round == round {
      if view[place].key == key { return view[place].count }
      place = (place &+ 1) & mask
    }
    return 0
  }

  /// Calls `body` with each count.
  func forEachCount(_ body: (UInt32) -> Void) {
    for slot in slots.view where slot.round == round { body(slot.count) }
  }
}

/// A hash of bytes by which the hash of two texts one after the other can be had from theirs: a polynomial modulo the
/// prime 2^61 - 1 (Karp and Rabin, 1987). Two different texts of a megabyte meet with a probability below 1 in 10^12.
enum Concatenation {
  static let prime: UInt64 = (1 << 61) - 1
  static let base: UInt64 = 0x1A2B_3C4D_5E6F_7081

  @inline(__always)
  static func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    let low = product.low & prime
    let high = product.high &<< 3 | product.low &>> 61
    return reduce(low &+ high)
  }

  @inline(__always)
  static func reduce(_ x: UInt64) -> UInt64 {
    let folded = (x & prime) &+ (x &>> 61)
    return folded >= prime ? folded &- prime : folded
  }

  @inline(__always)
  static func append(_ byte: UInt8, to hash: UInt64) -> UInt64 { reduce(multiply(hash, base) &+ UInt64(byte) &+ 1) }
}
