import TamisBase

/// Translates byte spans between a text and what it was made into, both ways.
///
/// It holds the edits in order; between two edits the bytes are the same on both sides. Built by the text room from the
/// source's edits and carried on by whoever leaves blocks out. Edits are kept by ``EditRun``s in two or three bytes each
/// where they are short, with an entry of an index for every 32: text in which every letter changes, such as what was
/// decoded from Windows-1251, takes half a byte a letter.
public struct SourceMap: ~Copyable {
  /// The bytes `source` of the source became `cleaned` of the cleaned text.
  @frozen
  public struct Edit: Equatable, Sendable, BitwiseCopyable {
    public var source: ByteSpan
    public var cleaned: ByteSpan

    public init(source: ByteSpan, cleaned: ByteSpan) {
      self.source = source
      self.cleaned = cleaned
    }
  }

  /// A place in both texts.
  struct Place: BitwiseCopyable {
    var source: UInt32 = 0
    var cleaned: UInt32 = 0
  }

  /// Where the runs of a block begin.
  private struct Entry: BitwiseCopyable {
    /// The end of the last edit before.
    var start: Place
    var offset: UInt32
  }

  private var stream = ByteBuffer()
  private var index = GrowableBuffer<Entry>()
  private var runs = 0
  /// The last run: where it is written, and how far before it both texts were.
  private var last = EditRun()
  private var lastOffset = 0
  private var beforeLast = Place()
  /// The end of the last edit.
  private var end = Place()

  public init() {}

  public var isIdentity: Bool { runs == 0 }

  public mutating func removeAll() {
    stream.removeAll()
    index.removeAll()
    runs = 0
    last = EditRun()
    (lastOffset, beforeLast, end) = (0, Place(), Place())
  }

  /// Bytes of memory held, and those of them in use.
  var heldBytes: Int { stream.capacity + index.capacity * MemoryLayout<Entry>.stride }
  var usedBytes: Int { stream.count + index.count * MemoryLayout<Entry>.stride }

  /// Forgets all edits and gives the memory back.
  mutating func giveBack() {
    removeAll()
    stream.giveBack()
    index.giveBack()
  }

  /// Adds an edit behind all others. Both spans start no earlier than the last edit's end, and equally far behind it.
  /// - Throws: ``TamisError/documentTooLarge(limit:)`` when an offset does not fit 32 bits.
  @inline(__always)
  public mutating func record(source: ByteSpan, cleaned: ByteSpan) throws(TamisError) {
    guard max(source.end, cleaned.end) <= Int(UInt32.max) else { throw .documentTooLarge(limit: Int(UInt32.max)) }
    let run = EditRun(
      gap: UInt32(truncatingIfNeeded: source.start) &- end.source,
      source: UInt32(truncatingIfNeeded: source.end &- source.start),
      cleaned: UInt32(truncatingIfNeeded: cleaned.end &- cleaned.start), count: 1)
    try append(run)
  }

  /// Adds an edit of few bytes, and no removal, `gap` bytes, which are few too, behind the last one. It is not joined with
  /// the last: in text of which each letter changes by other lengths that would be a guess a letter.
  @inline(__always)
  mutating func recordNear(gap: UInt32, source: UInt32, cleaned: UInt32) throws(TamisError) {
    guard max(end.source, end.cleaned) < UInt32.max - 64 else { throw .documentTooLarge(limit: Int(UInt32.max)) }
    try appendAlone(EditRun(gap: gap, source: source, cleaned: cleaned, count: 1))
  }

  @inline(__always)
  private mutating func append(_ run: EditRun) throws(TamisError) {
    if run.gap == 0, runs > 0, try prolong(run) { return }
    try appendAlone(run)
  }

  @inline(__always)
  private mutating func appendAlone(_ run: EditRun) throws(TamisError) {
    if runs & 31 == 0 { try addEntry() }
    lastOffset = stream.count
    beforeLast = end
    last = run
    runs &+= 1
    let room = try stream.spare(EditRun.mostBytes)
    stream.commit(run.write(to: room))
    advance(run)
  }

  @inline(__always)
  private mutating func advance(_ run: EditRun) {
    end.source &+= run.gap &+ run.source &* run.count
    end.cleaned &+= run.gap &+ run.cleaned &* run.count
  }

