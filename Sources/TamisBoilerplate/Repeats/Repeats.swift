#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization
import TamisBase

/// The blocks that many documents of a host share: how many documents each host has, and in how many of them each block
/// stands. Built from a corpus, merged over parts of it, saved, loaded, and handed to a ``BlockJudge`` as evidence.
///
/// Memory is fixed when an index is made, whatever comes in: two count-min sketches (Cormode and Muthukrishnan, 2005) of
/// four rows, one of 32-bit counters for hosts, one of 16-bit counters for the blocks of hosts. Counters only add up and
/// stop at their greatest value, so merging is associative and commutative to the last bit, and the order of documents does
/// not matter. Counts are never too low. How much too high they are is measured on keys that nobody added, and taken off
/// before anything is concluded; an index that is too full for its size gives no evidence rather than a wrong one.
///
/// Building is for one thread at a time. Once a cleaner uses an index it no longer changes, and any thread may read it.
public final class Repeats: @unchecked Sendable {
  /// Bytes of memory that an index takes unless told otherwise: enough for about half a million pages.
  public static let defaultMemory = 20 << 20
  /// The least and the greatest that it may take.
  public static let memoryLimits = 1 << 16...1 << 36

  let layout: RepeatsLayout
  /// Keys the hashes: indexes can be merged if they have the same.
  public let seed: UInt64
  /// Documents that were added, here and in what was merged.
  public internal(set) var documentCount: UInt64 = 0
  let keys: RepeatKeys
  /// Counters of hosts, then of blocks, row after row.
  let hosts: UnsafeMutableBufferPointer<UInt32>
  let blocks: UnsafeMutableBufferPointer<UInt16>
  /// What a block's count may be without a document, plus one; zero as long as the index may change.
  private let noise = Atomic<Int>(0)

  /// An empty index.
  /// - Parameters:
  ///   - memory: how many bytes it may take at most, within ``memoryLimits``.
  ///   - seed: keys the hashes; one that is kept secret where hostile pages are among the documents.
  /// - Throws: ``TamisError/invalidArgument(_:)``, ``TamisError/outOfMemory``.
  public convenience init(memory: Int = Repeats.defaultMemory, seed: UInt64 = 0) throws(TamisError) {
    guard Repeats.memoryLimits.contains(memory) else {
      throw .invalidArgument("repeats: the memory is from 65536 bytes to 64 GiB")
    }
    try self.init(RepeatsLayout(memory: memory), seed: seed)
  }

  init(_ layout: RepeatsLayout, seed: UInt64) throws(TamisError) {
    let keys = try Ground.shared().repeatKeys
    guard let memory = calloc(layout.bytes, 1) else { throw .outOfMemory }
    self.layout = layout
    self.seed = seed
    self.keys = keys
    let hosts = memory.bindMemory(to: UInt32.self, capacity: layout.hostCounters)
    self.hosts = UnsafeMutableBufferPointer(start: hosts, count: layout.hostCounters)
    let blocks = (memory + layout.hostBytes).bindMemory(to: UInt16.self, capacity: layout.blockCounters)
    self.blocks = UnsafeMutableBufferPointer(start: blocks, count: layout.blockCounters)
  }

  deinit {
    free(hosts.baseAddress)
  }

  /// The memory of the counters, in bytes; a saved index is 64 bytes longer.
  public var memory: Int { layout.bytes }

  // MARK: building

  /// Blocks of a document that are counted at most, half of them from its beginning, half from its end: furniture stands
  /// there, and no document can flood the index.
  public static let blocksPerDocument = 4096

