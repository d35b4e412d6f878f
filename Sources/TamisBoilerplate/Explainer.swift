#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CByteScan
import TamisBase

/// Names the evidence that weighed most.
///
/// The forests decide; a logistic regression over the features below, fitted to the same blocks, says why: a feature's part
/// in its sum is its weight times the distance from its mean. Only parts that point the verdict's way are reasons.
struct Explainer: @unchecked Sendable {
  private let pros: UnsafeBufferPointer<reason_part>
  /// The features' parts against a block, then the cues', one a cue.
  private let contras: UnsafeBufferPointer<reason_part>

  /// Keeps tables until ``deallocate()``.
  init(model: Model) throws(TamisError) {
    let memory = try TableMemory(bytes: 2 * Explainer.evidence.count * MemoryLayout<reason_part>.stride)
    let room = memory.start.assumingMemoryBound(to: reason_part.self)
    memory.keep()
    pros = Explainer.parts(model, 1, at: room)
    contras = Explainer.parts(model, -1, at: room + pros.count)
  }

  func deallocate() { free(UnsafeMutableRawPointer(mutating: pros.baseAddress)) }

  /// The word score of words without weights.
  private static let noWordWeights: Float = 128

  /// The parts that have a reason for a block, or with the sign -1 against it, their weights times `sign`; put at `parts`.
  @inline(never)
  private static func parts(_ model: Model, _ sign: Float, at parts: UnsafeMutablePointer<reason_part>)
    -> UnsafeBufferPointer<reason_part>
  {
    var count = 0
    for item in evidence {
      guard let reason = sign > 0 ? item.pro : item.contra else { continue }
      let isJoined = count > 0 && parts[count - 1].reason == reason.rawValue
      // Words speak for or against as far as they have weights at all, which they have in few languages.
      let mean = item.place == Feature.wordScore.rawValue ? noWordWeights : model.explanation[2 * item.place]
      let weight = model.explanation[2 * item.place + 1] * sign
      let part = reason_part(
        mean: mean, weight: weight, column: UInt8(FeatureLayout.place(item.place).column), reason: reason.rawValue,
        is_joined: isJoined ? 1 : 0, needs_some: weight * (0 - mean) > 0 ? 0 : 1)
      parts[count] = part
      count += 1
    }
    return UnsafeBufferPointer(start: parts, count: count)
  }

  /// A feature with what it means when it speaks for a block, and when it speaks against one.
  private struct Evidence {
    let place: Int
    let pro: Reason?
    let contra: Reason?

    init(_ feature: Feature, _ pro: Reason?, _ contra: Reason?) {
      self.init(feature.rawValue, pro, contra)
    }
    init(_ feature: NeighbourFeature, _ pro: Reason?, _ contra: Reason?) {
      self.init(FeatureLayout.second + feature.rawValue, pro, contra)
    }
    init(_ place: Int, _ pro: Reason?, _ contra: Reason?) {
      self.place = place
      self.pro = pro
      self.contra = contra
    }
  }

  /// Those that give the same reason stand next to each other.
  private static let evidence: [Evidence] = [
    Evidence(.length as Feature, .longBlock, .shortLine), Evidence(.wordsPerSentence, .longSentences, nil),
    Evidence(.last, .endsLikeSentence, .noTerminalPunctuation), Evidence(.stopDensity, .manyStopWords, .fewStopWords),
    Evidence(.capitalizedShare, nil, .manyCapitals), Evidence(.allCapitalsShare, nil, .manyCapitals),
    Evidence(.digitShare, nil, .manyDigits), Evidence(.symbolRate, nil, .manyLinks), Evidence(.addresses, nil, .manyLinks),
    Evidence(.shapeCopies, nil, .repeated), Evidence(.copies, nil, .repeated), Evidence(.wordScore, .articleWords, .boilerplateWords),
    Evidence(.topicShare as NeighbourFeature, .topicWords, .offTopic), Evidence(.mean2, .goodNeighbours, .boilerplateNeighbours),
    Evidence(.mean10, .goodNeighbours, .boilerplateNeighbours), Evidence(.runDistance, .nearGoodRun, .farFromGoodRun),
  ] + Cue.allCases.map { Evidence(FeatureLayout.cues + Int($0.rawValue), nil, Reason(against: $0)) }

  /// Makes what cannot fail, while there is memory.
  static func prepare() { _ = evidence }

  /// The places in a row that explain; the trainer fits its regression to these.
  package static var places: [Int] { evidence.map(\.place) }

  /// Sets the reasons of all verdicts.
  func explain(_ columns: FeatureColumns, _ verdicts: UnsafeMutableBufferPointer<Verdict>) {
    let rows = Int(reason_pick_rows)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * rows) { room in
      guard let kept = room.baseAddress else { return }
      let dropped = kept + rows
      for first in stride(from: 0, to: verdicts.count, by: rows) {
        let start = columns.column(0) + first
        let here = min(rows, verdicts.count &- first)
        let number = (0..<here).reduce(0) { $0 &+ (verdicts[first &+ $1].isKept ? 1 : 0) }
        // For all of them, where any is: that takes less than asking each.
        if number > 0 { reason_pick(start, columns.stride, here, pros.baseAddress, pros.count, kept) }
        if number < here {
          reason_pick(start, columns.stride, here, contras.baseAddress, contras.count, dropped)
        }
        for row in 0..<here {
          let verdict = verdicts.baseAddress.unsafelyUnwrapped + (first &+ row)
          verdict.pointee.reasons.packed = verdict.pointee.isKept ? kept[row] : dropped[row]
        }
      }
    }
  }
}