  /// Joins edits right behind the last run with it, if they are alike or all of them removals: nothing between two
  /// neighbouring removals could be asked for.
  private mutating func prolong(_ run: EditRun) throws(TamisError) -> Bool {
    if run.source == last.source, run.cleaned == last.cleaned, run.source != 0, run.cleaned != 0, run.count == 1,
      last.count > 1, last.count < 127 {
      // The number is the last byte.
      last.count &+= 1
      stream[stream.count - 1] = UInt8(truncatingIfNeeded: last.count)
      advance(run)
      return true
    }
    if run.cleaned == 0 && last.cleaned == 0 {
      last.source &+= run.source
    } else if run.source == last.source, run.cleaned == last.cleaned, run.source != 0, run.cleaned != 0 {
      last.count &+= run.count
    } else {
      return false
    }
    stream.truncate(to: lastOffset)
    let room = try stream.spare(EditRun.mostBytes)
    stream.commit(last.write(to: room))
    end = beforeLast
    advance(last)
    return true
  }

  private mutating func addEntry() throws(TamisError) {
    guard stream.count <= Int(UInt32.max) else { throw .documentTooLarge(limit: Int(UInt32.max)) }
    try index.append(Entry(start: end, offset: UInt32(truncatingIfNeeded: stream.count)))
  }

  /// The source bytes that `span` of the cleaned text came from: from the first byte of its first character's origin to
  /// the last byte of its last character's. What was removed at either border is not in it. A span that starts or ends
  /// inside an edit takes the whole edit. Takes time logarithmic in the number of edits.
  public func sourceSpan(of span: ByteSpan) -> ByteSpan {
    translate(span, .toSource)
  }

  /// The bytes of the cleaned text that came from `span` of the source; empty where they would stand if all of it went.
  public func cleanedSpan(of span: ByteSpan) -> ByteSpan {
    translate(span, .toCleaned)
  }

  /// Calls `body` with each edit, ascending on both sides.
  public func forEachEdit(_ body: (Edit) throws(TamisError) -> Void) throws(TamisError) {
    var reader = EditReader(stream.view)
    while reader.next() {
      for index in 0..<Int(reader.run.count) {
        try body(
          Edit(source: reader.span(index, reader.run.source, reader.start.source),
            cleaned: reader.span(index, reader.run.cleaned, reader.start.cleaned)))
      }
    }
  }
}

extension SourceMap {
  enum Direction {
    case toSource
    case toCleaned
  }

  private func translate(_ span: ByteSpan, _ direction: Direction) -> ByteSpan {
    let low = start(span.start, direction)
    return span.isEmpty ? ByteSpan(low, low) : ByteSpan(low, max(low, end(span.end, direction)))
  }

  /// A reader of the runs from the last block on whose start `isBehind`: the end of the edit before it, on the near side.
  private func reader(_ direction: Direction, _ isBehind: (Int) -> Bool) -> EditReader {
    var low = 0
    var high = index.count
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(Int(index[middle].start.near(direction))) { low = middle + 1 } else { high = middle }
    }
    guard low > 1 else { return EditReader(stream.view) }
    return EditReader(stream.view, from: Int(index[low - 1].offset), at: index[low - 1].start)
  }

  private func start(_ position: Int, _ direction: Direction) -> Int {
    var reader = reader(direction) { $0 <= position }
    return reader.start(of: position, direction)
  }

  private func end(_ position: Int, _ direction: Direction) -> Int {
    var reader = reader(direction) { $0 < position }
    return reader.end(of: position, direction)
  }

  /// Translates spans that come in ascending order, all of them in one walk over the edits. Borrowed: the map must stay.
  package var ascendingSpans: AscendingSpans { AscendingSpans(EditReader(stream.view)) }
}

/// Translates spans of the cleaned text to the source. Neither a start nor an end may be before one asked for earlier.
public struct AscendingSpans {
  private var starts: EditReader
  private var ends: EditReader

  init(_ reader: EditReader) {
    starts = reader
    ends = reader
  }

  /// As ``SourceMap/sourceSpan(of:)``.
  @inline(__always)
  public mutating func sourceSpan(of span: ByteSpan) -> ByteSpan {
    let low = starts.start(of: span.start, .toSource)
    return span.isEmpty ? ByteSpan(low, low) : ByteSpan(low, max(low, ends.end(of: span.end, .toSource)))
  }
}

extension SourceMap.Place {
  @inline(__always)
  fileprivate func near(_ direction: SourceMap.Direction) -> UInt32 { direction == .toSource ? cleaned : source }
  @inline(__always)
  fileprivate func far(_ direction: SourceMap.Direction) -> UInt32 { direction == .toSource ? source : cleaned }
}

extension EditReader {
  /// One side of the run: where its first edit starts, where its last ends, and how long each is.
  fileprivate struct Side {
    var start: Int
    var end: Int
    var size: Int

    init(_ start: UInt32, _ size: UInt32, _ count: UInt32) {
      self.start = Int(start)
      self.size = Int(size)
      end = Int(start &+ size &* count)
    }
  }

