import CByteScan
import TamisBase

/// The last stage: every run of spaces and line feeds becomes one blank, one or two line feeds, or nothing at the ends of
/// the text.
struct SpaceTidier {
  private let table: CodePointTable

  init(_ classes: TextClasses) {
    table = classes.policy
  }

  func run(
    _ input: Bytes, _ chunks: inout ByteChunks, into output: inout StageOutput, counting edits: inout EditCounts
  ) throws(TamisError) {
    guard let base = input.baseAddress else { return }
    var pass = Pass(table: table, base: base, end: input.count)
    var spaces = SpaceScan()
    try chunks.forEachBlock(of: input) { (block, start) throws(TamisError) in
      // Of the controls only tabs and other spaces are of interest, the run that they stand in decides.
      try pass.visit(spaces.untidy(block) | block.non_ascii | block.control, start, &output, &edits)
    }
    try pass.visitEnd(&output, &edits)
    try output.finish(base, input.count)
  }
}

extension SpaceTidier {
  fileprivate struct Pass {
    let table: CodePointTable
    let base: UnsafePointer<UInt8>
    let end: Int
    var seen = 0

    init(table: CodePointTable, base: UnsafePointer<UInt8>, end: Int) {
      self.table = table
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
        if base[place] < 0x80 {
          if isBlankByte(base[place]) { try tidyRun(at: place, &output, &edits) } else { seen = place + 1 }
        } else {
          try visitRun(place, &output, &edits)
        }
      }
    }

    /// Bytes beyond ASCII up to the first space among them.
    private mutating func visitRun(
      _ place: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      var p = place
      while p < end && base[p] >= 0x80 {
        let length = spaceLength(at: p)
        if length > 0 {
          try tidyRun(at: p, &output, &edits)
          return
        }
        p += 1
      }
      seen = p
    }

    /// A run at the end of the text that begins with a single blank or line feed shows no untidy place.
    mutating func visitEnd(_ output: inout StageOutput, _ edits: inout EditCounts) throws(TamisError) {
      guard end > seen, isBlankByte(base[end - 1]) else { return }
      try tidyRun(at: end - 1, &output, &edits)
    }

    private mutating func tidyRun(
      at place: Int, _ output: inout StageOutput, _ edits: inout EditCounts
    ) throws(TamisError) {
      var start = place
      while start > output.consumed && isBlankByte(base[start - 1]) { start -= 1 }
      var lineFeeds = 0
      var p = start
      while p < end {
        if base[p] == UInt8(ascii: "\n") {
          lineFeeds += 1
          p += 1
          continue
        }
        let length = spaceLength(at: p)
        guard length > 0 else { break }
        p += length
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
    private func isBlankByte(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
    }

    /// The bytes of the space character at `p`, line feeds not among them; 0 if there is none.
    @inline(__always)
    private func spaceLength(at p: Int) -> Int {
      let lead = base[p]
      if lead < 0x80 { return lead == UInt8(ascii: " ") || lead == UInt8(ascii: "\t") ? 1 : 0 }
      // Only these lead bytes begin a space: U+00A0, U+1680, U+20xx, U+3000.
      guard lead == 0xC2 || (lead >= 0xE1 && lead <= 0xE3) else { return 0 }
      let scalar = decodeMultibyteScalar(base, p, end)
      return table[scalar.value] & TextClasses.Policy.space != 0 ? scalar.length : 0
    }
  }
}
