/// A recipe, made once and used by any number of threads at a time: bytes in, ``CleanedDocument`` out.
public final class Cleaner: Sendable {
  public let options: CleaningOptions
  private let text: TextCleaner
  private let language: [UInt8]
  private let splitter: SentenceSplitter
  private let judge: BlockJudge
  /// What others add; nil costs a comparison a document.
  public let guests: (any CleaningGuests)?
  private let host: [UInt8]

  /// - Parameter guests: what others add, such as a `PluginSet`.
  /// - Throws: ``TamisError/invalidArgument(_:)`` for options outside their ranges, or what building the tables of
  ///   character properties met.
  public init(
    _ options: CleaningOptions = CleaningOptions(), guests: (any CleaningGuests)? = nil
  ) throws(TamisError) {
    guard options.threshold >= 0, options.threshold <= 1 else {
      throw .invalidArgument("the threshold is a number from 0 to 1")
    }
    guard options.maximumDocumentBytes > 0,
      options.maximumDocumentBytes <= CleaningOptions.greatestMaximumDocumentBytes
    else {
      throw .invalidArgument("the document limit is from 1 to 2147483647 bytes")
    }
    self.options = options
    text = try TextCleaner(options.text)
    splitter = try SentenceSplitter(
      rules: options.sentences, language: options.language,
      abbreviations: options.abbreviations + (guests?.abbreviations ?? []))
    self.guests = guests
    language = Array(options.language.utf8)
    host = Array(options.host.utf8)
    judge = try BlockJudge(threshold: options.threshold, model: options.model, repeats: options.repeats)
  }

  /// Cleans one document of any bytes at all into `document`, whose earlier content goes.
  ///
  /// - Parameters:
  ///   - name: what the caller calls the document, for plugins; a URL if there is one.
  ///   - host: where it comes from, a name or an address; nil for ``CleaningOptions/host``. It counts for
  ///     ``CleaningOptions/repeats`` alone.
  /// - Throws: ``TamisError/documentTooLarge(limit:)``, ``TamisError/outOfMemory`` or ``TamisError/plugin(_:)``;
  ///   `document` is empty then, but for its facts.
  public func clean(
    _ source: Bytes, name: Bytes = Bytes(start: nil, count: 0), host: Bytes? = nil, scratch: Scratch,
    into document: CleanedDocument
  ) throws(TamisError) {
    document.removeAll()
    do {
      try checkLength(source)
      let visit = try begin(name, document.facts, scratch)
      try cleanText(source, scratch, visit)
      if let visit, guests?.readsTexts == true { try visit.read(scratch.text.text) }
      try segmentAndJudge(scratch, host, visit)
      document.sourceLength = source.count
      document.edits = scratch.text.edits
      document.encoding = scratch.text.encoding
      try assemble(scratch, document, visit)
      if let visit, guests?.readsDocuments == true { try visit.read(document) }
    } catch {
      document.removeContent()
      throw error
    }
  }

  /// Cleans one document with a workspace of its own. To clean many, keep a ``Scratch`` and a ``CleanedDocument``.
  public func clean(_ source: Bytes) throws(TamisError) -> CleanedDocument {
    try ensureRoom(documents: 1, scratches: 1)
    let document = CleanedDocument()
    try clean(source, scratch: Scratch(), into: document)
    return document
  }

  /// The text room alone, with the edits of plugins: appends all of the document's text, repaired, normalised and
  /// tidied, to `output`. What plugins say about it is ``Scratch/facts``.
  public func normalize(
    _ source: Bytes, name: Bytes = Bytes(start: nil, count: 0), scratch: Scratch, into output: inout ByteBuffer
  ) throws(TamisError) -> EditCounts {
    scratch.facts.removeAll()
    try checkLength(source)
    try cleanText(source, scratch, try begin(name, scratch.facts, scratch))
    try output.append(scratch.text.text)
    return scratch.text.edits
  }

  /// Adds the blocks of a document, which this recipe's text room tidies, to an index.
  ///
  /// - Parameter host: where the document comes from, a name or an address; nil for ``CleaningOptions/host``.
  /// - Throws: as cleaning does, and ``TamisError/invalidArgument(_:)`` for an index that a cleaner uses; nothing is counted
  ///   then.
  public func add(_ source: Bytes, host: Bytes? = nil, to repeats: Repeats, scratch: Scratch) throws(TamisError) {
    scratch.facts.removeAll()
    try checkLength(source)
    try cleanText(source, scratch, try begin(Bytes(start: nil, count: 0), scratch.facts, scratch))
    scratch.blocks.removeAll()
    try findBlocks(in: scratch.text.text, into: &scratch.blocks)
    try withHost(host) { (host) throws(TamisError) in
      try repeats.add(scratch.text.text, blocks: scratch.blocks.view, host: host, workspace: &scratch.judge)
    }
  }

