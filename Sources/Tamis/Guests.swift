/// What others add to a cleaner: they are asked at fixed places on a document's way and propose; the house checks and
/// does. `TamisPlugins` makes one of shared libraries; a Swift program may bring its own. Immutable, shared by all
/// threads.
public protocol CleaningGuests: AnyObject, Sendable {
  /// Words that do not end a sentence by their full stop, as in ``CleaningOptions/abbreviations``.
  var abbreviations: [String] { get }
  /// How many times the text is offered for edits; each sees what the edits before it made.
  var textFilterCount: Int { get }
  /// Whether ``GuestVisit/read(_:)`` wants the text before it is judged.
  var readsTexts: Bool { get }
  var judgesBlocks: Bool { get }
  var reviewsSentences: Bool { get }
  /// Whether ``GuestVisit/read(_:)`` wants the document at the end.
  var readsDocuments: Bool { get }

  /// One thread's workspace, kept in its ``Scratch``.
  func makeVisit() throws(TamisError) -> any GuestVisit
}

/// The guests' work on one document after the other, on one thread. What a call throws makes the document fail; a
/// failure that the document survives is a fact of the kind ``Fact/Kind/fault``.
public protocol GuestVisit: AnyObject {
  /// A document begins.
  /// - Parameters:
  ///   - name: what the caller calls it; a URL if there is one. Borrowed until the document's end.
  ///   - language: as it was given, or empty. Borrowed for this call.
  ///   - facts: gets what is to be said about it.
  func begin(name: Bytes, language: Bytes, facts: DocumentFacts) throws(TamisError)

  /// Offers the tidy text for edits.
  func filter(_ number: Int, _ text: Bytes, _ edits: TextEdits) throws(TamisError)

  /// Shows the tidy text, edited and not yet judged.
  func read(_ text: Bytes) throws(TamisError)

  /// Offers the verdicts on the blocks of the tidy text, which may be changed.
  func judge(
    _ text: Bytes, _ blocks: UnsafeBufferPointer<ByteSpan>, _ verdicts: UnsafeMutableBufferPointer<Verdict>,
    threshold: Float
  ) throws(TamisError)

  /// Offers the sentences of a block that has several; some may be joined.
  func review(_ text: Bytes, _ sentences: inout GrowableBuffer<ByteSpan>) throws(TamisError)

  /// Shows the finished document.
  func read(_ document: CleanedDocument) throws(TamisError)
}
