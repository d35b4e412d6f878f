import TamisBase

/// One thread's workspace of the text room, used again from document to document: once warm, it allocates nothing.
public struct TextWorkspace: ~Copyable {
  fileprivate var chunks = ByteChunks()
  /// The stages write to these two in turn.
  fileprivate var one = StageOutput()
  fileprivate var other = StageOutput()
  private var turns = Turns()
  fileprivate var decoding = DecodingStage.Workspace()
  fileprivate var mojibake = MojibakeStage.Workspace()
  fileprivate var unwrapping = UnwrapStage.Workspace()
  fileprivate var normalization = NormalizationStage.Workspace()
  /// What a run of spaces becomes.
  fileprivate var run = ByteBuffer()
  /// The map of the stages so far, and where the next composition is made.
  fileprivate var composed = SourceMap()
  fileprivate var next = SourceMap()
  fileprivate var result = Bytes(start: nil, count: 0)
  private var sourceCount = 0
  fileprivate var recorder = EditRecorder()
  fileprivate var recordsEdits = false
  /// What the last document's cleaning changed.
  public fileprivate(set) var edits = EditCounts()

  public init() {}

  /// The cleaned text: well-formed UTF-8. Borrowed from the workspace, or, when nothing had to change, from the source:
  /// valid until either goes or is changed.
  public var text: Bytes { result }

  /// What the last document was decoded from, and how surely.
  public var encoding: DetectedEncoding { decoding.encoding }

  /// The source bytes that `span` of ``text`` came from.
  public func sourceSpan(of span: ByteSpan) -> ByteSpan {
    composed.isIdentity ? span : composed.sourceSpan(of: span)
  }

  /// The same for spans in ascending order; until the workspace is used again.
  public var ascendingSpans: AscendingSpans { composed.ascendingSpans }

  /// What became of `span` of the source in ``text``.
  public func cleanedSpan(of span: ByteSpan) -> ByteSpan {
    composed.isIdentity ? span : composed.cleanedSpan(of: span)
  }

  /// The changes of the last document, if the policy wants them recorded. Borrowed, and so is ``recordedText``.
  public var recordedEdits: UnsafeBufferPointer<RecordedEdit> { recorder.edits.view }
  /// What the recorded edits' replacements are spans of.
  public var recordedText: Bytes { recorder.text.view }

  /// Makes `map` lead from the source to what `selection` makes of ``text``.
  public func composeMap(with selection: borrowing SourceMap, into map: inout SourceMap) throws(TamisError) {
    try map.compose(composed, selection)
  }

  /// Documents up to here may take more than three times their size, rather than ask for memory again at each.
  private static let large = 1 << 20

  /// Whether what is held, and the map to be composed, come to more than three times a large document: then memory is given
  /// back between the stages. Only text goes so far of which nearly each letter is changed by two stages.
  private var isTooLarge: Bool {
    let text = max(sourceCount, result.count)
    guard text > Self.large else { return false }
    let maps = composed.heldBytes + next.heldBytes + one.map.heldBytes + other.map.heldBytes
    // Buffers grow by halves.
    let composition = (composed.usedBytes + one.map.usedBytes) * 3 / 2
    return max(one.bytes.capacity, result.count) + other.bytes.capacity + maps + composition > 3 * text
  }

  fileprivate mutating func begin(_ source: Bytes, recordsEdits: Bool) {
    result = source
    sourceCount = source.count
    self.recordsEdits = recordsEdits
    recorder.removeAll()
    edits = EditCounts()
    composed.removeAll()
    // The same buffers take the same turns in every document: those that were large enough once are so again.
    while let turn = turns.last() {
      swap(&one, &other)
      if turn == .composed { swap(&composed, &next) } else { swap(&composed, &one.map) }
    }
    one.removeAll()
    other.removeAll()
    one.expected = source.count
  }

  /// Takes what a stage wrote to `one` as the text so far, and leaves the spare output in its place.
  fileprivate mutating func takeStage(_ kind: EditKind) throws(TamisError) {
    try takeStage { (_: Bytes) in kind }
  }

