import CByteScan
import TamisBase

/// The first stage: ill-formed bytes, line ends, controls, characters without a width and space characters; and, in the
/// same pass, whether the later stages have anything to do.
struct Sanitizer {
  private let policy: CodePointTable
  private let form: NormalizationForm
  private let settledness: Settledness
  private let attention: ByteChunks.Attention
  /// Which classes of characters the policy lets this stage change.
  private let acts: UInt16

  /// What the pass saw, for the later stages.
  struct Findings {
    var mayNeedNormalization = false
    var hasUntidySpaces = false
  }

  init(_ policy: TextPolicy, _ classes: TextClasses) {
    self.policy = classes.policy
    form = policy.normalization
    settledness = Settledness(classes)
    attention = classes.attention
    typealias Policy = TextClasses.Policy
    var acts: UInt16 = 0
    if policy.unifiesLineEnds { acts |= Policy.lineEnd }
    if policy.removesControls { acts |= Policy.control }
    if policy.removesZeroWidth { acts |= Policy.zeroWidth | Policy.joiner }
    if policy.removesBidirectionalMarks { acts |= Policy.bidirectional }
    if policy.removesSoftHyphens { acts |= Policy.softHyphen }
    if policy.removesByteOrderMarks { acts |= Policy.byteOrderMark }
    if policy.mapsSpaces { acts |= Policy.space }
    self.acts = acts
  }

  /// The kind of change that a character meets here; nil stands for ill-formed bytes.
  func kind(of scalar: UInt32?) -> EditKind {
    guard let scalar else { return .repaired }
    let facts = policy[scalar]
    if facts & TextClasses.Policy.lineEnd != 0 { return .lineEnds }
    if facts & TextClasses.Policy.space != 0 { return .spaces }
    return facts & TextClasses.Policy.control != 0 ? .controls : .invisibles
  }

  func run(
    _ input: Bytes, _ chunks: inout ByteChunks, into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) -> Findings {
    guard let base = input.baseAddress, input.count > 0 else { return Findings() }
    var pass = Pass(sanitizer: self, base: base, end: input.count)
    let isUntidy = try chunks.forEachBlock(of: input, attention) { (block, start, isWellFormed) throws(TamisError) in
      // Nothing more to find out, and nothing to change.
      let isBeyondASCII = block.attention & ~block.non_ascii == 0
      if isWellFormed, isBeyondASCII, acts == 0, pass.findings.mayNeedNormalization { return }
      if block.attention != 0 { try pass.visit(block.attention, start, &output, &edits) }
    }
    let last = base[input.count - 1]
    let endsInSpace = last == UInt8(ascii: " ") || last == UInt8(ascii: "\n")
    if isUntidy || endsInSpace { pass.findings.hasUntidySpaces = true }
    // NFKC_Casefold changes capitals, which nothing here looks at.
    if form == .nfkcCasefold { pass.findings.mayNeedNormalization = true }
    try output.finish(base, input.count)
    return pass.findings
  }
}

