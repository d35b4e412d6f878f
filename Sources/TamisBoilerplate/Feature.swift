import CByteScan

/// The features of a block, each one byte, each a column of ``FeatureColumns``. A model names the layout it was trained on
/// by ``FeatureLayout/version``: adding, removing or changing one raises it.
package enum Feature: Int, CaseIterable {
  // What is also asked of the neighbours: see ``FeatureLayout/context``.
  case length, last, stopDensity, cueShare, wordScore
  // The block itself.
  case words, wordLength, longestToken
  case upperShare, capitalizedShare, allCapitalsShare, digitShare
  case terminators, commas, commaRate, colons, symbols, symbolRate, quotes, dashes, brackets, addresses
  case first, closer, wordsPerSentence
  case cueHits, firstCue, lastCue
  case addressShare, addressRelative, pleaShare, pleaNear2
  case wordLeast, wordMost, wordHead
  case copies, shapeCopies
  // The block in its document.
  case lengthToMedian, lengthToTypical, indexFromStart, indexFromEnd, relativeOffset
  case plainRunBefore, plainRunAfter, endedNear4, cuesNear4, digitsNear4, lengthNear4, lengthNear10, wordsNear4, wordsNear10
  case sentenceRun, sentenceRunPlace, sentenceRunToLongest, longestRunPlace, longestRunDistance, longestRunShare
  case shortRunBefore, shortRunAfter, proseBefore, proseAfter, lengthFromProse, lengthToProse
  case proseCountBefore, proseCountAfter
  // The document.
  case documentBlocks, documentLength, documentMedian, documentShortShare, documentProseShare
  case documentCueShare, documentRepeats, documentWords
}

/// The numbers that trees know features by: those of ``Feature``, the cues and how far back and ahead each is heard, the
/// neighbours', and what the second stage sees of the first, and the third of the second.
package enum FeatureLayout {
  package static let version: UInt32 = 5

  /// Share of the tokens that each ``Cue`` covers.
  package static let cues = Feature.allCases.count
  /// How many blocks ago each ``Cue`` last covered ``heard`` of one: 0 in that block, 255 where none has or it is longer ago.
  package static let since = cues + Cue.count
  /// In how many blocks each will next cover as much.
  package static let until = since + Cue.count
  /// A quarter, of 255.
  static let heard: UInt8 = 64
  /// For each of ``neighbours``: the first five features of ``Feature``.
  package static let context = until + Cue.count
  static let neighbours = [-3, -2, -1, 1, 2, 3]
  static let contextEach = 5
  /// Features of the first stage.
  package static let firstStage = context + 6 * contextEach
  /// What the later stages see besides: see ``NeighbourFeature``.
  package static let second = firstStage
  /// The scores of the blocks around: one for each of ``scored``.
  package static let scores = second + NeighbourFeature.allCases.count
  static let scored = [-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6]
  package static let all = scores + 12

  /// Columns in memory: what is asked of neighbours needs none of its own.
  static let columns = context + NeighbourFeature.allCases.count

  /// The column of a feature, and how many rows further on its value stands.
  static func place(_ feature: Int) -> (column: Int, shift: Int) {
    if feature < context { return (feature, 0) }
    if feature < firstStage {
      return ((feature - context) % contextEach, neighbours[(feature - context) / contextEach])
    }
    if feature < scores { return (feature - second + context, 0) }
    return (context + NeighbourFeature.own.rawValue, scored[feature - scores])
  }

  /// ``place(_:)`` of all features; kept for the life of the process.
  nonisolated(unsafe) static let places: UnsafePointer<(column: UInt8, shift: Int8)> = {
    let places = UnsafeMutablePointer<(column: UInt8, shift: Int8)>.allocate(capacity: all)
    for feature in 0..<all {
      let (column, shift) = place(feature)
      (places + feature).initialize(to: (UInt8(column), Int8(shift)))
    }
    return UnsafePointer(places)
  }()

  /// Tells a layout from all others: FNV-1a over the features' names and the version, in their order.
  static let digest: UInt64 = {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for place in -1..<all {
      let line = place < 0 ? "\(version)" : name(place)
      for byte in line.utf8 + [0x0A] { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return digest
  }()

  /// The name of a feature.
  package static func name(_ feature: Int) -> String {
    if feature < cues { return "\(Feature.allCases[feature])" }
    if feature < since { return "cue.\(Cue.allCases[feature - cues])" }
    if feature < until { return "since.\(Cue.allCases[feature - since])" }
    if feature < context { return "until.\(Cue.allCases[feature - until])" }
    if feature < firstStage {
      return "\(Feature.allCases[place(feature).column])[\(place(feature).shift)]"
    }
    if feature < scores { return "near.\(NeighbourFeature.allCases[feature - second])" }
    return feature < all ? "score[\(place(feature).shift)]" : "-"
  }
}

/// What a stage sees of the scores that the one before it gave around a block. Scores, logits in
/// 1/1024, are on a scale of 16 steps a unit around 128.
package enum NeighbourFeature: Int, CaseIterable {
  case own
  case mean1, mean2, mean4, mean10, mean20, meanBefore4, meanAfter4, meanBefore12, meanAfter12
  case mostNear3, leastNear3
  case goodShareBefore, goodBlocks, goodShare
  case sinceGood, untilGood, bytesSinceGood, bytesUntilGood
  case runPlace, runDistance, runShare, inRun
  case ownRun, ownRunToLongest, ownRunScore, ownRunToBest
  case topicShare, topicWeight
  case meanOfDocument
  // The block's score among those of its document: see `score_fill.h`.
  case best2, best10, best25, best50, best75
  case belowBest2, belowBest25, belowBest50, rank
  case expected, aboveBorder
  case sureShare, likelyShare, openShare, unlikelyShare
}

/// Numbers on a scale of a byte.
enum Quantized {
  /// `part / whole` of 255; 0 when there is no whole.
  @inline(__always)
  static func share(_ part: Int, _ whole: Int) -> UInt8 {
    guard whole > 0, part > 0 else { return 0 }
    return part >= whole ? 255 : UInt8(truncatingIfNeeded: part &* 255 / whole)
  }

  /// Sixteen steps a doubling: see column_scale.h.
  @inline(__always)
  static func log(_ number: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: column_scale(Int32(truncatingIfNeeded: max(0, min(number, 1 << 20)))))
  }

  @inline(__always)
  static func clamped(_ number: Int) -> UInt8 { UInt8(truncatingIfNeeded: min(255, max(0, number))) }

  /// Of 255, `part` of `whole`, both at most ``BlockScanner/detail``: a multiplication instead of a division.
  @inline(__always)
  static func share(_ part: UInt8, ofFew whole: Int32, _ inverses: UnsafePointer<UInt32>) -> UInt8 {
    let inverse = UInt64(inverses[Int(UInt8(truncatingIfNeeded: whole))])
    return UInt8(truncatingIfNeeded: min(255, (UInt64(part) &* inverse) &>> 16))
  }

  /// 255 / n in 1/65536; kept for the life of the process.
  nonisolated(unsafe) static let inverses: UnsafePointer<UInt32> = {
    let inverses = UnsafeMutablePointer<UInt32>.allocate(capacity: 256)
    inverses[0] = 0
    for number in 1..<256 { inverses[number] = (255 << 16 + UInt32(number) - 1) / UInt32(number) }
    return UnsafePointer(inverses)
  }()
}
