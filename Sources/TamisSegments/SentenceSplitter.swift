import TamisBase

/// Finds sentences. Immutable once made: one splitter serves any number of threads.
public struct SentenceSplitter: Sendable {
  let rules: SentenceRules
  let table: CodePointTable

  public init(rules: SentenceRules = .standard) throws(TamisError) {
    self.rules = rules
    table = try SegmentFacts.table.get()
  }

  public func split(
    _ text: Bytes, in range: ByteSpan, into sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) {
    guard range.start >= 0, range.start <= range.end, range.end <= text.count else {
      throw .invalidArgument("range")
    }
    guard let base = text.baseAddress, !range.isEmpty else { return }
    let reader = TextReader(base: base, start: range.start, end: range.end, table: table)
    try splitUAX29(reader, &sentences)
  }

  private func splitUAX29(_ reader: TextReader, _ sentences: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
    var sentenceStart = reader.start
    try forEachUAX29Break(reader) { (position) throws(TamisError) in
      try reader.appendTrimmed(sentenceStart, position, &sentences)
      sentenceStart = position
    }
    try reader.appendTrimmed(sentenceStart, reader.end, &sentences)
  }
}

extension TextReader {
  /// Appends `low..<high` without the white space (Sp and ParaSep of UAX #29) at its ends, unless nothing is left.
  @inline(__always)
  func appendTrimmed(_ low: Int, _ high: Int, _ spans: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
    var low = low
    var high = high
    while low < high, let first = scalar(at: low), first.isIn(.blank) { low = first.end }
    while low < high, let last = scalar(before: high), last.isIn(.blank) { high = last.start }
    if low < high { try spans.append(ByteSpan(low, high)) }
  }
}
