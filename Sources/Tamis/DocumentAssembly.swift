/// Puts a cleaned document together: writes the kept blocks one behind the other, gives all blocks their sentences, and notes
/// where everything stands in the source and in the cleaned text.
struct DocumentAssembly {
  let splitter: SentenceSplitter
  /// Who may join sentences.
  let reviewer: (any GuestVisit)?
  /// Whether blocks judged boilerplate stay.
  let keepsAll: Bool

  func run(_ rooms: inout Scratch.Rooms, into content: inout CleanedDocument.Content) throws(TamisError) {
    let text = rooms.text.text
    guard let base = text.baseAddress else { return }
    var seam = Seam(base: base)
    var blockSpans = rooms.text.ascendingSpans
    var sentenceSpans = rooms.text.ascendingSpans
    rooms.selection.removeAll()
    // Of the whole text, so that they are those of the splitter alone: rules look at what stands some bytes before and behind a
    // stop. Block by block it also took a tenth longer.
    rooms.sentences.removeAll()
    try splitter.split(text, in: ByteSpan(0, text.count), into: &rooms.sentences)
    var next = 0
    for index in 0..<min(rooms.blocks.count, rooms.verdicts.count) {
      let span = rooms.blocks[index]
      var verdict = rooms.verdicts[index]
      if keepsAll { verdict.isKept = true }
      seam.pass(span.start)
      if verdict.isKept { try seam.divide(from: span.start, &rooms.selection, &content.text) }
      let cleaned = content.text.count
      let firstSentence = content.sentences.count
      let sentences = try sentences(of: span, from: &next, text, rooms.sentences.view, &rooms.reviewed)
      try addSentences(of: span, verdict.isKept, at: cleaned, sentences, &sentenceSpans, &content.sentences)
      if verdict.isKept { try content.text.append(base + span.start, count: span.count) }
      seam.end(span, isKept: verdict.isKept)
      try content.blocks.append(
        Block(
          source: blockSpans.sourceSpan(of: span), cleaned: ByteSpan(cleaned, content.text.count), verdict: verdict,
          firstSentence: firstSentence, sentenceCount: sentences.count))
    }
    try seam.finish(text.count, &rooms.selection, content.text.count)
    try rooms.text.composeMap(with: rooms.selection, into: &content.map)
  }

  /// The sentences of a block among all of the text, of which those before `next` belong to the blocks before it: a line feed ends a
  /// sentence, so none is in two blocks.
  @inline(__always)
  private func sentences(
    of block: ByteSpan, from next: inout Int, _ text: Bytes, _ all: UnsafeBufferPointer<ByteSpan>,
    _ reviewed: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) -> UnsafeBufferPointer<ByteSpan> {
    while next < all.count, all[next].start < block.start { next += 1 }
    let first = next
    while next < all.count, all[next].end <= block.end { next += 1 }
    let own = UnsafeBufferPointer(rebasing: all[first..<next])
    guard let reviewer, own.count > 1 else { return own }
    reviewed.removeAll()
    for span in own { try reviewed.append(span) }
    try reviewer.review(text, &reviewed)
    return reviewed.view
  }

  @inline(__always)
  private func addSentences(
    of block: ByteSpan, _ isKept: Bool, at cleaned: Int, _ spans: UnsafeBufferPointer<ByteSpan>,
    _ sourceSpans: inout AscendingSpans, _ sentences: inout GrowableBuffer<Sentence>
  ) throws(TamisError) {
    for span in spans {
      let start = isKept ? cleaned + (span.start - block.start) : cleaned
      try sentences.append(
        Sentence(
          source: sourceSpans.sourceSpan(of: span), cleaned: ByteSpan(start, isKept ? start + span.count : start)))
    }
  }
}

extension DocumentAssembly {
  /// What divides the blocks: where the writing of the cleaned text stands in the tidied one.
  private struct Seam {
    let base: UnsafePointer<UInt8>
    /// Everything before this offset of the tidied text has been copied or left out.
    private var consumed = 0
    /// Where the last block ended, kept or not.
    private var lastEnd = 0
    /// Whether a blank line was passed since the last kept block.
    private var passedBlankLine = false
    private var hasKept = false

    init(base: UnsafePointer<UInt8>) {
      self.base = base
    }

    /// Looks at what divides the last block from the one that starts at `start`.
    mutating func pass(_ start: Int) {
      var lineFeeds = 0
      for place in lastEnd..<max(start, lastEnd) where base[place] == UInt8(ascii: "\n") { lineFeeds += 1 }
      passedBlankLine = passedBlankLine || lineFeeds > 1
    }

    /// Writes what divides two kept blocks, one line feed or two, in the place of all that was left out between them.
    mutating func divide(
      from start: Int, _ selection: inout SourceMap, _ text: inout ByteBuffer
    ) throws(TamisError) {
      let place = text.count
      if hasKept { try text.append(repeating: UInt8(ascii: "\n"), count: passedBlankLine ? 2 : 1) }
      let gap = ByteSpan(consumed, start)
      if !isSame(gap, text.count - place) { try selection.record(source: gap, cleaned: ByteSpan(place, text.count)) }
      consumed = start
      passedBlankLine = false
    }

    mutating func end(_ span: ByteSpan, isKept: Bool) {
      lastEnd = span.end
      guard isKept else { return }
      consumed = span.end
      hasKept = true
    }

    func finish(_ end: Int, _ selection: inout SourceMap, _ cleaned: Int) throws(TamisError) {
      if end > consumed {
        try selection.record(source: ByteSpan(consumed, end), cleaned: ByteSpan(cleaned, cleaned))
      }
    }

    private func isSame(_ gap: ByteSpan, _ lineFeeds: Int) -> Bool {
      guard gap.count == lineFeeds else { return false }
      for place in gap.start..<gap.end where base[place] != UInt8(ascii: "\n") { return false }
      return true
    }
  }
}
