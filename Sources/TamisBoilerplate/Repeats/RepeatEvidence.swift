import TamisBase

/// What an index says about the blocks of a document, as a change of their logits in 1/1024: zero or less.
///
/// A block in `k` of its host's `n` documents loses 1 + log2(k − 1), at most 4, and up to 3 more as k/n comes to one. The
/// figures were chosen on hosts of two to nine pages whose articles the model was fitted to; the hosts that Documentation/
/// Boilerplate.md reports took no part. A block in less than one document of twenty loses accordingly less: three pages of
/// five hundred that carry one agency's report are no sign of furniture.
struct RepeatEvidence {
  let repeats: Repeats
  let host: UInt64
  let documents: Int32

  /// Nil when the index knows too little of the host to say anything.
  init?(_ repeats: Repeats, host: Bytes) {
    self.repeats = repeats
    self.host = repeats.keys.hostKey(host, seed: repeats.seed)
    documents = repeats.documents(ofHostKey: self.host)
    if documents < 2 { return nil }
  }

  /// Below this a block counts as shared.
  private static let shared: Int16 = -1024

  /// Whether many documents have the block at `place`, for rules, kinds and reasons, by `changes`, one a block or none.
  @inline(__always)
  static func isShared(_ place: Int, _ changes: UnsafeBufferPointer<Int16>) -> Bool {
    place < changes.count && changes[place] < shared
  }
  private static let fewCopies = 4
  private static let greatestCopies = 255
  private static let longestWeight: Int32 = 400
  /// Of the text that looks good: 60 chances in a hundred, and its letters.
  private static let good: Int16 = 400
  private static let goodLength: Int32 = 60

  /// Fills `changes`, one a block. `scores` are the logits so far; `trust`, 0…1, is how much of the evidence counts.
  func fill(
    _ text: UnsafePointer<UInt8>, _ spans: UnsafeBufferPointer<ByteSpan>, _ counts: CountsView,
    _ scores: UnsafePointer<Int16>, trust: Float, found: UnsafeMutablePointer<Int32>,
    scratch: UnsafeMutablePointer<UInt8>, into changes: UnsafeMutablePointer<Int16>
  ) {
    for (place, span) in spans.enumerated() {
      let key = repeats.keys.key(text, span, host: host, scratch, seed: repeats.seed)
      found[place] = min(documents, key.map { repeats.count($0) } ?? 0)
    }
    let copies = copiesOfDocument(counts, scores, found)
    for place in 0..<spans.count {
      let isRow = isRow(counts.at(place).pointee, scores[place])
      changes[place] = isRow ? 0 : Int16(trust * change(found[place] &- copies &+ 1, documents &- copies &+ 1))
    }
  }

  private static let rowTokens: Int32 = 8

  /// A short line with a number in it that the judge is sure of: an ingredient, a row of a table, a result. Without the number, which
  /// its key leaves out, it is one of many, so that others have it is no evidence. Of made-up recipes with an index most
  /// ingredients were lost; on the hosts that were measured this moves neither task by more than 0.01.
  private func isRow(_ block: BlockCounts, _ score: Int16) -> Bool {
    block.digits > 0 && block.tokens <= RepeatEvidence.rowTokens && score >= Score.sure
  }

  /// How many documents hold this document's own text. A report that stands on a handful of pages, under several
  /// addresses or in a wire's words, is no furniture for that: its blocks count as shared from one more on.
  ///
  /// Of the text that looks good, what at most four pages share, or a tenth of the host's, if that is half of it or more, four
  /// fifths are in no more documents than this. (The rest may be a page's own furniture that looks good.)
  private func copiesOfDocument(
    _ counts: CountsView, _ scores: UnsafePointer<Int16>, _ found: UnsafePointer<Int32>
  ) -> Int32 {
    let greatest = min(Self.greatestCopies, max(Self.fewCopies, Int(documents) / 10))
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.greatestCopies + 1) { lengths in
      lengths.initialize(repeating: 0)
      var whole: Int32 = 0
      var plausible: Int32 = 0
      for place in 0..<counts.count where scores[place] > Self.good && counts.at(place).pointee.length >= Self.goodLength {
        let weight = min(Self.longestWeight, counts.at(place).pointee.length)
        whole = whole &+ weight
        guard Int(found[place]) <= greatest else { continue }
        lengths[Int(found[place])] &+= weight
        plausible = plausible &+ weight
      }
      guard plausible &* 2 >= whole else { return 1 }
      var below: Int32 = 0
      for copies in 0..<greatest {
        below = below &+ lengths[copies]
        if below &* 5 >= plausible &* 4 { return max(1, Int32(copies)) }
      }
      return Int32(greatest)
    }
  }

  private func change(_ shared: Int32, _ documents: Int32) -> Float {
    guard shared >= 2, documents >= 2 else { return 0 }
    let share = min(1, Float(shared) / Float(documents))
    let strength = min(4, 1 + logarithm(shared &- 1)) + 3 * share
    return -1024 * strength * min(1, 20 * share)
  }

  /// The logarithm to the base two of a number from one, straight between powers of two.
  private func logarithm(_ number: Int32) -> Float {
    let exponent = 31 &- Int32(number.leadingZeroBitCount)
    return Float(exponent) + Float(number &- (1 &<< exponent)) / Float(1 &<< exponent)
  }
}
