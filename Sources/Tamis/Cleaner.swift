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
      if let visit, guests?.readsTexts == true { try visit.read(scratch.rooms.text.text) }
      try segmentAndJudge(scratch, host, visit)
      document.sourceLength = source.count
      document.edits = scratch.rooms.text.edits
      document.encoding = scratch.rooms.text.encoding
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
    try output.append(scratch.rooms.text.text)
    return scratch.rooms.text.edits
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
    try withHost(host) { (host) throws(TamisError) in try add(&scratch.rooms, host, to: repeats) }
  }

  private func add(_ rooms: inout Scratch.Rooms, _ host: Bytes, to repeats: Repeats) throws(TamisError) {
    let text = try cutBlocks(&rooms)
    try repeats.add(text, blocks: rooms.blocks.view, host: host, workspace: &rooms.judge)
  }

  /// Finds the blocks of the text at hand, which it returns.
  private func cutBlocks(_ rooms: inout Scratch.Rooms) throws(TamisError) -> Bytes {
    let text = rooms.text.text
    rooms.blocks.removeAll()
    try findBlocks(in: text, into: &rooms.blocks)
    return text
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
    try text.clean(source, &scratch.rooms.text)
    guard let visit, let guests else { return }
    for number in 0..<guests.textFilterCount {
      scratch.edits.begin(scratch.rooms.text.text)
      try visit.filter(number, scratch.rooms.text.text, scratch.edits)
      try text.edit(&scratch.rooms.text, scratch.edits)
    }
  }

  private func segmentAndJudge(
    _ scratch: Scratch, _ host: Bytes?, _ visit: (any GuestVisit)?
  ) throws(TamisError) {
    try withHost(host) { (host) throws(TamisError) in try segmentAndJudge(&scratch.rooms, host) }
    if let visit, guests?.judgesBlocks == true {
      try visit.judge(
        scratch.rooms.text.text, scratch.rooms.blocks.view, scratch.rooms.verdicts.elements,
        threshold: options.threshold)
    }
  }

  private func segmentAndJudge(_ rooms: inout Scratch.Rooms, _ host: Bytes) throws(TamisError) {
    let text = try cutBlocks(&rooms)
    rooms.verdicts.removeAll()
    try judge.judge(text, blocks: rooms.blocks.view, host: host, workspace: &rooms.judge, into: &rooms.verdicts)
  }

  private func withHost(_ host: Bytes?, _ body: (Bytes) throws(TamisError) -> Void) throws(TamisError) {
    if let host { return try body(host) }
    try self.host.withUnsafeBufferPointer { (host) throws(TamisError) in try body(host) }
  }

  /// Puts the document together of its blocks and verdicts.
  private func assemble(
    _ scratch: Scratch, _ document: CleanedDocument, _ visit: (any GuestVisit)?
  ) throws(TamisError) {
    let found = document.facts.language
    let splitter =
      !found.isEmpty && language.isEmpty
      ? splitter.speaking(found) : splitter.guessing(scratch.rooms.text.text)
    let assembly = DocumentAssembly(
      splitter: splitter, reviewer: guests?.reviewsSentences == true ? visit : nil,
      keepsAll: !options.dropsBoilerplate)
    try assembly.run(&scratch.rooms, into: &document.content)
  }
}
