import TamisBase

/// Translates byte spans between a text and what it was made into, both ways.
///
/// It holds the edits in order; between two edits the bytes are the same on both sides. Built by the text room from the
/// source's edits and carried on by whoever leaves blocks out.
public struct SourceMap: ~Copyable {
  /// `[sourceStart, sourceEnd)` of the source became `[cleanedStart, cleanedEnd)` of the cleaned text.
  @frozen
  public struct Edit: Equatable, Sendable, BitwiseCopyable {
    public var sourceStart: UInt32
    public var sourceEnd: UInt32
    public var cleanedStart: UInt32
    public var cleanedEnd: UInt32

    public var source: ByteSpan { ByteSpan(Int(sourceStart), Int(sourceEnd)) }
    public var cleaned: ByteSpan { ByteSpan(Int(cleanedStart), Int(cleanedEnd)) }
  }

  private var edits = GrowableBuffer<Edit>()

  public init() {}

  /// The edits, ascending on both sides. Borrowed.
  public var view: UnsafeBufferPointer<Edit> { edits.view }
  public var isIdentity: Bool { edits.isEmpty }

  public mutating func removeAll() {
    edits.removeAll()
  }

  /// Adds an edit behind all others. Both spans start no earlier than the last edit's end.
  /// - Throws: ``TamisError/documentTooLarge(limit:)`` when an offset does not fit 32 bits.
  @inline(__always)
  public mutating func record(source: ByteSpan, cleaned: ByteSpan) throws(TamisError) {
    guard max(source.end, cleaned.end) <= Int(UInt32.max) else { throw .documentTooLarge(limit: Int(UInt32.max)) }
    // Neighbouring removals are one removal: nothing between them could be asked for.
    if cleaned.isEmpty, growsLastRemoval(source, cleaned.start) { return }
    try edits.append(
      Edit(
        sourceStart: UInt32(truncatingIfNeeded: source.start), sourceEnd: UInt32(truncatingIfNeeded: source.end),
        cleanedStart: UInt32(truncatingIfNeeded: cleaned.start), cleanedEnd: UInt32(truncatingIfNeeded: cleaned.end)))
  }

  private mutating func growsLastRemoval(_ source: ByteSpan, _ place: Int) -> Bool {
    let last = edits.count - 1
    guard last >= 0, edits[last].cleanedStart == edits[last].cleanedEnd, Int(edits[last].sourceEnd) == source.start,
      Int(edits[last].cleanedEnd) == place
    else { return false }
    edits[last].sourceEnd = UInt32(truncatingIfNeeded: source.end)
    return true
  }

  /// The source bytes that `span` of the cleaned text came from: from the first byte of its first character's origin to
  /// the last byte of its last character's. What was removed at either border is not in it. A span that starts or ends
  /// inside an edit takes the whole edit. Takes time logarithmic in the number of edits.
  public func sourceSpan(of span: ByteSpan) -> ByteSpan {
    Self.translate(span, .toSource, edits.view)
  }

  /// The bytes of the cleaned text that came from `span` of the source; empty where they would stand if all of it went.
  public func cleanedSpan(of span: ByteSpan) -> ByteSpan {
    Self.translate(span, .toCleaned, edits.view)
  }
}

extension SourceMap {
  enum Direction {
    case toSource
    case toCleaned
  }

  private static func translate(
    _ span: ByteSpan, _ direction: Direction, _ edits: UnsafeBufferPointer<Edit>
  ) -> ByteSpan {
    if span.isEmpty {
      let place = start(span.start, direction, edits)
      return ByteSpan(place, place)
    }
    let low = start(span.start, direction, edits)
    return ByteSpan(low, max(low, end(span.end, direction, edits)))
  }

  /// Where the character at `position` starts on the other side: behind whatever was removed there.
  private static func start(
    _ position: Int, _ direction: Direction, _ edits: UnsafeBufferPointer<Edit>
  ) -> Int {
    // The edits that end at or before the position lie behind us; one that started before and ends after holds it.
    let behind = partition(edits) { $0.near(direction).end <= position }
    if behind < edits.count {
      let next = edits[behind]
      if next.near(direction).start <= position { return next.far(direction).start }
    }
    return shifted(position, behind: behind, direction, edits)
  }

  /// Where the character that ends at `position` ends on the other side: before whatever was removed there.
  private static func end(_ position: Int, _ direction: Direction, _ edits: UnsafeBufferPointer<Edit>) -> Int {
    let behind = partition(edits) { $0.near(direction).start < position }
    if behind > 0 {
      let last = edits[behind - 1]
      if position < last.near(direction).end { return last.far(direction).end }
    }
    return shifted(position, behind: behind, direction, edits)
  }

  private static func shifted(
    _ position: Int, behind: Int, _ direction: Direction, _ edits: UnsafeBufferPointer<Edit>
  ) -> Int {
    guard behind > 0 else { return position }
    let last = edits[behind - 1]
    return last.far(direction).end + (position - last.near(direction).end)
  }

  /// The number of leading edits for which `isBehind` holds.
  private static func partition(_ edits: UnsafeBufferPointer<Edit>, _ isBehind: (Edit) -> Bool) -> Int {
    var low = 0
    var high = edits.count
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(edits[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SourceMap.Edit {
  fileprivate func near(_ direction: SourceMap.Direction) -> ByteSpan { direction == .toSource ? cleaned : source }
  fileprivate func far(_ direction: SourceMap.Direction) -> ByteSpan { direction == .toSource ? source : cleaned }
}

extension SourceMap {
  /// Makes this the map from the source of `first` to the result of `second`, where `second` edits what `first` made.
  ///
  /// Edits of the two that overlap in the middle text become one; all others stay as they were. Linear in their number.
  public mutating func compose(_ first: borrowing SourceMap, _ second: borrowing SourceMap) throws(TamisError) {
    removeAll()
    let a = first.view
    let b = second.view
    var i = 0
    var j = 0
    // What to add to an offset of the middle text outside any edit to have it in the source, and in the result.
    var toSource = 0
    var toResult = 0
    while i < a.count || j < b.count {
      var group = ByteSpan(Int.max, Int.max)
      if i < a.count { group = a[i].cleaned }
      if j < b.count, precedes(b[j].source, group) { group = b[j].source }
      let source = group.start + toSource
      let result = group.start + toResult
      var grew = true
      while grew {
        grew = false
        while i < a.count, belongs(a[i].cleaned, group) {
          group.end = max(group.end, a[i].cleaned.end)
          toSource = a[i].source.end - a[i].cleaned.end
          i += 1
          grew = true
        }
        while j < b.count, belongs(b[j].source, group) {
          group.end = max(group.end, b[j].source.end)
          toResult = b[j].cleaned.end - b[j].source.end
          j += 1
          grew = true
        }
      }
      try record(
        source: ByteSpan(source, group.end + toSource), cleaned: ByteSpan(result, group.end + toResult))
    }
  }

  /// An edit that is empty in the middle text goes before one that starts at the same place and is not.
  private func precedes(_ x: ByteSpan, _ y: ByteSpan) -> Bool {
    x.start < y.start || (x.start == y.start && x.isEmpty && !y.isEmpty)
  }

  private func belongs(_ edit: ByteSpan, _ group: ByteSpan) -> Bool {
    edit.start < group.end || edit == group
  }
}
