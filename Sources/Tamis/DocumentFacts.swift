/// One thing that a plugin says about a document.
public struct Fact: Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// ``Fact/number`` under a key.
    case number = 1
    /// A text under a key.
    case text = 2
    /// True or false, as 1 or 0 in ``Fact/number``, under a key.
    case flag = 3
    /// The text is a BCP 47 tag, the number how surely the document is in that language, 0…1.
    case language = 4
    /// The document is to be dropped; the text says why.
    case drop = 5
    /// The plugin failed on this document; the text says how. All else that the call said and did has been undone.
    case fault = 6
  }

  public let kind: Kind
  /// Which plugin: its place in the order in which they were loaded, from 0.
  public let plugin: Int
  public let number: Double
  /// In the list's texts.
  fileprivate let keySpan: ByteSpan
  fileprivate let textSpan: ByteSpan
}

/// What plugins say about a document, in the order in which they said it. Filled while the document is cleaned; read
/// by any thread after that. Once warm, filling it allocates nothing.
public final class DocumentFacts: @unchecked Sendable {
  private var list = GrowableBuffer<Fact>()
  private var texts = ByteBuffer()
  /// Where in ``texts`` the tag of the surest language stands.
  private var languageSpan = ByteSpan(0, 0)
  private var languageConfidence = -1.0
  /// Whether a plugin said that the document is to be dropped. Its text and blocks are there all the same.
  public private(set) var isDropped = false

  public init() {}

  /// Borrowed: valid until the document is filled again or released, like all that this list hands out.
  public var all: UnsafeBufferPointer<Fact> { list.view }
  /// The key of a number, a text or a flag, in UTF-8; empty for other kinds.
  public func key(of fact: Fact) -> Bytes { slice(fact.keySpan) }
  /// The text of a text, a language, a drop or a fault, in UTF-8; empty for other kinds.
  public func text(of fact: Fact) -> Bytes { slice(fact.textSpan) }
  /// The tag of the language that the surest plugin found, the first of equals; empty if none was found.
  public var language: Bytes { slice(languageSpan) }

  private func slice(_ span: ByteSpan) -> Bytes { Bytes(rebasing: texts.view[span.start..<span.end]) }

  /// Adds a fact.
  public func add(
    _ kind: Fact.Kind, plugin: Int, key: Bytes = Bytes(start: nil, count: 0), number: Double = 0,
    text: Bytes = Bytes(start: nil, count: 0)
  ) throws(TamisError) {
    let start = texts.count
    try texts.append(key)
    let middle = texts.count
    try texts.append(text)
    let textSpan = ByteSpan(middle, texts.count)
    try list.append(
      Fact(kind: kind, plugin: plugin, number: number, keySpan: ByteSpan(start, middle), textSpan: textSpan))
    note(kind, number, textSpan)
  }

  private func note(_ kind: Fact.Kind, _ number: Double, _ text: ByteSpan) {
    if kind == .drop { isDropped = true }
    guard kind == .language, number > languageConfidence else { return }
    languageConfidence = number
    languageSpan = text
  }

  /// Forgets all facts and keeps the memory.
  public func removeAll() {
    list.removeAll()
    texts.removeAll()
    recount()
  }

  /// Forgets all facts behind the first `count`.
  public func truncate(to count: Int) {
    list.truncate(to: count)
    recount()
  }

  private func recount() {
    isDropped = false
    languageConfidence = -1
    languageSpan = ByteSpan(0, 0)
    for fact in list.view { note(fact.kind, fact.number, fact.textSpan) }
  }
}
