import CByteScan
import TamisBase

/// Walks the places where a sentence may end, by the bitmap of `stop_scan`, one chunk of it at a time. Those that end
/// nothing for certain are left out before anybody asks: which they are a processor cannot guess.
struct StopCursor {
  /// Room for 4 KB of text and its bitmap's positions, of which prose has sixty: small enough for the stack, where
  /// Swift puts temporary memory of up to 1 KB, and for the first-level cache.
  static let wordsAtOnce = 64
  static let positionsAtOnce = 512

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let extra: StaticBytes
  private let words: UnsafeMutablePointer<UInt64>
  private let positions: UnsafeMutablePointer<UInt16>
  private let actions: UnsafeMutablePointer<UInt16>
  private var rules: stop_rules
  /// Between these the table is asked.
  private let firstPlain: Int
  private let lastPlain: Int
  /// What the table says of the position handed out last: 0 near the ends of the stretch.
  private(set) var action: UInt16 = 0
  /// The next position to hand out, and how many there are; counted from `listStart`.
  private var index = 0
  private var count = 0
  private var listStart: Int
  /// Up to where the positions are listed; and the chunk whose words are scanned.
  private var listEnd: Int
  private var chunkStart: Int
  private var chunkEnd: Int

  /// Four ASCII bytes that count as stops besides those of UAX #29.
  typealias StaticBytes = (UInt8, UInt8, UInt8, UInt8)
  static let noExtra: StaticBytes = (0x2E, 0x2E, 0x2E, 0x2E)

  /// Calls `body` with a cursor over the stretch of `reader` whose memory lasts as long as the call. Positions whose
  /// action is `nothing` are left out.
  @inline(__always)
  static func with(
    _ reader: TextReader, extra: StaticBytes, nothing: UInt16,
    _ body: (inout StopCursor) throws(TamisError) -> Void
  ) throws(TamisError) {
    var failure: TamisError?
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordsAtOnce) { words in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: positionsAtOnce) { positions in
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: positionsAtOnce) { actions in
          var cursor = StopCursor(
            reader, extra, nothing, words.baseAddress!, positions.baseAddress!, actions.baseAddress!)
          do throws(TamisError) { try body(&cursor) } catch { failure = error }
        }
      }
    }
    if let failure { throw failure }
  }

  private init(
    _ reader: TextReader, _ extra: StaticBytes, _ nothing: UInt16, _ words: UnsafeMutablePointer<UInt64>,
    _ positions: UnsafeMutablePointer<UInt16>, _ actions: UnsafeMutablePointer<UInt16>
  ) {
    base = reader.base
    end = reader.end
    self.extra = extra
    self.words = words
    self.positions = positions
    self.actions = actions
    rules = StopTable.shared.rules(nothing: nothing)
    firstPlain = reader.start &+ StandardWalk.plainMargin
    lastPlain = reader.end &- StandardWalk.plainMargin
    listStart = reader.start
    listEnd = reader.start
    chunkStart = reader.start
    chunkEnd = reader.start
  }

  /// The next stop at `minimum` or later; `end` if there is none. `minimum` must not go back.
  @inline(__always)
  mutating func next(from minimum: Int) -> Int {
    while true {
      while index < count {
        let position = listStart &+ Int(positions[index])
        action = actions[index]
        index &+= 1
        if position >= minimum { return position }
      }
      guard listMore(from: minimum) else { return end }
    }
  }

  /// Lists the next positions, of this chunk or another; false at the end.
  @inline(never)
  private mutating func listMore(from minimum: Int) -> Bool {
    if listEnd >= chunkEnd || minimum >= chunkEnd {
      guard max(chunkEnd, minimum) < end else { return false }
      scan(from: max(chunkEnd, minimum))
    }
    // A word that begins at `minimum` or before it.
    let first = (max(listEnd, minimum) &- chunkStart) &>> 6
    listStart = chunkStart &+ first &<< 6
    var taken = 0
    index = 0
    count = stop_positions(
      words + first, (chunkEnd &- listStart &+ 63) &>> 6, positions, Self.positionsAtOnce, &taken)
    listEnd = min(chunkEnd, listStart &+ taken &<< 6)
    sort()
    return true
  }

  /// Asks the table about the positions listed, and leaves out those that end nothing.
  private mutating func sort() {
    let first = max(0, firstPlain &- listStart)
    let last = max(0, lastPlain &- listStart &+ 1)
    count = stop_sort(base + listStart, &rules, first, last, positions, actions, count)
  }

  private mutating func scan(from position: Int) {
    chunkStart = position
    chunkEnd = min(end, position &+ Self.wordsAtOnce &* 64)
    listEnd = position
    withUnsafeBytes(of: extra) { extra in
      stop_scan(
        base + chunkStart, chunkEnd - chunkStart, end - chunkStart,
        extra.baseAddress!.assumingMemoryBound(to: UInt8.self), words)
    }
  }
}