  /// Adds a document: each different block counts once.
  /// - Parameters:
  ///   - text: tidy text, as the text room leaves it.
  ///   - blocks: ascending spans of `text`.
  ///   - host: where the document comes from, a name or an address of which the host counts; empty for a corpus of one
  ///     origin.
  ///   - workspace: this thread's scratch.
  /// - Throws: ``TamisError/invalidArgument(_:)`` for spans outside the text and for an index that a cleaner uses;
  ///   ``TamisError/outOfMemory``. Nothing is counted then.
  public func add(
    _ text: Bytes, blocks spans: UnsafeBufferPointer<ByteSpan>, host: Bytes, workspace: inout JudgeWorkspace
  ) throws(TamisError) {
    try checkThatItMayChange()
    for span in spans {
      guard span.start >= 0, span.start <= span.end, span.end <= text.count else {
        throw .invalidArgument("blocks: a span is outside the text")
      }
    }
    guard let base = text.baseAddress, spans.count > 0 else { return }
    let hostKey = keys.hostKey(host, seed: seed)
    let found = try distinctKeys(base, spans, hostKey, &workspace)
    guard found > 0 else { return }
    documentCount = documentCount == .max ? .max : documentCount + 1
    layout.forEachHostCounter(hostKey) { place in hosts[place] = hosts[place] == .max ? .max : hosts[place] + 1 }
    for key in workspace.keys.view where key != 0 {
      layout.forEachBlockCounter(key) { place in
        self.blocks[place] = self.blocks[place] == .max ? .max : self.blocks[place] + 1
      }
    }
  }

  /// Puts the different keys of a document into `workspace.keys`, zeros between them, and returns how many there are.
  private func distinctKeys(
    _ text: UnsafePointer<UInt8>, _ spans: UnsafeBufferPointer<ByteSpan>, _ host: UInt64,
    _ workspace: inout JudgeWorkspace
  ) throws(TamisError) -> Int {
    workspace.canonical.removeAll()
    let scratch = try workspace.canonical.spare(RepeatKeys.room)
    let half = Self.blocksPerDocument / 2
    var size = 64
    while size < 2 * min(spans.count, Self.blocksPerDocument) { size *= 2 }
    workspace.keys.removeAll()
    try workspace.keys.append(repeating: 0, count: size)
    let cells = workspace.keys.elements
    var found = 0
    for (place, span) in spans.enumerated() where place < half || place >= spans.count - half {
      guard let key = keys.key(text, span, host: host, scratch, seed: seed) else { continue }
      // The keys are hashes that nobody can foresee, so probing stays short.
      var at = Int(truncatingIfNeeded: key) & (size - 1)
      while cells[at] != 0 && cells[at] != key { at = (at + 1) & (size - 1) }
      found += cells[at] == 0 ? 1 : 0
      cells[at] = key
    }
    return found
  }

  /// Adds what another index counted.
  /// - Throws: ``TamisError/invalidArgument(_:)`` for an index of another size or seed, for one that a cleaner uses, and for
  ///   the index itself.
  public func merge(_ other: Repeats) throws(TamisError) {
    try checkThatItMayChange()
    guard other !== self else { throw .invalidArgument("repeats: an index cannot be merged with itself") }
    guard other.layout == layout, other.seed == seed else {
      throw .invalidArgument("repeats: indexes to merge must have the same memory and the same seed")
    }
    let (sum, overflow) = documentCount.addingReportingOverflow(other.documentCount)
    documentCount = overflow ? .max : sum
    for place in hosts.indices {
      let (sum, overflow) = hosts[place].addingReportingOverflow(other.hosts[place])
      hosts[place] = overflow ? .max : sum
    }
    for place in blocks.indices {
      let (sum, overflow) = blocks[place].addingReportingOverflow(other.blocks[place])
      blocks[place] = overflow ? .max : sum
    }
  }

  private func checkThatItMayChange() throws(TamisError) {
    guard noise.load(ordering: .relaxed) == 0 else {
      throw .invalidArgument("repeats: a cleaner uses this index, so it can no longer change; load it again to add to it")
    }
  }

  // MARK: asking

  /// From now on the index does not change.
  func seal() {
    if noise.load(ordering: .acquiring) == 0 { noise.store(measuredNoise() + 1, ordering: .releasing) }
  }

