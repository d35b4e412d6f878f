import TamisBase
import TamisICU

/// The middle stage: the wanted normalisation form. Only stretches that may change go through ICU.
///
/// A stretch is a character that is settled on its own and the unsettled ones behind it (quick check not "yes", or a
/// combining class), up to the next one with a boundary before it: settled ones have it, as nothing with quick check "yes"
/// and combining class zero interacts with what stands before it (UAX #15, section 9), and some unsettled ones too.
struct NormalizationStage: Sendable {
  private let form: NormalizationForm
  private let classes: TextClasses
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
    var seen = 0
    try chunks.forEachBlock(of: input) { (block, start) throws(TamisError) in
      // NFKC_Casefold lowers capitals and drops nothing else of ASCII.
      var bits = form == .nfkcCasefold ? block.non_ascii | block.upper : block.non_ascii
      while true {
        if seen > start { bits = seen - start >= 64 ? 0 : bits & (~0 << UInt64(seen - start)) }
        guard bits != 0 else { return }
        let place = start + bits.trailingZeroBitCount
        seen = try visitRun(base, place, end, &workspace, &output, &edits)
      }
    }
    try output.finish(base, end)
  }

  /// Looks at characters from `place` on and settles the first stretch that is not; returns the offset behind what it saw.
  private func visitRun(
    _ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int, _ workspace: inout Workspace, _ output: inout StageOutput,
    _ edits: inout EditCounts
  ) throws(TamisError) -> Int {
    let table = classes.policy
    let unsettled = TextClasses.Policy.unsettled(form)
    var p = place
    while p < end {
      let scalar = decodeScalar(base, p, end)
      if table[scalar.value] & unsettled != 0 {
        let isApart = hasBoundaryBefore(scalar.value) || p <= output.consumed
        let start = isApart ? p : scalarStart(before: p, in: base, from: output.consumed)
        let stop = stretchEnd(base, p + scalar.length, end)
        try settle(base, ByteSpan(start, stop), &workspace, &output, &edits)
        return stop
      }
      p += scalar.length
      if p < end && base[p] < 0x80 { break }
    }
    return p
  }

  private func stretchEnd(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
    let unsettled = TextClasses.Policy.unsettled(form)
    var p = from
    while p < end {
      let scalar = decodeScalar(base, p, end)
      if classes.policy[scalar.value] & unsettled == 0 || hasBoundaryBefore(scalar.value) { break }
      p += scalar.length
    }
    return p
  }

  private func hasBoundaryBefore(_ scalar: UInt32) -> Bool {
    classes.boundaries[scalar] & TextClasses.boundaryBefore(form) != 0
  }

  private func settle(
    _ base: UnsafePointer<UInt8>, _ stretch: ByteSpan, _ workspace: inout Workspace, _ output: inout StageOutput,
    _ edits: inout EditCounts
  ) throws(TamisError) {
    guard try !isNormalized(base, stretch, &workspace) else { return }
    try orderMarks(&workspace)
    workspace.source.removeAll()
    for scalar in workspace.scalars.view { try appendUTF16(scalar, &workspace.source) }
    workspace.result.removeAll()
    try normalizer.normalize(workspace.source.view, into: &workspace.result)
    workspace.bytes.removeAll()
    try transcode(workspace.result.view, into: &workspace.bytes)
    try putChange(base, stretch, workspace.bytes.view, &output, &edits)
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

  /// Decodes the stretch into `scalars`; true if the quick check says that it is in the form already.
  private func isNormalized(
    _ base: UnsafePointer<UInt8>, _ stretch: ByteSpan, _ workspace: inout Workspace
  ) throws(TamisError) -> Bool {
    let notYes = TextClasses.Normalization.notYes(form)
    workspace.scalars.removeAll()
    var p = stretch.start
    var last: UInt16 = 0
    var isSettled = true
    while p < stretch.end {
      let scalar = decodeScalar(base, p, stretch.end)
      let facts = classes.normalization[scalar.value]
      let order = facts & TextClasses.Normalization.combiningClass
      isSettled = isSettled && facts & notYes == 0 && (order == 0 || order >= last)
      last = order
      try workspace.scalars.append(scalar.value)
      p += scalar.length
    }
    return isSettled
  }

  /// Brings long runs of marks into canonical order, which changes no normal form.
  ///
  /// ICU inserts each mark in its place by walking back: 100,000 marks in the wrong order took it seconds. A stable
  /// counting sort by class is linear. Short runs are left to ICU.
  private func orderMarks(_ workspace: inout Workspace) throws(TamisError) {
    let scalars = workspace.scalars.elements
    guard scalars.count > 64 else { return }
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, combiningClass(scalars[end]) != 0 { end += 1 }
      if end - start > 64 {
        try sortMarks(UnsafeMutableBufferPointer(rebasing: scalars[start..<end]), &workspace.sorted)
      }
      start = end + 1
    }
  }

  private func sortMarks(
    _ marks: UnsafeMutableBufferPointer<UInt32>, _ sorted: inout GrowableBuffer<UInt32>
  ) throws(TamisError) {
    sorted.removeAll()
    let target = try sorted.spare(marks.count)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 257) { places in
      places.initialize(repeating: 0)
      for mark in marks { places[Int(combiningClass(mark)) + 1] += 1 }
      for order in 1...256 { places[order] += places[order - 1] }
      for mark in marks {
        let order = Int(combiningClass(mark))
        target[places[order]] = mark
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
