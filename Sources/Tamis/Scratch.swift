/// One thread's workspace for a ``Cleaner``: hand it in again and again, and a warm one allocates nothing.
///
/// Any cleaner may use any scratch; two threads may not use the same one at the same time.
public final class Scratch {
  /// What a document goes through. In one piece, so that a loop over blocks has it to itself and asks for that once: each
  /// look into an object that may be shared is a look-up of its own otherwise.
  struct Rooms: ~Copyable {
    var text = TextWorkspace()
    var blocks = GrowableBuffer<ByteSpan>()
    var verdicts = GrowableBuffer<Verdict>()
    var judge = JudgeWorkspace()
    /// Of the tidied text; and those of the block at hand that a guest reviews.
    var sentences = GrowableBuffer<ByteSpan>()
    var reviewed = GrowableBuffer<ByteSpan>()
    /// From the tidied text to the cleaned one: which blocks were left out.
    var selection = SourceMap()
  }

  var rooms = Rooms()
  let edits = TextEdits()
  /// The workspace of the guests that used this scratch last.
  var visit: (any GuestVisit)?
  var visitors: (any CleaningGuests)?
  /// What plugins said about the last text that was only normalised.
  public let facts = DocumentFacts()

  public init() {}

  /// The workspace of `guests`, made when they come for the first time or after others.
  func visit(of guests: any CleaningGuests) throws(TamisError) -> any GuestVisit {
    if let visit, visitors === guests { return visit }
    visit = nil
    let made = try guests.makeVisit()
    visit = made
    visitors = guests
    return made
  }

  /// What the text room changed in the last document.
  public var editCounts: EditCounts { rooms.text.edits }
  /// What the last document was decoded from, and how surely.
  public var encoding: DetectedEncoding { rooms.text.encoding }
  /// The changes of the last document, stage after stage, ascending within each; empty unless
  /// ``TextPolicy/recordsEdits`` is on. Borrowed: valid until the scratch is used again or released.
  public var recordedEdits: UnsafeBufferPointer<RecordedEdit> { rooms.text.recordedEdits }
  /// What the replacements of ``recordedEdits`` are spans of. Borrowed like them.
  public var recordedText: Bytes { rooms.text.recordedText }
}
