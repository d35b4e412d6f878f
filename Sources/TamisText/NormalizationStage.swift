import TamisBase
import TamisICU

/// The middle stage: the wanted normalisation form. Only stretches that may change go through ICU.
///
/// A stretch is a character that is settled on its own and the unsettled ones behind it (quick check not "yes", or a
/// combining class), up to the next one with a boundary before it: settled ones have it, as nothing with quick check "yes"
/// and combining class zero interacts with what stands before it (UAX #15, section 9), and some unsettled ones too.
struct NormalizationStage: Sendable {
  private let form: NormalizationForm
  let classes: TextClasses
  private let normalizer: Normalizer

  /// Scratch for stretches in UTF-16 and for marks being sorted.
  struct Workspace: ~Copyable {
    var scalars = GrowableBuffer<UInt32>()
    var sorted = GrowableBuffer<UInt32>()
    var source = GrowableBuffer<UInt16>()
    var result = GrowableBuffer<UInt16>()
    var bytes = ByteBuffer()
  }

  init(_ form: NormalizationForm, _ classes: TextClasses) throws(TamisError) {
    self.form = form
    self.classes = classes
    normalizer = try Normalizer(form)
  }

  /// - Precondition: `input` is well-formed UTF-8.
  func run(
    _ input: Bytes, _ chunks: inout ByteChunks, _ workspace: inout Workspace, into output: inout StageOutput,
    counting edits: inout EditCounts
  ) throws(TamisError) {
    guard let base = input.baseAddress else { return }
    let end = input.count
    let policy = classes.policy
    var walk = AttentionWalk()
    _ = try chunks.forEachBlock(of: input, classes.attention) { (block, start, _) throws(TamisError) in
      var bits = block.attention
      // NFKC_Casefold lowers capitals: everything is looked at.
      if form == .nfkcCasefold { bits = ~0 }
      while let place = walk.next(&bits, start), place < end {
        let p = walk.characterStart(base, place)
        if form == .nfc, end - p >= 3, isHangulLead(base + p), p >= output.consumed {
          let seen = try composeHangul(base, p, end, &output, &edits)
          walk.seen = seen > p ? seen : p + 3
          continue
        }
        let scalar = decodeScalar(base, p, end)
        walk.seen = p + scalar.length
        guard policy[scalar.value] & TextClasses.Policy.unsettled != 0 else { continue }
        if form == .nfc {
          let seen = try composePair(base, scalar, p, end, &output, &edits)
          if seen >= 0 {
            walk.seen = seen
            continue
          }
        }
        let isApart = p <= output.consumed || hasBoundaryBefore(scalar.value)
        let first = isApart ? p : scalarStart(before: p, in: base, from: output.consumed)
        let stretch = try readStretch(base, first, p + scalar.length, end, &workspace)
        walk.seen = stretch.span.end
        try settle(base, stretch, &workspace, &output, &edits)
      }
    }
    try output.finish(base, end)
  }

  func hasBoundaryBefore(_ scalar: UInt32) -> Bool {
    classes.normalization[scalar] & TextClasses.Normalization.boundaryBefore != 0
  }

  /// A stretch and what the quick checks know of it.
  private struct Stretch {
    var span: ByteSpan
    /// Marks are in canonical order.
    var isOrdered = true
    /// All characters' facts together.
    var facts: UInt16 = 0

    /// In the form already.
    var isNormalized: Bool { isOrdered && facts & TextClasses.Normalization.notYes == 0 }
    /// Every character is its own canonical decomposition, so that ordering and composing are all there is to do.
    var isDecomposed: Bool { facts & TextClasses.Normalization.decomposes == 0 }
  }

