/// One thread's workspace for a ``Cleaner``: hand it in again and again, and a warm one allocates nothing.
///
/// Any cleaner may use any scratch; two threads may not use the same one at the same time.
public final class Scratch {
  var text = TextWorkspace()
  var blocks = GrowableBuffer<ByteSpan>()
  var verdicts = GrowableBuffer<Verdict>()
  var judge = JudgeWorkspace()
  var sentences = GrowableBuffer<ByteSpan>()
  /// From the tidied text to the cleaned one: which blocks were left out.
  var selection = SourceMap()

  public init() {}

  /// What the last document was decoded from, and how surely.
  public var encoding: DetectedEncoding { text.encoding }
  /// The changes of the last document, stage after stage, ascending within each; empty unless
  /// ``TextPolicy/recordsEdits`` is on. Borrowed: valid until the scratch is used again or released.
  public var recordedEdits: UnsafeBufferPointer<RecordedEdit> { text.recordedEdits }
  /// What the replacements of ``recordedEdits`` are spans of. Borrowed like them.
  public var recordedText: Bytes { text.recordedText }
}
