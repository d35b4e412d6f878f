/// A block of a cleaned document. Plain data.
@frozen
public struct Block: Sendable, BitwiseCopyable {
  /// Where it stands in the source, in bytes.
  public var source: ByteSpan
  /// Where it stands in the cleaned text, in bytes; empty at the place where it would stand when it was dropped.
  public var cleaned: ByteSpan
  public var verdict: Verdict
  /// Its sentences, as a range of ``CleanedDocument/sentences``.
  public var firstSentence: Int
  public var sentenceCount: Int

  public var isKept: Bool { verdict.isKept }

  package init(source: ByteSpan, cleaned: ByteSpan, verdict: Verdict, firstSentence: Int, sentenceCount: Int) {
    self.source = source
    self.cleaned = cleaned
    self.verdict = verdict
    self.firstSentence = firstSentence
    self.sentenceCount = sentenceCount
  }
}

/// A sentence of a cleaned document. Plain data.
@frozen
public struct Sentence: Sendable, BitwiseCopyable {
  /// Where it stands in the source, in bytes.
  public var source: ByteSpan
  /// Where it stands in the cleaned text, in bytes; empty when its block was dropped.
  public var cleaned: ByteSpan
}

/// What came of one document. Filled by a ``Cleaner``, which may fill it again; read by any thread after that.
///
/// ``text``, ``blocks`` and ``sentences`` are views into it: keep the document in a variable, or inside
/// `withExtendedLifetime`, as long as one of them is read. ``string`` is a copy and needs no such care.
public final class CleanedDocument: @unchecked Sendable {
  /// What is written while the document is put together; in one piece for the same reason as ``Scratch/Rooms``.
  struct Content: ~Copyable {
    var text = ByteBuffer()
    var blocks = GrowableBuffer<Block>()
    var sentences = GrowableBuffer<Sentence>()
    var map = SourceMap()

    mutating func removeAll() {
      text.removeAll()
      blocks.removeAll()
      sentences.removeAll()
      map.removeAll()
    }
  }

  var content = Content()
  /// What plugins say about the document.
  public let facts = DocumentFacts()
  /// What the text room changed.
  public package(set) var edits = EditCounts()
  /// What the source was decoded from, and how surely.
  public package(set) var encoding = DetectedEncoding()
  /// Length of the source, in bytes.
  public package(set) var sourceLength = 0

  public init() {}

  /// The cleaned text: valid UTF-8 in the wanted normalisation form, the kept blocks divided by one or two line feeds, no
  /// line feed at either end. Borrowed: valid as long as the document is neither filled again nor released.
  public var text: Bytes { content.text.view }
  /// All blocks, kept and dropped, in order. Borrowed like ``text``.
  public var blocks: UnsafeBufferPointer<Block> { content.blocks.view }
  /// All sentences of all blocks, in order. Borrowed like ``text``.
  public var sentences: UnsafeBufferPointer<Sentence> { content.sentences.view }

  /// ``text`` as a Swift string: a copy.
  public var string: String { String(decoding: text, as: UTF8.self) }

  /// The source bytes that a span of the cleaned text came from.
  public func sourceSpan(ofCleaned span: ByteSpan) -> ByteSpan { content.map.sourceSpan(of: span) }
  /// What became of a span of the source in the cleaned text; empty if nothing is left of it.
  public func cleanedSpan(ofSource span: ByteSpan) -> ByteSpan { content.map.cleanedSpan(of: span) }

  /// Forgets the content and keeps the memory.
  package func removeAll() {
    removeContent()
    facts.removeAll()
  }

  /// Forgets all but what plugins said.
  package func removeContent() {
    content.removeAll()
    edits = EditCounts()
    encoding = DetectedEncoding()
    sourceLength = 0
  }
}