  /// Decodes the stretch that begins at `start` into `scalars`. Its first characters end at `certain`; those behind belong
  /// to it as long as they are unsettled and have no boundary before them.
  private func readStretch(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ certain: Int, _ end: Int, _ workspace: inout Workspace
  ) throws(TamisError) -> Stretch {
    let policy = classes.policy
    let normalization = classes.normalization
    workspace.scalars.removeAll()
    var stretch = Stretch(span: ByteSpan(start, start))
    var last: UInt16 = 0
    while stretch.span.end < end {
      let scalar = decodeScalar(base, stretch.span.end, end)
      let facts = normalization[scalar.value]
      if stretch.span.end >= certain {
        let isSettled = policy[scalar.value] & TextClasses.Policy.unsettled == 0
        if isSettled || facts & TextClasses.Normalization.boundaryBefore != 0 { break }
      }
      let order = facts & TextClasses.Normalization.combiningClass
      if order != 0 && order < last { stretch.isOrdered = false }
      stretch.facts |= facts
      last = order
      try workspace.scalars.append(scalar.value)
      stretch.span.end += scalar.length
    }
    return stretch
  }

  private func settle(
    _ base: UnsafePointer<UInt8>, _ stretch: Stretch, _ workspace: inout Workspace, _ output: inout StageOutput,
    _ edits: inout EditCounts
  ) throws(TamisError) {
    guard !stretch.isNormalized else { return }
    if !stretch.isOrdered { try orderMarks(&workspace) }
    if stretch.isDecomposed && form == .nfc {
      compose(&workspace.scalars)
      try encode(&workspace)
    } else {
      try normalizeByICU(&workspace)
    }
    try putChange(base, stretch.span, workspace.bytes.view, &output, &edits)
  }

  /// Replaces what changed of the stretch: characters that stayed as they were at either end do not belong to the edit. The
  /// first may be the line feed before a lone mark.
  private func putChange(
    _ base: UnsafePointer<UInt8>, _ stretch: ByteSpan, _ result: Bytes, _ output: inout StageOutput,
    _ edits: inout EditCounts
  ) throws(TamisError) {
    let before = Bytes(start: base + stretch.start, count: stretch.count)
    let head = commonPrefix(before, result)
    guard let bytes = result.baseAddress, head < before.count || head < result.count else { return }
    let tail = commonSuffix(before, result, limit: min(before.count, result.count) - head)
    edits.normalized += 1
    try output.replace(
      ByteSpan(stretch.start + head, stretch.end - tail), of: base, with: bytes + head,
      count: result.count - head - tail)
  }

  /// Joins what belongs together, in place (UAX #15, section 1.3; Unicode 15.0, D117). The scalars are decomposed and in
  /// canonical order. On NFD text this made the stage 4 to 10 times as fast as handing each stretch to ICU.
  private func compose(_ scalars: inout GrowableBuffer<UInt32>) {
    let list = scalars.elements
    var kept = 0
    var starter = -1
    var last: UInt16 = 0
    for place in 0..<list.count {
      let scalar = list[place]
      let order = combiningClass(scalar)
      let isNext = starter == kept - 1
      // Blocked by a mark of the same class or a higher one in between, or, for a letter, by anything in between.
      if starter >= 0, isNext || (order != 0 && last < order),
        let joined = classes.compositions.compose(list[starter], scalar) {
        list[starter] = joined
        continue
      }
      if order == 0 { starter = kept }
      last = order
      list[kept] = scalar
      kept += 1
    }
    scalars.truncate(to: kept)
  }

  private func encode(_ workspace: inout Workspace) throws(TamisError) {
    workspace.bytes.removeAll()
    let room = try workspace.bytes.spare(workspace.scalars.count * 4)
    var written = 0
    for scalar in workspace.scalars.view { written += encodeScalar(scalar, to: room + written) }
    workspace.bytes.commit(written)
  }

  private func normalizeByICU(_ workspace: inout Workspace) throws(TamisError) {
    workspace.source.removeAll()
    for scalar in workspace.scalars.view { try appendUTF16(scalar, &workspace.source) }
    workspace.result.removeAll()
    try normalizer.normalize(workspace.source.view, into: &workspace.result)
    workspace.bytes.removeAll()
    try transcode(workspace.result.view, into: &workspace.bytes)
  }

