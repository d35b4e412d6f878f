import TamisBase

/// One change of a cleaning and its place.
@frozen
public struct RecordedEdit: Equatable, Sendable, BitwiseCopyable {
  public var kind: EditKind
  /// The bytes of the source that were changed; empty for something put in. When an earlier stage changed them too, it
  /// is all that the earlier edit took.
  public var source: ByteSpan
  /// What they became, as a span of ``TextWorkspace/recordedText``.
  public var replacement: ByteSpan
}

/// The list of a document's changes, stage after stage, ascending within each.
///
/// It is made from the map that each stage leaves, at the moment that its result is taken, when the way back to the
/// source is known; the stages know nothing of it. Neighbouring removals by one stage are one edit in its map; those of
/// the sanitizer are told apart again, since they may differ in kind.
struct EditRecorder: ~Copyable {
  private(set) var edits = GrowableBuffer<RecordedEdit>()
  private(set) var text = ByteBuffer()

  mutating func removeAll() {
    edits.removeAll()
    text.removeAll()
  }

  /// Adds what one stage did; `earlier` leads from its input back to the source.
  mutating func add(
    _ stage: borrowing StageOutput, _ earlier: borrowing SourceMap, _ kind: (_ replacement: Bytes) -> EditKind
  ) throws(TamisError) {
    try stage.map.forEachEdit { (edit) throws(TamisError) in
      let new = Bytes(rebasing: stage.bytes.view[edit.cleaned.start..<edit.cleaned.end])
      try add(kind(new), earlier.sourceSpan(of: edit.source), new)
    }
  }

  /// The same for a stage (of `input`) whose removals are of single characters, each of a kind of its own.
  mutating func addEach(
    _ stage: borrowing StageOutput, of input: Bytes, _ earlier: borrowing SourceMap, _ kind: (UInt32?) -> EditKind
  ) throws(TamisError) {
    guard let base = input.baseAddress else { return }
    try stage.map.forEachEdit { (edit) throws(TamisError) in
      let new = Bytes(rebasing: stage.bytes.view[edit.cleaned.start..<edit.cleaned.end])
      var place = edit.source.start
      while place < edit.source.end {
        let scalar = decodeScalar(base, place, edit.source.end)
        let stop = new.isEmpty ? place + scalar.length : edit.source.end
        try add(kind(scalar.isWellFormed ? scalar.value : nil), earlier.sourceSpan(of: ByteSpan(place, stop)), new)
        place = stop
      }
    }
  }

  private mutating func add(_ kind: EditKind, _ source: ByteSpan, _ new: Bytes) throws(TamisError) {
    let start = text.count
    try text.append(new)
    try edits.append(RecordedEdit(kind: kind, source: source, replacement: ByteSpan(start, text.count)))
  }
}
