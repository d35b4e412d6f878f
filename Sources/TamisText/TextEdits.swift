import TamisBase

/// Edits to a text that somebody outside the text room proposes: checked one by one as they come, made together by
/// ``TextCleaner/edit(_:_:)``. Used again from document to document: once warm, it allocates nothing.
public final class TextEdits {
  /// What is wrong with a proposal.
  public enum Fault: Error, Sendable {
    case outOfBounds
    /// It overlaps the one before it, or stands before it.
    case outOfOrder
    /// Its span begins or ends inside a character.
    case insideACharacter
    case replacementNotUTF8
    /// The text would be longer than offsets reach.
    case tooLong
    case outOfMemory
  }

  struct Edit: BitwiseCopyable {
    var span: ByteSpan
    /// In ``text``.
    var replacement: ByteSpan
  }

  private(set) var list = GrowableBuffer<Edit>()
  private(set) var text = ByteBuffer()
  private var subject = Bytes(start: nil, count: 0)
  private var end = 0
  /// How long the text will be.
  private var length = 0

  public init() {}

  public var isEmpty: Bool { list.isEmpty }
  public var count: Int { list.count }

  /// Forgets what was proposed; what comes next is about `subject`, which is well-formed UTF-8.
  public func begin(_ subject: Bytes) {
    list.removeAll()
    text.removeAll()
    self.subject = subject
    end = 0
    length = subject.count
  }

  /// Adds an edit behind all others: `replacement` is to stand in the place of `span`; an empty span puts something
  /// in. After a refusal the list is as it was.
  public func propose(_ span: ByteSpan, _ replacement: Bytes) throws(Fault) {
    guard span.start >= 0, span.start <= span.end, span.end <= subject.count else { throw .outOfBounds }
    guard span.start >= end else { throw .outOfOrder }
    guard isBorder(span.start), isBorder(span.end) else { throw .insideACharacter }
    guard wellFormedPrefix(of: replacement) == replacement.count else { throw .replacementNotUTF8 }
    let grown = length - span.count + replacement.count
    guard grown <= Int(Int32.max) else { throw .tooLong }
    if span.isEmpty && replacement.isEmpty { return }
    let start = text.count
    do throws(TamisError) {
      try list.reserve(1)
      try text.append(replacement)
      try list.append(Edit(span: span, replacement: ByteSpan(start, text.count)))
    } catch {
      throw .outOfMemory
    }
    end = span.end
    length = grown
  }

  private func isBorder(_ position: Int) -> Bool {
    position == subject.count || subject[position] & 0xC0 != 0x80
  }
}