  /// The same for a stage whose replacements tell the kind.
  fileprivate mutating func takeStage(_ kind: (Bytes) -> EditKind) throws(TamisError) {
    guard !one.isUntouched else { return }
    if recordsEdits { try recorder.add(one, composed, kind) }
    try takeStage()
  }

  /// The same for a stage that makes changes of many kinds, one character each.
  fileprivate mutating func takeStage(_ kind: (UInt32?) -> EditKind) throws(TamisError) {
    guard !one.isUntouched else { return }
    if recordsEdits { try recorder.addEach(one, of: result, composed, kind) }
    try takeStage()
  }

  private mutating func takeStage() throws(TamisError) {
    // What the stage before made is not needed any more, nor is, once the maps are composed, what they are composed of.
    if isTooLarge { other.bytes.giveBack() }
    if composed.isIdentity {
      turns.add(.taken)
      swap(&composed, &one.map)
    } else {
      try next.compose(composed, one.map)
      turns.add(.composed)
      swap(&composed, &next)
      if isTooLarge { next.giveBack() }
    }
    swap(&one, &other)
    // The swap leaves its map behind, which is in `composed` now, and what it asked for and did not use.
    other.map.removeAll()
    if isTooLarge {
      other.map.giveBack()
      other.bytes.shrink(ifLargerThan: other.bytes.count)
    }
    result = other.bytes.view
    one.removeAll()
    one.expected = result.count
  }
}

/// Which buffers of a workspace changed places in a document, the last ones first: at most 64, which is more than there are
/// stages.
private struct Turns {
  enum Turn {
    /// The map of the stages so far was composed with that of the next.
    case composed
    /// The map of the first stage that changed something became that of the stages so far.
    case taken
  }

  private var bits: UInt64 = 0
  private var count = 0

  mutating func add(_ turn: Turn) {
    bits = bits << 1 | (turn == .composed ? 1 : 0)
    count = min(count + 1, 64)
  }

  /// Takes away the last one.
  mutating func last() -> Turn? {
    guard count > 0 else { return nil }
    defer { (bits, count) = (bits >> 1, count - 1) }
    return bits & 1 == 1 ? .composed : .taken
  }
}

/// The text room: bytes in, well-formed normalised UTF-8 and its source map out. Immutable; shared freely.
///
/// Stages, each of which hands its input on untouched when it has nothing to do: ``DecodingStage``, for sources that
/// are not UTF-8; ``HTMLReferenceStage``; ``MojibakeStage``; ``Sanitizer``, which also finds out whether those behind it
/// are needed; ``UnwrapStage``; ``TypographyStage``, ``NormalizationStage`` and ``SpaceTidier``.
public struct TextCleaner: Sendable {
  public let policy: TextPolicy
  private let decoding: DecodingStage
  private let references: HTMLReferenceStage
  private let mojibake: MojibakeStage?
  private let sanitizer: Sanitizer
  private let unwrapping: UnwrapStage
  private let typography: TypographyStage?
  private let normalization: NormalizationStage?

  /// - Throws: ``TamisError/invalidArgument(_:)`` for an encoding that ICU does not know; what ICU reports when its
  ///   data cannot be loaded; or ``TamisError/outOfMemory``.
  public init(_ policy: TextPolicy = TextPolicy()) throws(TamisError) {
    self.policy = policy
    let classes = try TextClasses.shared(policy.normalization)
    decoding = try DecodingStage(policy.encoding)
    references = HTMLReferenceStage(policy.htmlReferences)
    mojibake = policy.repairsMojibake ? try MojibakeStage() : nil
    sanitizer = Sanitizer(policy, classes)
    unwrapping = UnwrapStage(policy)
    typography = TypographyStage(policy, classes)
    normalization = policy.normalization == .none ? nil : try NormalizationStage(policy.normalization, classes)
  }

