import TamisBase

/// One thread's workspace of the text room, used again from document to document: once warm, it allocates nothing.
public struct TextWorkspace: ~Copyable {
  fileprivate var chunks = ByteChunks()
  /// The stages write to these two in turn.
  fileprivate var one = StageOutput()
  fileprivate var other = StageOutput()
  fileprivate var normalization = NormalizationStage.Workspace()
  /// What a run of spaces becomes.
  fileprivate var run = ByteBuffer()
  /// The map of the stages so far, and where the next composition is made.
  fileprivate var composed = SourceMap()
  fileprivate var next = SourceMap()
  fileprivate var result = Bytes(start: nil, count: 0)
  /// What the last document's cleaning changed.
  public fileprivate(set) var edits = EditCounts()

  public init() {}

  /// The cleaned text: well-formed UTF-8. Borrowed from the workspace, or, when nothing had to change, from the source:
  /// valid until either goes or is changed.
  public var text: Bytes { result }

  /// The source bytes that `span` of ``text`` came from.
  public func sourceSpan(of span: ByteSpan) -> ByteSpan {
    composed.isIdentity ? span : composed.sourceSpan(of: span)
  }

  /// Makes `map` lead from the source to what `selection` makes of ``text``.
  public func composeMap(with selection: borrowing SourceMap, into map: inout SourceMap) throws(TamisError) {
    try map.compose(composed, selection)
  }

  /// Gives memory back when one huge document has left more than `limit` bytes in a buffer.
  public mutating func shrink(ifLargerThan limit: Int) {
    result = Bytes(start: nil, count: 0)
    one.removeAll()
    other.removeAll()
    one.shrink(ifLargerThan: limit)
    other.shrink(ifLargerThan: limit)
    composed.removeAll()
    composed.shrink(ifLargerThan: limit / 16)
    next.removeAll()
    next.shrink(ifLargerThan: limit / 16)
  }

  fileprivate mutating func begin(_ source: Bytes) {
    result = source
    edits = EditCounts()
    composed.removeAll()
    one.removeAll()
    other.removeAll()
  }

  /// Takes what a stage wrote to `one` as the text so far, and leaves the spare output in its place.
  fileprivate mutating func takeStage() throws(TamisError) {
    guard !one.isUntouched else { return }
    try next.compose(composed, one.map)
    swap(&composed, &next)
    swap(&one, &other)
    result = other.bytes.view
    one.removeAll()
  }
}

/// The text room: bytes in, well-formed normalised UTF-8 and its source map out. Immutable; shared freely.
///
/// Three stages, each of which hands its input on untouched when it has nothing to do: ``Sanitizer``, which also finds out
/// whether the other two are needed, ``NormalizationStage`` and ``SpaceTidier``.
public struct TextCleaner: Sendable {
  public let policy: TextPolicy
  private let sanitizer: Sanitizer
  private let normalization: NormalizationStage?

  /// - Throws: what ICU reports when its data cannot be loaded, or ``TamisError/outOfMemory``.
  public init(_ policy: TextPolicy = TextPolicy()) throws(TamisError) {
    self.policy = policy
    let classes = try TextClasses.shared(policy.normalization)
    sanitizer = Sanitizer(policy, classes)
    normalization = policy.normalization == .none ? nil : try NormalizationStage(policy.normalization, classes)
  }

  /// Cleans any bytes at all; the result is ``TextWorkspace/text``.
  ///
  /// The document is at most `Int32.max` bytes long: the map's offsets are 32 bits wide, and repair can treble a text.
  public func clean(_ source: Bytes, _ workspace: inout TextWorkspace) throws(TamisError) {
    guard source.count <= Int(Int32.max) else { throw .documentTooLarge(limit: Int(Int32.max)) }
    workspace.begin(source)
    let findings = try sanitizer.run(source, &workspace.chunks, into: &workspace.one, counting: &workspace.edits)
    var mayHaveUntidySpaces = findings.hasUntidySpaces || !workspace.one.isUntouched
    try workspace.takeStage()
    if let normalization, findings.mayNeedNormalization {
      try normalization.run(
        workspace.result, &workspace.chunks, &workspace.normalization, into: &workspace.one,
        counting: &workspace.edits)
      mayHaveUntidySpaces = mayHaveUntidySpaces || !workspace.one.isUntouched
      try workspace.takeStage()
    }
    if policy.tidiesAnySpaces && mayHaveUntidySpaces {
      try SpaceTidier(policy).run(
        workspace.result, &workspace.chunks, &workspace.run, into: &workspace.one, counting: &workspace.edits)
      try workspace.takeStage()
    }
  }
}
