import CTamis
import Tamis

extension ArrowRows {
  /// The column of blocks: a list of structs.
  func blocks(_ root: ArrowExport) throws(Failure) {
    let list = try root.child(columns.place(.blocks), buffers: 2, children: 1)
    try markBlockLists(list)
    var number = 0
    for piece in pieces.indices { number += pieces[piece].blocks.count }
    var ends = try ListWriter(list, lists: count, items: number)
    let block = try list.child(0, buffers: 1, children: 7)
    block.set(length: number)
    var columns = try BlockColumns(block, blocks: number, sentences: sentenceTotal, self)
    for piece in pieces.indices {
      let blocks = pieces[piece].blocks.view
      let sentences = pieces[piece].sentences.view
      var (first, firstSentence) = (0, 0)
      for row in pieces[piece].rows.view {
        for block in blocks[first..<first + row.blockCount] { columns.add(block, sentences, from: firstSentence) }
        ends.add(row.blockCount)
        first += row.blockCount
        firstSentence += row.sentenceCount
      }
    }
  }

  private var sentenceTotal: Int {
    pieces.indices.reduce(0) { $0 + pieces[$1].sentences.count }
  }

  /// How long the names of all kinds are, and how many reasons there are and how long theirs.
  fileprivate func nameTotals() -> (kinds: Int, reasons: Int, reasonBytes: Int) {
    var totals = (kinds: 0, reasons: 0, reasonBytes: 0)
    for piece in pieces.indices {
      for block in pieces[piece].blocks.view {
        totals.kinds += block.verdict.kind.name.utf8CodeUnitCount
        for place in 0..<block.verdict.reasons.count {
          guard let reason = block.verdict.reasons[place] else { continue }
          totals.reasons += 1
          totals.reasonBytes += reason.name.utf8CodeUnitCount
        }
      }
    }
    return totals
  }
}

/// The fields of the struct, in the order of ``ArrowColumns``.
private struct BlockColumns {
  private var sources: SpanWriter
  private var cleaned: SpanWriter
  private let isInText: UnsafeMutablePointer<UInt8>
  private let keeps: UnsafeMutablePointer<UInt8>
  private var kinds: TextWriter
  private let scores: UnsafeMutablePointer<Float>
  private var reasonEnds: ListWriter
  private var reasons: TextWriter
  private var sentenceEnds: ListWriter
  private var sentences: SpanWriter
  private var block = 0

  init(_ parent: ArrowExport, blocks: Int, sentences count: Int, _ rows: ArrowRows) throws(Failure) {
    let names = rows.nameTotals()
    sources = try SpanWriter(try parent.child(0, buffers: 1, children: 2), rows: blocks)
    let inText = try parent.child(1, buffers: 1, children: 2)
    cleaned = try SpanWriter(inText, rows: blocks)
    isInText = try inText.bits(0, blocks)
    inText.set(length: blocks, nulls: rows.droppedTotal())
    keeps = try Self.fixed(parent, 2, blocks).bits(1, blocks)
    kinds = try TextWriter(
      Self.fixed(parent, 3, blocks, buffers: 3), rows: blocks, bytes: names.kinds, isLarge: false)
    scores = try Self.fixed(parent, 4, blocks).buffer(1, of: Float.self, blocks)
    let reasonLists = try parent.child(5, buffers: 2, children: 1)
    reasonLists.set(length: blocks)
    reasonEnds = try ListWriter(reasonLists, lists: blocks, items: names.reasons)
    let reasonNames = try reasonLists.child(0, buffers: 3)
    reasonNames.set(length: names.reasons)
    reasons = try TextWriter(reasonNames, rows: names.reasons, bytes: names.reasonBytes, isLarge: false)
    let sentenceLists = try parent.child(6, buffers: 2, children: 1)
    sentenceLists.set(length: blocks)
    sentenceEnds = try ListWriter(sentenceLists, lists: blocks, items: count)
    sentences = try SpanWriter(try sentenceLists.child(0, buffers: 1, children: 2), rows: count)
  }

  private static func fixed(
    _ parent: ArrowExport, _ place: Int, _ length: Int, buffers: Int = 2
  ) throws(Failure) -> ArrowExport {
    let child = try parent.child(place, buffers: buffers)
    child.set(length: length)
    return child
  }

  mutating func add(_ value: Block, _ all: UnsafeBufferPointer<Sentence>, from first: Int) {
    sources.add(value.source)
    cleaned.add(value.cleaned)
    if value.isKept {
      isInText[block >> 3] |= 1 << UInt8(block & 7)
      keeps[block >> 3] |= 1 << UInt8(block & 7)
    }
    kinds.add(value.verdict.kind.name)
    scores[block] = value.verdict.score
    var number = 0
    for place in 0..<value.verdict.reasons.count {
      guard let reason = value.verdict.reasons[place] else { continue }
      reasons.add(reason.name)
      number += 1
    }
    reasonEnds.add(number)
    let start = first + value.firstSentence
    for sentence in all[start..<start + value.sentenceCount] { sentences.add(sentence.source) }
    sentenceEnds.add(value.sentenceCount)
    block += 1
  }
}

extension ArrowRows {
  fileprivate func droppedTotal() -> Int {
    var total = 0
    for piece in pieces.indices {
      for block in pieces[piece].blocks.view where !block.isKept { total += 1 }
    }
    return total
  }
}
