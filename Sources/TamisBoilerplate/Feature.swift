/// The features of a block, each one byte, in the order of a row. A model names the layout it was trained on by
/// ``FeatureLayout/version``: adding, removing or changing one raises it.
package enum Feature: Int, CaseIterable {
  // The block itself.
  case length, words, wordLength, longestToken
  case upperShare, capitalizedShare, allCapitalsShare, digitShare
  case terminators, terminatorRate, commas, commaRate, colons, symbols, symbolRate, quotes, dashes, brackets, addresses
  case first, last, closer, wordsPerSentence
  case stopDensity
  case cueShare, cueHits, firstCue, lastCue
  case addressShare, addressRelative, pleaShare, pleaNear2
  case wordScore, wordLeast, wordMost, wordHead
  case copies, shapeCopies, isFirstCopy
  // The block in its document.
  case lengthToMedian, lengthToTypical, indexFromStart, indexFromEnd, relativeIndex, relativeOffset
  case topicShare, topicWeight
  case plainRunBefore, plainRunAfter, endedNear4, endedNear10, cuesNear4, cuesNear10, lengthNear4, lengthNear10, digitsNear4
  case sentenceRun, sentenceRunPlace, sentenceRunToLongest, longestRunPlace, longestRunDistance, longestRunShare
  case shortRunBefore, shortRunAfter, proseBefore, proseAfter, lengthFromProse, lengthToProse, proseCountBefore, proseCountAfter
  // The document.
  case documentBlocks, documentLength, documentMedian, documentShortShare, documentProseShare
}

/// What a row holds behind ``Feature``: the cues, the neighbours' shapes, and what the second stage sees of the first.
package enum FeatureLayout {
  package static let version: UInt32 = 1

  /// Share of the tokens that each ``Cue`` covers.
  package static let cues = Feature.allCases.count
  /// For each of ``neighbours``: length, end, stop density, cue share, word score.
  package static let context = cues + Cue.count
  static let neighbours = [-3, -2, -1, 1, 2, 3]
  static let contextEach = 5
  /// Features of the first stage.
  package static let firstStage = context + 6 * contextEach
  /// What the second stage sees besides: see ``NeighbourFeature``.
  package static let second = firstStage
  package static let all = second + NeighbourFeature.allCases.count
  /// Bytes from one row to the next.
  package static let stride = (all + 15) & ~15

  /// Tells layouts apart: a hash (FNV-1a) of the version and the names of all places, a line feed behind each.
  package static let digest: UInt64 = {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for line in ["\(version)"] + (0..<all).map(name) {
      for byte in line.utf8 + [0x0A] { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return digest
  }()

  /// The name of a place in a row.
  package static func name(_ place: Int) -> String {
    if place < cues { return "\(Feature.allCases[place])" }
    if place < context { return "cue.\(Cue.allCases[place - cues])" }
    if place < firstStage {
      let which = ["length", "last", "stops", "cues", "words"][(place - context) % contextEach]
      return "\(which)[\(neighbours[(place - context) / contextEach])]"
    }
    return place < all ? "near.\(NeighbourFeature.allCases[place - second])" : "-"
  }
}

/// What the second stage sees of the first stage's scores around a block. Scores are on ``Quantized/score(_:)``'s scale.
package enum NeighbourFeature: Int, CaseIterable {
  case own
  case before1, before2, before3, before4, before5, before6
  case after1, after2, after3, after4, after5, after6
  case mean1, mean2, mean4, mean10, mean20, meanBefore4, meanAfter4, meanBefore12, meanAfter12
  case mostNear3, leastNear3, contrast
  case goodShareBefore, goodShareAfter, goodBytesBefore, goodBytesAfter, goodBlocks, goodShare
  case sinceGood, untilGood, bytesSinceGood, bytesUntilGood
  case runPlace, runDistance, runShare, inRun
  case topicShare, topicWeight
  case meanOfDocument
}

/// Numbers on a scale of a byte.
enum Quantized {
  /// `part / whole` of 255; 0 when there is no whole.
  @inline(__always)
  static func share(_ part: Int, _ whole: Int) -> UInt8 {
    guard whole > 0, part > 0 else { return 0 }
    return part >= whole ? 255 : UInt8(truncatingIfNeeded: part &* 255 / whole)
  }

  @inline(__always)
  static func share(_ part: Int32, _ whole: Int32) -> UInt8 { share(Int(part), Int(whole)) }

  /// Sixteen steps a doubling: 0 → 0, 1 → 16, 3 → 32, 32,767 and above → 240…255.
  @inline(__always)
  static func log(_ number: Int) -> UInt8 {
    guard number > 0 else { return 0 }
    let shifted = UInt(truncatingIfNeeded: min(number, 1 << 20)) &+ 1
    let exponent = 63 &- shifted.leadingZeroBitCount
    let mantissa = exponent >= 4 ? shifted &>> UInt(exponent &- 4) : shifted &<< UInt(4 &- exponent)
    return UInt8(truncatingIfNeeded: min(255, exponent &* 16 &+ Int(mantissa & 15)))
  }

  @inline(__always)
  static func log(_ number: Int32) -> UInt8 { log(Int(number)) }

  /// How many times `number` is `other`, on a logarithmic scale around 128.
  @inline(__always)
  static func ratio(_ number: Int, _ other: Int) -> UInt8 {
    clamped(128 &+ Int(log(number)) &- Int(log(other)))
  }

  @inline(__always)
  static func clamped(_ number: Int) -> UInt8 { UInt8(truncatingIfNeeded: min(255, max(0, number))) }

  /// A logit in 1/1024 on a scale of 16 steps a unit around 128.
  @inline(__always)
  static func score(_ logit: Int16) -> UInt8 { clamped(128 &+ (Int(logit) &+ 32) >> 6) }
}