  @inline(__always)
  fileprivate func near(_ direction: SourceMap.Direction) -> Side {
    Side(start.near(direction), direction == .toSource ? run.cleaned : run.source, run.count)
  }

  @inline(__always)
  fileprivate func far(_ direction: SourceMap.Direction) -> Side {
    Side(start.far(direction), direction == .toSource ? run.source : run.cleaned, run.count)
  }

  // Both go on from the run at hand, before the first from none, which is empty and begins at 0.

  /// Where the character at `position` starts on the other side: behind whatever was removed there.
  @inline(__always)
  fileprivate mutating func start(of position: Int, _ direction: SourceMap.Direction) -> Int {
    repeat {
      let near = near(direction)
      if position < near.start { return position - near.start + far(direction).start }
      // The edits that end at or before the position lie behind us; one that started before and ends after holds it.
      if position < near.end {
        return far(direction).start + (position - near.start) / near.size * far(direction).size
      }
    } while next()
    return position - Int(end.near(direction)) + Int(end.far(direction))
  }

  /// Where the character that ends at `position`, which is not 0, ends on the other side: before whatever was removed there.
  @inline(__always)
  fileprivate mutating func end(of position: Int, _ direction: SourceMap.Direction) -> Int {
    repeat {
      let near = near(direction)
      if position <= near.start { return position - near.start + far(direction).start }
      if position <= near.end {
        return far(direction).start + (position - near.start + near.size - 1) / near.size * far(direction).size
      }
    } while next()
    return position - Int(end.near(direction)) + Int(end.far(direction))
  }
}

extension SourceMap {
  /// Makes this the map from the source of `first` to the result of `second`, where `second` edits what `first` made.
  ///
  /// Edits of the two that overlap in the middle text become one; all others stay as they were. Linear in their number.
  public mutating func compose(_ first: borrowing SourceMap, _ second: borrowing SourceMap) throws(TamisError) {
    removeAll()
    var a = EditWalk(first.stream.view, .toCleaned)
    var b = EditWalk(second.stream.view, .toSource)
    // What to add to an offset of the middle text outside any edit to have it in the source, and in the result.
    var toSource = 0
    var toResult = 0
    while !a.isAtEnd || !b.isAtEnd {
      if try takeRuns(&a, b, &toSource, toResult) { continue }
      var group = ByteSpan(Int.max, Int.max)
      if !a.isAtEnd { group = a.middle }
      if !b.isAtEnd, precedes(b.middle, group) { group = b.middle }
      let source = group.start + toSource
      let result = group.start + toResult
      var grew = true
      while grew {
        grew = false
        while !a.isAtEnd, belongs(a.middle, group) {
          group.end = max(group.end, a.middle.end)
          toSource = a.outer.end - a.middle.end
          a.advance()
          grew = true
        }
        while !b.isAtEnd, belongs(b.middle, group) {
          group.end = max(group.end, b.middle.end)
          toResult = b.outer.end - b.middle.end
          b.advance()
          grew = true
        }
      }
      try record(
        source: ByteSpan(source, group.end + toSource), cleaned: ByteSpan(result, group.end + toResult))
    }
  }

  /// Takes a whole run of the first map that ends before the second's next edit.
  private mutating func takeRuns(
    _ a: inout EditWalk, _ b: EditWalk, _ toSource: inout Int, _ toResult: Int
  ) throws(TamisError) -> Bool {
    guard !a.isAtEnd, a.isAtRunStart, b.isAtEnd || a.runEnd.middle < b.middle.start else { return false }
    let cleaned = a.middle.start + toResult
    guard a.runEnd.outer <= Int(UInt32.max), a.runEnd.middle + toResult <= Int(UInt32.max) else {
      throw .documentTooLarge(limit: Int(UInt32.max))
    }
    var run = a.run
    run.gap = UInt32(truncatingIfNeeded: cleaned) &- end.cleaned
    try append(run)
    toSource = a.runEnd.outer - a.runEnd.middle
    a.skipRun()
    return true
  }

  /// An edit that is empty in the middle text goes before one that starts at the same place and is not.
  private func precedes(_ x: ByteSpan, _ y: ByteSpan) -> Bool {
    x.start < y.start || (x.start == y.start && x.isEmpty && !y.isEmpty)
  }

  private func belongs(_ edit: ByteSpan, _ group: ByteSpan) -> Bool {
    edit.start < group.end || edit == group
  }
}