extension Sanitizer {
  /// The state of one pass over one text.
  fileprivate struct Pass {
    let sanitizer: Sanitizer
    let base: UnsafePointer<UInt8>
    let end: Int
    var findings = Findings()
    var walk = AttentionWalk()
    var marks = Settledness.Marks()

    init(sanitizer: Sanitizer, base: UnsafePointer<UInt8>, end: Int) {
      self.sanitizer = sanitizer
      self.base = base
      self.end = end
    }

    /// Looks at the places that `attention` marks in the block that starts at `start`.
    mutating func visit(
      _ attention: UInt64, _ start: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      var bits = attention
      while let place = walk.next(&bits, start) {
        if base[place] < 0x80 {
          try visitControl(place, &output, &edits)
        } else {
          try visitCharacter(walk.characterStart(base, place), &output, &edits)
        }
      }
    }

    private mutating func visitControl(
      _ place: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      walk.seen = place + 1
      let byte = base[place]
      if byte == UInt8(ascii: "\t") {
        findings.hasUntidySpaces = true
        return
      }
      let isLineEnd = byte >= 0x0B && byte <= 0x0D
      if isLineEnd {
        guard sanitizer.acts & TextClasses.Policy.lineEnd != 0 else { return }
        let isPair = byte == 0x0D && place + 1 < end && base[place + 1] == UInt8(ascii: "\n")
        if isPair { walk.seen += 1 }
        try putLineFeed(ByteSpan(place, walk.seen), &output, &edits)
      } else if sanitizer.acts & TextClasses.Policy.control != 0 {
        edits.controls += 1
        try output.remove(ByteSpan(place, walk.seen), of: base)
      }
    }

    @inline(__always)
    private mutating func visitCharacter(
      _ start: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      let scalar = decodeMultibyteScalar(base, start, end)
      let span = ByteSpan(start, start + scalar.length)
      walk.seen = span.end
      let facts = sanitizer.policy[scalar.value]
      if facts & sanitizer.acts != 0 || !scalar.isWellFormed {
        return try change(scalar, facts & sanitizer.acts, span, &output, &edits)
      }
      guard facts & TextClasses.Policy.unsettled != 0, !findings.mayNeedNormalization else { return }
      // Behind a removed character the neighbour is not the byte before.
      let isBehindEdit = start > 0 && output.consumed == start
      if sanitizer.form != .nfc || isBehindEdit
        || !sanitizer.settledness.isSettled(scalar.value, span, behind: base, &marks) {
        findings.mayNeedNormalization = true
      }
    }

    private mutating func putLineFeed(
      _ span: ByteSpan, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      edits.lineEnds += 1
      var lineFeed = UInt8(ascii: "\n")
      try output.replace(span, of: base, with: &lineFeed, count: 1)
    }

    private mutating func change(
      _ scalar: DecodedScalar, _ facts: UInt16, _ span: ByteSpan, _ output: inout StageOutput,
      _ edits: inout EditCounts
    ) throws(TamisError) {
      typealias Policy = TextClasses.Policy
      if !scalar.isWellFormed {
        edits.repaired += 1
        try replaceIllFormed(span, &output)
      } else if facts & Policy.lineEnd != 0 {
        try putLineFeed(span, &output, &edits)
      } else if facts & Policy.space != 0 {
        edits.spaces += 1
        var blank = UInt8(ascii: " ")
        try output.replace(span, of: base, with: &blank, count: 1)
      } else if facts & Policy.control != 0 {
        edits.controls += 1
        try output.remove(span, of: base)
      } else if facts & Policy.joiner == 0 || !joinsBefore(span.start, output) {
        edits.invisibles += 1
        try output.remove(span, of: base)
        // For the stage that joins lines, which would put a blank there.
        let isAtLineEnd = span.end < end && (base[span.end] == 0x0A || base[span.end] == 0x0D)
        if isAtLineEnd && facts & Policy.softHyphen != 0 { try output.noteBrokenWord() }
      }
    }

    private func replaceIllFormed(_ span: ByteSpan, _ output: inout StageOutput) throws(TamisError) {
      try withReplacementCharacter { (bytes) throws(TamisError) in
        try output.replace(span, of: base, with: bytes, count: 3)
      }
    }

    /// Whether what is kept before `place` ends with a character that a joiner can act on, marks on it passed over: their
    /// order is not settled yet, and cleaning twice must do what cleaning once does.
    private func joinsBefore(_ place: Int, _ output: borrowing StageOutput) -> Bool {
      var marks = 0
      if let facts = lastStarter(in: base, from: output.consumed, to: place, &marks) {
        return facts & TextClasses.Policy.joins != 0
      }
      guard let written = output.bytes.view.baseAddress else { return false }
      let facts = lastStarter(in: written, from: 0, to: output.bytes.count, &marks)
      return (facts ?? 0) & TextClasses.Policy.joins != 0
    }

    /// The facts of the last character of a stretch that is not a mark; nil if there is none. After 32 marks it is taken
    /// that nothing joins, so that no text makes this walk back again and again.
    private func lastStarter(
      in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, _ marks: inout Int
    ) -> UInt16? {
      var p = end
      while p > start {
        let before = scalarStart(before: p, in: bytes, from: start)
        let facts = sanitizer.policy[decodeScalar(bytes, before, p).value]
        if facts & TextClasses.Policy.mark == 0 { return facts }
        marks += 1
        if marks > 32 { return 0 }
        p = before
      }
      return nil
    }
  }
}

/// Lends the three bytes of U+FFFD.
func withReplacementCharacter(_ body: (UnsafePointer<UInt8>) throws(TamisError) -> Void) throws(TamisError) {
  var bytes: (UInt8, UInt8, UInt8) = (0xEF, 0xBF, 0xBD)
  try withUnsafePointer(to: &bytes) { (pointer) throws(TamisError) in
    try pointer.withMemoryRebound(to: UInt8.self, capacity: 3) { (first) throws(TamisError) in try body(first) }
  }
}