  /// Brings runs of marks into canonical order, which changes no normal form (Unicode 15.0, D109).
  ///
  /// Short runs by insertion. Of long ones insertion is quadratic: 100,000 marks in the wrong order took ICU seconds; they
  /// go through a stable counting sort by class.
  private func orderMarks(_ workspace: inout Workspace) throws(TamisError) {
    let scalars = workspace.scalars.elements
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, isOrderable(scalars[end]) { end += 1 }
      let marks = UnsafeMutableBufferPointer(rebasing: scalars[start..<end])
      if marks.count > 32 { try sortMarks(marks, &workspace.sorted) } else { insertMarks(marks) }
      start = end + 1
    }
  }

  /// U+0345 is a mark that casefolding turns into a letter before anything is ordered.
  private func isOrderable(_ scalar: UInt32) -> Bool {
    combiningClass(scalar) != 0 && !(form == .nfkcCasefold && scalar == 0x345)
  }

  private func insertMarks(_ marks: UnsafeMutableBufferPointer<UInt32>) {
    guard marks.count > 1 else { return }
    for place in 1..<marks.count {
      var hole = place
      let mark = marks[place]
      while hole > 0, combiningClass(marks[hole - 1]) > combiningClass(mark) {
        marks[hole] = marks[hole - 1]
        hole -= 1
      }
      marks[hole] = mark
    }
  }

  private func sortMarks(
    _ marks: UnsafeMutableBufferPointer<UInt32>, _ sorted: inout GrowableBuffer<UInt32>
  ) throws(TamisError) {
    sorted.removeAll()
    let target = try sorted.spare(marks.count)
    // 255 classes at most; 32-bit counts keep it on the stack.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { places in
      places.initialize(repeating: 0)
      for mark in marks { places[Int(combiningClass(mark))] += 1 }
      var total: UInt32 = 0
      for order in 0..<256 {
        let count = places[order]
        places[order] = total
        total += count
      }
      for mark in marks {
        let order = Int(combiningClass(mark))
        target[Int(places[order])] = mark
        places[order] += 1
      }
    }
    for place in 0..<marks.count { marks[place] = target[place] }
  }

  @inline(__always)
  private func combiningClass(_ scalar: UInt32) -> UInt16 {
    classes.normalization[scalar] & TextClasses.Normalization.combiningClass
  }

  /// Bytes of the whole characters that both start with.
  private func commonPrefix(_ a: Bytes, _ b: Bytes) -> Int {
    let limit = min(a.count, b.count)
    var same = 0
    while same < limit, a[same] == b[same] { same += 1 }
    while same > 0, isContinuation(a, same) || isContinuation(b, same) { same -= 1 }
    return same
  }

  /// Bytes of the whole characters that both end with, `limit` at most.
  private func commonSuffix(_ a: Bytes, _ b: Bytes, limit: Int) -> Int {
    var same = 0
    var whole = 0
    while same < limit, a[a.count - same - 1] == b[b.count - same - 1] {
      same += 1
      if !isContinuation(a, a.count - same) { whole = same }
    }
    return whole
  }

  private func isContinuation(_ bytes: Bytes, _ place: Int) -> Bool {
    place < bytes.count && bytes[place] & 0xC0 == 0x80
  }
}

/// Appends `scalar` as one or two UTF-16 code units.
func appendUTF16(_ scalar: UInt32, _ output: inout GrowableBuffer<UInt16>) throws(TamisError) {
  if scalar < 0x10000 {
    try output.append(UInt16(truncatingIfNeeded: scalar))
  } else {
    let rest = scalar &- 0x10000
    try output.append(UInt16(truncatingIfNeeded: 0xD800 | rest >> 10))
    try output.append(UInt16(truncatingIfNeeded: 0xDC00 | rest & 0x3FF))
  }
}

/// Appends UTF-16 as UTF-8; a lone surrogate, which ICU's normalisers never make of well-formed text, as U+FFFD.
func transcode(_ units: UnsafeBufferPointer<UInt16>, into output: inout ByteBuffer) throws(TamisError) {
  let room = try output.spare(units.count * 3)
  var written = 0
  var i = 0
  while i < units.count {
    let unit = UInt32(units[i])
    var scalar = unit
    i += 1
    if unit & 0xF800 == 0xD800 {
      scalar = 0xFFFD
      if unit < 0xDC00, i < units.count, units[i] & 0xFC00 == 0xDC00 {
        scalar = 0x10000 + (unit & 0x3FF) << 10 + UInt32(units[i] & 0x3FF)
        i += 1
      }
    }
    written += encodeScalar(scalar, to: room + written)
  }
  output.commit(written)
}
