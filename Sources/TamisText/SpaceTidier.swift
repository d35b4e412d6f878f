import CByteScan
import TamisBase

/// The last stage: runs of blanks, tabs and line feeds. Other space characters have become blanks in the first stage, so
/// ASCII is all there is to look at.
struct SpaceTidier {
  private let policy: TextPolicy

  init(_ policy: TextPolicy) {
    self.policy = policy
  }

  /// - Parameter scratch: where a run's replacement is put together.
  func run(
    _ input: Bytes, _ chunks: inout ByteChunks, _ scratch: inout ByteBuffer, into output: inout StageOutput,
    counting edits: inout EditCounts
  ) throws(TamisError) {
    guard let base = input.baseAddress else { return }
    let end = input.count
    var walk = AttentionWalk()
    _ = try chunks.forEachBlock(of: input, .sieved) { (block, start, _) throws(TamisError) in
      // Of the controls only tabs are of interest; the run that they stand in decides.
      var bits = block.untidy | block.attention & ~block.non_ascii
      while let place = walk.next(&bits, start) {
        walk.seen = place + 1
        guard isSpace(base[place]) else { continue }
        let run = run(around: place, base, end, from: output.consumed)
        try tidy(run, base, end, &scratch, &output, &edits)
        walk.seen = run.end
      }
    }
    // A run at the end that begins with a single blank or line feed shows no untidy place.
    guard end > walk.seen, isSpace(base[end - 1]) else { return try output.finish(base, end) }
    try tidy(run(around: end - 1, base, end, from: output.consumed), base, end, &scratch, &output, &edits)
    try output.finish(base, end)
  }

  private func run(around place: Int, _ base: UnsafePointer<UInt8>, _ end: Int, from low: Int) -> ByteSpan {
    var run = ByteSpan(place, place)
    while run.start > low, isSpace(base[run.start - 1]) { run.start -= 1 }
    while run.end < end, isSpace(base[run.end]) { run.end += 1 }
    return run
  }

  private func tidy(
    _ run: ByteSpan, _ base: UnsafePointer<UInt8>, _ end: Int, _ scratch: inout ByteBuffer,
    _ output: inout StageOutput, _ edits: inout EditCounts
  ) throws(TamisError) {
    scratch.removeAll()
    let isFirst = run.start == 0
    let isLast = run.end == end
    var p = run.start
    var lineFeeds = 0
    while p < run.end {
      if base[p] == Self.lineFeed {
        p += 1
        let isTooMany = lineFeeds >= 2 || (isFirst && scratch.isEmpty)
        if policy.limitsLineBreaks && isTooMany { continue }
        lineFeeds += 1
        try scratch.append(Self.lineFeed)
        continue
      }
      var blanks = ByteSpan(p, p)
      while blanks.end < run.end, base[blanks.end] != Self.lineFeed { blanks.end += 1 }
      p = blanks.end
      let isAtLineStart = blanks.start > run.start || isFirst
      let isAtLineEnd = blanks.end < run.end || isLast
      if policy.trimsLines && (isAtLineStart || isAtLineEnd) { continue }
      lineFeeds = 0
      try putBlanks(blanks, base, &scratch)
    }
    if isLast && policy.limitsLineBreaks {
      while !scratch.isEmpty, scratch[scratch.count - 1] == Self.lineFeed { scratch.truncate(to: scratch.count - 1) }
    }
    guard !isSame(scratch.view, base, run) else { return }
    edits.spaces += 1
    try output.replace(run, of: base, with: scratch.view.baseAddress, count: scratch.count)
  }

  private func putBlanks(
    _ blanks: ByteSpan, _ base: UnsafePointer<UInt8>, _ scratch: inout ByteBuffer
  ) throws(TamisError) {
    let start = scratch.count
    for place in blanks.start..<blanks.end {
      try scratch.append(policy.mapsTabs ? Self.blank : base[place])
    }
    guard policy.collapsesSpaces, blanks.count > 1 else { return }
    // A run with a blank in it becomes a blank, one of tabs alone a tab.
    var kept = Self.tab
    for place in start..<scratch.count where scratch[place] == Self.blank { kept = Self.blank }
    scratch.truncate(to: start)
    try scratch.append(kept)
  }

  private func isSame(_ a: Bytes, _ base: UnsafePointer<UInt8>, _ run: ByteSpan) -> Bool {
    guard a.count == run.count else { return false }
    for place in 0..<a.count where a[place] != base[run.start + place] { return false }
    return true
  }

  @inline(__always)
  private func isSpace(_ byte: UInt8) -> Bool {
    byte == Self.blank || byte == Self.lineFeed || byte == Self.tab
  }

  private static let blank = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")
  private static let lineFeed = UInt8(ascii: "\n")
}