  /// Cleans any bytes at all; the result is ``TextWorkspace/text``.
  ///
  /// The document is at most `Int32.max` bytes long: the map's offsets are 32 bits wide, and repair can treble a text.
  public func clean(_ source: Bytes, _ workspace: inout TextWorkspace) throws(TamisError) {
    guard source.count <= Int(Int32.max) else { throw .documentTooLarge(limit: Int(Int32.max)) }
    workspace.begin(source, recordsEdits: policy.recordsEdits)
    try decoding.run(source, &workspace.decoding, into: &workspace.one, counting: &workspace.edits)
    try workspace.takeStage { (text: Bytes) in decoding.kind(of: text) }
    // Once, but for text whose references hide others, or where a later stage takes out what kept misread bytes apart:
    // cleaning twice must do what cleaning once does.
    for round in 0..<Self.roundLimit {
      let before = workspace.edits.total
      if round == 0 || references.wouldChange(workspace.result) {
        try references.run(workspace.result, into: &workspace.one, counting: &workspace.edits)
        try workspace.takeStage(.htmlReferences)
      }
      try repairMojibake(&workspace)
      // What was tidied may look wrapped as what it was made from did not.
      if round > 0 { try unwrap(&workspace) }
      if round > 0 && workspace.edits.total == before { return }
      try runStages(&workspace)
      if workspace.edits.total == before { return }
    }
  }

  /// Each round takes one misreading or one layer of references back. A character misread `n` times takes at least two to
  /// the power `n` bytes, so the limit is for texts made to be slow.
  private static let roundLimit = 8

  /// Makes the edits that somebody else proposes to ``TextWorkspace/text``, and then what repair, typography,
  /// normalisation and tidying have to do to what came in their place.
  public func edit(_ workspace: inout TextWorkspace, _ edits: TextEdits) throws(TamisError) {
    guard let base = workspace.result.baseAddress, !edits.isEmpty else { return }
    for edit in edits.list.view {
      try workspace.one.replace(
        edit.span, of: base, with: edits.text.view.baseAddress.map { $0 + edit.replacement.start },
        count: edit.replacement.count)
    }
    try workspace.one.finish(base, workspace.result.count)
    workspace.edits.plugins += edits.list.count
    try workspace.takeStage(.plugins)
    try runStages(&workspace)
  }

  private func repairMojibake(_ workspace: inout TextWorkspace) throws(TamisError) {
    guard let mojibake else { return }
    for _ in 0..<Self.roundLimit {
      try mojibake.run(
        workspace.result, &workspace.mojibake, into: &workspace.one, counting: &workspace.edits)
      guard !workspace.one.isUntouched else { return }
      try workspace.takeStage(.mojibake)
    }
  }

  private func unwrap(_ workspace: inout TextWorkspace) throws(TamisError) {
    try unwrapping.run(
      workspace.result, workspace.other.brokenWords.view, &workspace.unwrapping, into: &workspace.one,
      counting: &workspace.edits)
    try workspace.takeStage(.unwrapped)
  }

  private func runStages(_ workspace: inout TextWorkspace) throws(TamisError) {
    let findings = try sanitizer.run(
      workspace.result, &workspace.chunks, into: &workspace.one, counting: &workspace.edits)
    var mayHaveUntidySpaces = findings.hasUntidySpaces || !workspace.one.isUntouched
    // A closure that does not escape: the method by its name would be boxed, once a document.
    try workspace.takeStage { (scalar: UInt32?) in sanitizer.kind(of: scalar) }
    try unwrap(&workspace)
    var isPlained = false
    if let typography {
      try typography.run(
        workspace.result, &workspace.chunks, into: &workspace.one, counting: &workspace.edits)
      isPlained = !workspace.one.isUntouched
      try workspace.takeStage(.typography)
    }
    if let normalization, isPlained || findings.mayNeedNormalization {
      try normalization.run(
        workspace.result, &workspace.chunks, &workspace.normalization, into: &workspace.one,
        counting: &workspace.edits)
      mayHaveUntidySpaces = mayHaveUntidySpaces || !workspace.one.isUntouched
      try workspace.takeStage(.normalized)
    }
    if policy.tidiesAnySpaces && mayHaveUntidySpaces {
      try SpaceTidier(policy).run(
        workspace.result, &workspace.chunks, &workspace.run, into: &workspace.one, counting: &workspace.edits)
      try workspace.takeStage(.spaces)
    }
  }
}
