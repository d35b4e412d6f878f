import CByteScan
import TamisBase

/// Walks the places where a sentence may end, by the bitmap of `stop_scan`, one chunk of it at a time. Those that end
/// nothing for certain are left out before anybody asks: which they are a processor cannot guess.
struct StopCursor {
  /// Room for 8 KB of text and its bitmap's positions, of which prose has a hundred: small enough for the stack, where
  /// Swift puts temporary memory of up to 1 KB, and for the first-level cache.
  static let wordsAtOnce = 128
  static let positionsAtOnce = 512

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let extra: StaticBytes
  private let words: UnsafeMutablePointer<UInt64>
  private let positions: UnsafeMutablePointer<UInt16>
  private let actions: UnsafeMutablePointer<UInt16>
  /// Of the stops listed, those that the table has not told all of: indices, ascending.
  private let open: UnsafeMutablePointer<UInt16>
  private var rules: stop_rules
  /// Between these the table is asked, and the rules for plain stops.
  let firstPlain: Int
  let lastPlain: Int
  /// How many stops are listed; their positions are counted from `listStart`.
  private(set) var count = 0
  private var listStart: Int
  private var openIndex = 0
  private var openCount = 0
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
    let rules = try StopTable.shared().rules(nothing: nothing)
    var failure: TamisError?
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: wordsAtOnce) { words in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: positionsAtOnce) { positions in
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: positionsAtOnce) { actions in
          withUnsafeTemporaryAllocation(of: UInt16.self, capacity: positionsAtOnce) { open in
            var cursor = StopCursor(
              reader, extra, rules, words.baseAddress!, positions.baseAddress!, actions.baseAddress!, open.baseAddress!)
            do throws(TamisError) { try body(&cursor) } catch { failure = error }
          }
        }
      }
    }
    if let failure { throw failure }
  }

  private init(
    _ reader: TextReader, _ extra: StaticBytes, _ rules: stop_rules, _ words: UnsafeMutablePointer<UInt64>,
    _ positions: UnsafeMutablePointer<UInt16>, _ actions: UnsafeMutablePointer<UInt16>,
    _ open: UnsafeMutablePointer<UInt16>
  ) {
    base = reader.base
    end = reader.end
    self.extra = extra
    self.words = words
    self.positions = positions
    self.actions = actions
    self.open = open
    self.rules = rules
    firstPlain = reader.start &+ StandardWalk.plainMargin
    lastPlain = reader.end &- StandardWalk.plainMargin
    listStart = reader.start
    listEnd = reader.start
    chunkStart = reader.start
    chunkEnd = reader.start
  }

  /// Lists the next positions, of this chunk or another; false at the end. Some may be before `minimum`.
  @inline(never)
  mutating func listMore(from minimum: Int) -> Bool {
    if listEnd >= chunkEnd || minimum >= chunkEnd {
      guard max(chunkEnd, minimum) < end else { return false }
      scan(from: max(chunkEnd, minimum))
    }
    // A word that begins at `minimum` or before it.
    let first = (max(listEnd, minimum) &- chunkStart) &>> 6
    listStart = chunkStart &+ first &<< 6
    var taken = 0
    count = stop_positions(
      words + first, (chunkEnd &- listStart &+ 63) &>> 6, positions, Self.positionsAtOnce, &taken)
    listEnd = min(chunkEnd, listStart &+ taken &<< 6)
    sort()
    return true
  }

  @inline(__always)
  func position(of index: Int) -> Int { listStart &+ Int(positions[index]) }

  @inline(__always)
  func action(of index: Int) -> UInt16 { actions[index] }

  /// Where the next sentence begins if the stop ends one.
  @inline(__always)
  func next(behind index: Int) -> Int { position(of: index) &+ Int(actions[index] & StopTable.Action.distance) }

  /// Where the sentence ends, a blank behind the stop aside.
  @inline(__always)
  func end(at index: Int) -> Int { next(behind: index) &- Int((actions[index] & StopTable.Action.isSpaced) &>> 3) }

  /// Where the sentence begins that the stop at `index` may end, if one of those from `first` on ends the one before.
  @inline(__always)
  func sentenceStart(before index: Int, from first: Int) -> Int? {
    var last = index &- 1
    while last >= first {
      if actions[last] & StopTable.Action.endsStandard != 0 { return next(behind: last) }
      last &-= 1
    }
    return nil
  }

  @inline(__always)
  func settle(_ index: Int, _ action: UInt16) { actions[index] = action }

  /// The first stop from `index` on that is at `minimum` or later.
  @inline(__always)
  func index(from index: Int, atLeast minimum: Int) -> Int {
    var index = index
    while index < count && position(of: index) < minimum { index &+= 1 }
    return index
  }

  /// Settles the stops that end a sentence for certain by the word before them.
  func settlePlain(_ abbreviations: AbbreviationTable, _ language: SentenceLanguage) {
    abbreviations.withWords(language) { words in
      stop_settle(base + listStart, words.pointee.filter, positions, actions, count)
      stop_settle_asked(base + listStart, words, positions, actions, count, open)
    }
  }

  /// Lets the stops behind that at `index` and before `end` count for nothing, by the action that says so.
  @inline(__always)
  func passOver(behind index: Int, until end: Int, _ nothing: UInt16) {
    var next = index &+ 1
    while next < count && position(of: next) < end {
      actions[next] = nothing
      next &+= 1
    }
  }

  /// Notes which stops are left open: those whose actions have no bit of `closed`.
  mutating func open(butFor closed: UInt16) {
    openIndex = 0
    openCount = stop_list(actions, count, closed, 0, open)
  }

  /// Appends the sentences that those of the settled stops end whose actions have the bit `ends`, and moves `place` behind them.
  @inline(__always)
  func append(
    _ settled: Range<Int>, ends: UInt16, of reader: TextReader, _ place: inout stop_place,
    to sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    var settled = settled
    while !settled.isEmpty {
      let spare = try sentences.spare(settled.count &+ 7)
      var written = 0
      let done = stop_spans(
        base, Int64(listStart), positions + settled.lowerBound, actions + settled.lowerBound, settled.count, ends, &place,
        UnsafeMutableRawPointer(spare).assumingMemoryBound(to: Int64.self), &written)
      sentences.commit(written)
      settled = settled.lowerBound &+ done..<settled.upperBound
      guard let index = settled.first else { break }
      // A sentence that may have white space at its ends.
      try reader.appendTrimmed(Int(place.start), end(at: index), &sentences)
      let next = next(behind: index)
      place.start = Int64(next)
      place.is_inked = stop_may_begin_blank(base + next) == 0 ? 1 : 0
      place.is_at_line_start = actions[index] & StopTable.Action.lineFeed != 0 ? 1 : 0
      settled = index &+ 1..<settled.upperBound
    }
  }

  /// The next open stop from `index` on; `count` if there is none.
  @inline(__always)
  mutating func nextOpen(from index: Int) -> Int {
    while openIndex < openCount {
      let next = Int(open[openIndex])
      openIndex &+= 1
      if next >= index { return next }
    }
    return count
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