  private func checkLength(_ source: Bytes) throws(TamisError) {
    guard source.count <= options.maximumDocumentBytes else {
      throw .documentTooLarge(limit: options.maximumDocumentBytes)
    }
  }

  private func begin(
    _ name: Bytes, _ facts: DocumentFacts, _ scratch: Scratch
  ) throws(TamisError) -> (any GuestVisit)? {
    guard let guests else { return nil }
    let visit = try scratch.visit(of: guests)
    try language.withUnsafeBufferPointer { (language) throws(TamisError) in
      try visit.begin(name: name, language: language, facts: facts)
    }
    return visit
  }

  private func cleanText(_ source: Bytes, _ scratch: Scratch, _ visit: (any GuestVisit)?) throws(TamisError) {
    try text.clean(source, &scratch.text)
    guard let visit, let guests else { return }
    for number in 0..<guests.textFilterCount {
      scratch.edits.begin(scratch.text.text)
      try visit.filter(number, scratch.text.text, scratch.edits)
      try text.edit(&scratch.text, scratch.edits)
    }
  }

  private func segmentAndJudge(
    _ scratch: Scratch, _ host: Bytes?, _ visit: (any GuestVisit)?
  ) throws(TamisError) {
    scratch.blocks.removeAll()
    try findBlocks(in: scratch.text.text, into: &scratch.blocks)
    scratch.verdicts.removeAll()
    try withHost(host) { (host) throws(TamisError) in
      try judge.judge(
        scratch.text.text, blocks: scratch.blocks.view, host: host, workspace: &scratch.judge, into: &scratch.verdicts)
    }
    if let visit, guests?.judgesBlocks == true {
      try visit.judge(
        scratch.text.text, scratch.blocks.view, scratch.verdicts.elements, threshold: options.threshold)
    }
  }

  private func withHost(_ host: Bytes?, _ body: (Bytes) throws(TamisError) -> Void) throws(TamisError) {
    if let host { return try body(host) }
    try self.host.withUnsafeBufferPointer { (host) throws(TamisError) in try body(host) }
  }

  /// Writes the kept blocks one behind the other and notes where everything stands.
  private func assemble(
    _ scratch: Scratch, _ document: CleanedDocument, _ visit: (any GuestVisit)?
  ) throws(TamisError) {
    guard let base = scratch.text.text.baseAddress else { return }
    let found = document.facts.language
    let splitter = !found.isEmpty && language.isEmpty ? splitter.speaking(found) : splitter.guessing(scratch.text.text)
    let reviewer = guests?.reviewsSentences == true ? visit : nil
    var assembly = Assembly(base: base)
    scratch.selection.removeAll()
    for index in 0..<min(scratch.blocks.count, scratch.verdicts.count) {
      let span = scratch.blocks[index]
      var verdict = scratch.verdicts[index]
      if !options.dropsBoilerplate { verdict.isKept = true }
      assembly.pass(span.start)
      if verdict.isKept { try assembly.divide(from: span.start, &scratch.selection, &document.textStorage) }
      let cleaned = document.textStorage.count
      scratch.sentences.removeAll()
      try splitter.split(scratch.text.text, in: span, into: &scratch.sentences)
      if let reviewer, scratch.sentences.count > 1 { try reviewer.review(scratch.text.text, &scratch.sentences) }
      try addSentences(of: span, verdict.isKept, at: cleaned, scratch, document)
      if verdict.isKept { try document.textStorage.append(base + span.start, count: span.count) }
      assembly.end(span, isKept: verdict.isKept)
      try document.blockStorage.append(
        Block(
          source: scratch.text.sourceSpan(of: span), cleaned: ByteSpan(cleaned, document.textStorage.count),
          verdict: verdict, firstSentence: document.sentenceStorage.count - scratch.sentences.count,
          sentenceCount: scratch.sentences.count))
    }
    try assembly.finish(scratch.text.text.count, &scratch.selection, document.textStorage.count)
    try scratch.text.composeMap(with: scratch.selection, into: &document.map)
  }

  private func addSentences(
    of block: ByteSpan, _ isKept: Bool, at cleaned: Int, _ scratch: Scratch, _ document: CleanedDocument
  ) throws(TamisError) {
    for span in scratch.sentences.view {
      let start = isKept ? cleaned + (span.start - block.start) : cleaned
      try document.sentenceStorage.append(
        Sentence(
          source: scratch.text.sourceSpan(of: span), cleaned: ByteSpan(start, isKept ? start + span.count : start)))
    }
  }
}

extension Cleaner {
  /// Where the assembly of the cleaned text stands in the tidied one.
  private struct Assembly {
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
