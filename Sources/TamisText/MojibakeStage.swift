import CByteScan
import TamisBase

/// The stage before all others: text whose UTF-8 was once read as another encoding, and written down as that.
///
/// One run takes one misreading back; the caller runs it until it changes nothing. A line is looked at closely when a
/// sequence in it has an oddity. In a line a stretch is what lies between characters that no sequence of the page
/// holds: text that was misread consists of sequences and ASCII only. It is repaired when its points are enough, see
/// ``MojibakeEvidence``.
struct MojibakeStage: Sendable {
  private let tables: MojibakeTables

  struct Workspace: ~Copyable {
    fileprivate var words = GrowableBuffer<UInt64>()
    fileprivate var stretches = GrowableBuffer<Stretch>()
  }

  /// A span to be repaired, in half the memory: a line may be as long as a document, and be all of these.
  fileprivate struct Stretch: BitwiseCopyable {
    private let start: UInt32
    private let end: UInt32

    init(_ start: Int, _ end: Int) {
      self.start = UInt32(truncatingIfNeeded: start)
      self.end = UInt32(truncatingIfNeeded: end)
    }

    var span: ByteSpan { ByteSpan(Int(start), Int(end)) }
  }

  private static let chunkBytes = 4096

  init() throws(TamisError) {
    tables = try MojibakeTables.shared()
  }

  /// Any bytes will do; ill-formed ones end a stretch and stay as they are.
  func run(
    _ input: Bytes, _ workspace: inout Workspace, into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    guard let base = input.baseAddress else { return }
    let evidence = MojibakeEvidence(tables: tables, base: base)
    workspace.words.removeAll()
    let words = try workspace.words.spare(Self.chunkBytes / 64)
    var seen = 0
    var chunk = 0
    while chunk < input.count {
      let end = min(chunk + Self.chunkBytes, input.count)
      if mojibake_scan(base, input.count, chunk, end, words) != 0 {
        for index in 0..<(end - chunk + 63) >> 6 where words[index] != 0 {
          var bits = words[index]
          while bits != 0 {
            let place = chunk + index << 6 + bits.trailingZeroBitCount
            bits &= bits - 1
            guard place >= seen, isSuspicious(place, from: seen, input.count, evidence) else { continue }
            let line = self.line(around: place, from: seen, input)
            try mend(line, evidence, &workspace, &output, &edits)
            seen = line.end
          }
        }
      }
      chunk = end
    }
    try output.finish(base, input.count)
  }

  private func line(around place: Int, from start: Int, _ input: Bytes) -> ByteSpan {
    var line = ByteSpan(place, place)
    while line.start > start, input[line.start - 1] != UInt8(ascii: "\n") { line.start -= 1 }
    while line.end < input.count, input[line.end] != UInt8(ascii: "\n") { line.end += 1 }
    return line
  }

  /// Whether the character at `place` continues a sequence that has an oddity, or another sequence right behind it.
  private func isSuspicious(_ place: Int, from start: Int, _ end: Int, _ evidence: MojibakeEvidence) -> Bool {
    let base = evidence.base
    let lead = scalarStart(before: place, in: base, from: max(start, place - 4))
    let first = decodeScalar(base, lead, end)
    guard first.isWellFormed, lead + first.length == place else { return false }
    let second = decodeScalar(base, place, end)
    let bytes = tables.bytes(first.value)
    var pages = bytes.leads & tables.bytes(second.value).continuations
    guard pages != 0 else { return false }
    // Ukrainian has a small letter and `і` in every line: their sequence would be of three, and the third is missing.
    let next = place + second.length
    let third = next < end && evidence.base[next] >= 0x80
      ? tables.bytes(decodeMultibyteScalar(evidence.base, next, end).value).continuations : 0
    pages &= bytes.twoByteLeads | third
    while pages != 0 {
      let index = pages.trailingZeroBitCount
      pages &= pages - 1
      guard let page = MojibakePage(rawValue: index),
        let found = evidence.sequence(at: lead, end, page)
      else { continue }
      let before = evidence.scalar(before: lead, from: start)
      let after = evidence.scalar(at: found.span.end, end)
      var points = evidence.points(found, before: before, after: after, context: before)
      if points <= 0, evidence.sequence(at: found.span.end, end, page) != nil { points += MojibakeEvidence.neighbor }
      if points > 0 { return true }
    }
    return false
  }

