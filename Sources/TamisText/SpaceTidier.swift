import CByteScan
import TamisBase

/// The last stage: every run of blanks, tabs and line feeds becomes one blank, one or two line feeds, or nothing at the ends
/// of the text. Other space characters have become blanks in the first stage, so ASCII is all there is to look at.
struct SpaceTidier {
  func run(
    _ input: Bytes, _ chunks: inout ByteChunks, into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    guard let base = input.baseAddress else { return }
    var pass = Pass(base: base, end: input.count)
    var spaces = SpaceScan()
    try chunks.forEachBlock(of: input) { (block, start) throws(TamisError) in
      // Of the controls only tabs are of interest; the run that they stand in decides.
      try pass.visit(spaces.untidy(block) | block.control, start, &output, &edits)
    }
    try pass.visitEnd(&output, &edits)
    try output.finish(base, input.count)
  }
}

extension SpaceTidier {
  fileprivate struct Pass {
    let base: UnsafePointer<UInt8>
    let end: Int
    var seen = 0

    init(base: UnsafePointer<UInt8>, end: Int) {
      self.base = base
      self.end = end
    }

    mutating func visit(
      _ attention: UInt64, _ start: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      var bits = attention
      while true {
        if seen > start { bits = seen - start >= 64 ? 0 : bits & (~0 << UInt64(seen - start)) }
        guard bits != 0 else { return }
        let place = start + bits.trailingZeroBitCount
        if isBlank(base[place]) { try tidyRun(at: place, &output, &edits) } else { seen = place + 1 }
      }
    }

    /// A run at the end of the text that begins with a single blank or line feed shows no untidy place.
    mutating func visitEnd(_ output: inout StageOutput, _ edits: inout EditCounts) throws(TamisError) {
      guard end > seen, isBlank(base[end - 1]) else { return }
      try tidyRun(at: end - 1, &output, &edits)
    }

    private mutating func tidyRun(
      at place: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      var start = place
      while start > output.consumed && isBlank(base[start - 1]) { start -= 1 }
      var lineFeeds = 0
      var p = start
      while p < end, isBlank(base[p]) {
        if base[p] == UInt8(ascii: "\n") { lineFeeds += 1 }
        p += 1
      }
      seen = p
      try put(ByteSpan(start, p), lineFeeds, &output, &edits)
    }

    private func put(
      _ run: ByteSpan, _ lineFeeds: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      let isAtBorder = run.start == 0 || run.end == end
      let byte = lineFeeds == 0 ? UInt8(ascii: " ") : UInt8(ascii: "\n")
      let count = isAtBorder ? 0 : max(1, min(lineFeeds, 2))
      let isTidy = run.count == count && base[run.start] == byte && base[run.end - 1] == byte
      guard !isTidy else { return }
      edits.spaces += 1
      var replacement = (byte, byte)
      try withUnsafeBytes(of: &replacement) { (bytes) throws(TamisError) in
        try output.replace(run, of: base, with: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: count)
      }
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
    }
  }
}