  /// What the counts of keys that nobody added are below in 99 of 100 cases, found by asking for a thousand of them. A
  /// function of the counters alone, so several threads may find it at a time.
  private func measuredNoise() -> Int {
    // More than a kilobyte would be taken from the heap, in a way that ends the process where there is none: the eleven greatest do.
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 11) { greatest in
      greatest.initialize(repeating: 0)
      for sample in 0..<1000 {
        var next = count(ofKey: mixed(seed, UInt64(sample) &* 0xD1B5_4A32_D192_ED03))
        for place in 0..<11 where next > greatest[place] { swap(&greatest[place], &next) }
      }
      var least = 0
      while least < greatest[10] { least += max(1, least / 8) }
      return least
    }
  }

  private func count(ofKey key: UInt64) -> UInt16 {
    var least = UInt16.max
    layout.forEachBlockCounter(key) { least = min(least, blocks[$0]) }
    return least
  }

  /// In how many documents of its host a block stands, what may be noise taken off.
  func count(_ key: UInt64) -> Int32 {
    max(0, Int32(count(ofKey: key)) &- Int32(max(0, noise.load(ordering: .relaxed) &- 1)))
  }

  /// How many documents a host has.
  func documents(ofHostKey key: UInt64) -> Int32 {
    var least = UInt32.max
    layout.forEachHostCounter(key) { least = min(least, hosts[$0]) }
    return Int32(clamping: least)
  }

  /// How many documents of a host were added; never too few, and too many only in an index that is too full.
  public func documents(ofHost host: Bytes) -> Int { Int(documents(ofHostKey: keys.hostKey(host, seed: seed))) }

  /// In how many documents of a host a block, or a near repeat of it, stands; 65,535 means that or more.
  /// - Throws: ``TamisError/outOfMemory``.
  public func documents(ofHost host: Bytes, with block: Bytes) throws(TamisError) -> Int {
    var scratch = GrowableBuffer<UInt8>()
    let room = try scratch.spare(RepeatKeys.room)
    guard let base = block.baseAddress,
      let key = keys.key(base, ByteSpan(0, block.count), host: keys.hostKey(host, seed: seed), room, seed: seed)
    else { return 0 }
    return Int(count(key))
  }
}

/// Where the counters of a key stand.
struct RepeatsLayout: Equatable, Sendable {
  /// The rows of blocks have two to this power counters each, those of hosts an eighth of that.
  let bits: Int
  static let rows = 4
  static let bitRange = 9...32

  init(bits: Int) {
    self.bits = bits
  }

  /// The largest that takes no more than `memory`, which is at least that of the smallest.
  init(memory: Int) {
    var bits = Self.bitRange.lowerBound
    while bits < Self.bitRange.upperBound && RepeatsLayout(bits: bits + 1).bytes <= memory { bits += 1 }
    self.bits = bits
  }

  var blockCounters: Int { Self.rows << bits }
  var hostCounters: Int { Self.rows << (bits - 3) }
  var hostBytes: Int { hostCounters * MemoryLayout<UInt32>.size }
  var bytes: Int { hostBytes + blockCounters * MemoryLayout<UInt16>.size }

  /// Each row looks at other bits of what the key, a keyed hash, is mixed into.
  @inline(__always)
  func forEachBlockCounter(_ key: UInt64, _ body: (Int) -> Void) {
    for row in 0..<Self.rows { body(row &<< bits | place(key, row, bits)) }
  }

  @inline(__always)
  func forEachHostCounter(_ key: UInt64, _ body: (Int) -> Void) {
    for row in 0..<Self.rows { body(row &<< (bits &- 3) | place(key, row, bits &- 3)) }
  }

  @inline(__always)
  private func place(_ key: UInt64, _ row: Int, _ bits: Int) -> Int {
    Int(truncatingIfNeeded: mixed(key, 0x9FB2_1C65_1E98_DF25 &* UInt64(2 &* row &+ 1)) &>> UInt64(64 &- bits))
  }
}