  /// Repairs the line by the page that explains most of it.
  private func mend(
    _ line: ByteSpan, _ evidence: MojibakeEvidence, _ workspace: inout Workspace, _ output: inout StageOutput,
    _ edits: inout EditCounts
  ) throws(TamisError) {
    var best: MojibakePage?
    var most = 0
    for page in MojibakePage.allCases {
      let explained = try walk(line, page, evidence, &workspace.stretches)
      if explained > most { (best, most) = (page, explained) }
    }
    guard let best else { return }
    _ = try walk(line, best, evidence, &workspace.stretches)
    let stretches = workspace.stretches.view
    if stretches.count == 1, evidence.isDoubtful(stretches[0].span, in: line, best) { return }
    for stretch in workspace.stretches.view { try repair(stretch.span, line.end, best, evidence, &output, &edits) }
  }

  /// Fills `stretches` with those of the line that are to be repaired by `page`; returns how many characters they
  /// explain.
  private func walk(
    _ line: ByteSpan, _ page: MojibakePage, _ evidence: MojibakeEvidence, _ stretches: inout GrowableBuffer<Stretch>
  ) throws(TamisError) -> Int {
    stretches.removeAll()
    var walk = Walk(line)
    let base = evidence.base
    var p = line.start
    while p < line.end {
      if base[p] < 0x80 {
        p += 1
      } else if let found = evidence.sequence(at: p, line.end, page) {
        walk.take(found, evidence)
        p = found.span.end
      } else if let found = evidence.lossySequence(at: p, line.end, page) {
        walk.takeLossy(found)
        p = found.span.end
      } else {
        let scalar = decodeMultibyteScalar(base, p, line.end)
        try walk.stop(ByteSpan(p, p + scalar.length), tables.facts(scalar.value), &stretches)
        p += scalar.length
      }
    }
    try walk.close(&stretches)
    return walk.explained
  }

  private func repair(
    _ stretch: ByteSpan, _ lineEnd: Int, _ page: MojibakePage, _ evidence: MojibakeEvidence,
    _ output: inout StageOutput, _ edits: inout EditCounts
  ) throws(TamisError) {
    var p = stretch.start
    while p < stretch.end {
      let found = evidence.base[p] < 0x80 ? nil
        : evidence.sequence(at: p, lineEnd, page) ?? evidence.lossySequence(at: p, lineEnd, page)
      guard let found else {
        p += 1
        continue
      }
      edits.mojibake += 1
      try put(found, evidence.base, &output)
      p = found.span.end
    }
  }

  private func put(
    _ found: MojibakeSequence, _ base: UnsafePointer<UInt8>, _ output: inout StageOutput
  ) throws(TamisError) {
    var bytes: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    try withUnsafeMutablePointer(to: &bytes) { (pointer) throws(TamisError) in
      try pointer.withMemoryRebound(to: UInt8.self, capacity: 4) { (first) throws(TamisError) in
        let count = encodeScalar(found.target, to: first)
        try output.replace(found.span, of: base, with: first, count: count)
      }
    }
  }
}

extension MojibakeStage {
  /// One walk over one line by one page: the open stretch, and how many characters are explained in those that had
  /// points enough.
  fileprivate struct Walk {
    /// A stretch as far as it goes.
    private struct Open {
      var end: Int
      var points = 0
      var sequences = 0
      var characters = 0
      /// Its ends that stand right beside a character that has no part in any sequence.
      var strangersBeside = 0
    }

    private let line: ByteSpan
    private(set) var explained = 0
    private var start = 0
    /// The open stretch; and how it was when it ended with a sequence that did not speak against it, and before the
    /// last. Real text beside a broken sentence may begin or end with what happens to be a sequence: Ukrainian `Ні`.
    private var open: Open
    private var sure: Open
    private var beforeLast: Open
    private var lastPoints = 0
    private var lastTarget: UInt32 = 0
    /// What stands right before, if it belongs to nothing: its end, and what it costs to stand beside it.
    private var strangerEnd = -1
    private var strangerCost = 0
    /// Where a stretch begins that has lossy sequences only so far.
    private var pendingStart = -1

    init(_ line: ByteSpan) {
      self.line = line
      open = Open(end: -1)
      sure = open
      beforeLast = open
    }

    mutating func take(_ found: MojibakeSequence, _ evidence: MojibakeEvidence) {
      let before = evidence.scalar(before: found.span.start, from: line.start)
      let after = evidence.scalar(at: found.span.end, line.end)
      let isNeighbor = open.end == found.span.start
      var points = evidence.points(found, before: before, after: after, context: isNeighbor ? lastTarget : before)
      if isNeighbor { points += evidence.neighborPoints(lastTarget, found.target) }
      if strangerEnd == found.span.start, strangerCost == MojibakeEvidence.besideLetter, points <= 0 {
        // The end of a real word, with the letters before it.
        strangerEnd = found.span.end
        return
      }
      if open.sequences == 0 || (sure.sequences == 0 && !isNeighbor) { begin(found.span.start) }
      beforeLast = sure
      if strangerEnd == found.span.start { add(stranger: strangerCost) }
      open.points += points
      open.sequences += 1
      open.characters += found.count
      open.end = found.span.end
      (lastPoints, lastTarget, pendingStart) = (points, found.target, -1)
      if points >= 0 || isNeighbor { sure = open }
    }

    private mutating func begin(_ place: Int) {
      start = pendingStart < 0 ? place : pendingStart
      open = Open(end: -1)
      sure = open
    }

    /// A sequence whose no-break space is lost has a part in what stands on both sides of it; `à` may be the last.
    mutating func takeLossy(_ found: MojibakeSequence) {
      if open.sequences == 0 {
        if pendingStart < 0 { pendingStart = found.span.start }
      } else if found.target == 0xE0 {
        let isSure = sure.end == open.end
        open.end = found.span.end
        if isSure { sure = open }
        lastTarget = found.target
      }
    }

    /// A character that the page does not explain ends the stretch.
    mutating func stop(
      _ span: ByteSpan, _ facts: MojibakeFacts, _ stretches: inout GrowableBuffer<Stretch>
    ) throws(TamisError) {
      strangerCost = facts.isLetter ? MojibakeEvidence.besideLetter
        : facts.kind == .joiner ? 0 : MojibakeEvidence.besideOther
      strangerEnd = span.end
      if open.sequences > 0, open.end == span.start {
        // Here the last sequence is the beginning of a real word.
        if facts.isLetter && lastPoints <= 0 { sure = beforeLast } else if sure.end == open.end { endBesideStranger() }
      }
      try close(&stretches)
    }

    private mutating func endBesideStranger() {
      add(stranger: strangerCost)
      sure = open
    }

    private mutating func add(stranger cost: Int) {
      open.points += cost
      open.strangersBeside += 1
    }

    mutating func close(_ stretches: inout GrowableBuffer<Stretch>) throws(TamisError) {
      // One sequence in quotes that were not misread is a text that speaks of mojibake.
      let isQuoted = sure.sequences == 1 && sure.strangersBeside == 2
      if sure.sequences > 0, sure.points >= MojibakeEvidence.enough, !isQuoted {
        explained += sure.characters
        try stretches.append(Stretch(start, sure.end))
      }
      open = Open(end: -1)
      sure = open
      pendingStart = -1
    }
  }
}
