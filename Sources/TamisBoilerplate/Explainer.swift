import TamisBase

/// Names the evidence that weighed most.
///
/// The forests decide; a logistic regression over the features below, fitted to the same blocks, says why: a feature's part
/// in its sum is its weight times the distance from its mean. Only parts that point the verdict's way are reasons.
struct Explainer: @unchecked Sendable {
  private let pros: UnsafeBufferPointer<Part>
  private let contras: UnsafeBufferPointer<Part>
  /// The cues' parts against a block, one a cue.
  private let cues: UnsafeBufferPointer<Part>
  /// Whether a cue that is not there is no reason, as in every sensible model: then only those there are looked at.
  private let absentCuesAreSilent: Bool
  private static let least: Float = 0.05
  private static let greatest: Float = 30_000

  /// Keeps tables until ``deallocate()``.
  init(model: Model) {
    pros = Explainer.parts(model, 1) { $0.pro }
    contras = Explainer.parts(model, -1) { $0.place < FeatureLayout.cues
      || $0.place >= FeatureLayout.context ? $0.contra : nil }
    cues = Explainer.parts(model, -1) { $0.place >= FeatureLayout.cues
      && $0.place < FeatureLayout.context ? $0.contra : nil }
    absentCuesAreSilent = cues.allSatisfy { $0.weight * (0 - $0.mean) <= Explainer.least }
  }

  func deallocate() {
    for parts in [pros, contras, cues] { parts.deallocate() }
  }

  /// A reason's place in a row, and what turns the value there into the reason's part.
  private struct Part {
    let mean: Float
    let weight: Float
    let column: UInt8
    let reason: UInt8
    /// Whether the part before it gives the same reason: that counts once, at its heavier weight.
    let isJoined: Bool
  }

  /// The parts that have a reason on this side, their weights times `sign`.
  private static func parts(_ model: Model, _ sign: Float, _ reason: (Evidence) -> Reason?)
    -> UnsafeBufferPointer<Part> {
    let parts = UnsafeMutableBufferPointer<Part>.allocate(capacity: evidence.count)
    var count = 0
    for item in evidence {
      guard let reason = reason(item) else { continue }
      let mean = model.explanation[2 * item.place]
      let weight = model.explanation[2 * item.place + 1]
      let column = UInt8(FeatureLayout.place(item.place).column)
      let isJoined = count > 0 && parts[count - 1].reason == reason.rawValue
      let part = Part(
        mean: mean, weight: weight * sign, column: column, reason: reason.rawValue, isJoined: isJoined)
      parts.initializeElement(at: count, to: part)
      count += 1
    }
    return UnsafeBufferPointer(rebasing: parts[..<count])
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

  /// The places in a row that explain; the trainer fits its regression to these.
  package static var places: [Int] { evidence.map(\.place) }

  /// Sets the reasons of all verdicts.
  func explain(_ columns: FeatureColumns, _ counts: CountsView, _ verdicts: UnsafeMutableBufferPointer<Verdict>) {
    for block in 0..<verdicts.count {
      var heaviest = Heaviest()
      let isKept = verdicts[block].isKept
      heaviest.offer(isKept ? pros : contras, columns, block)
      if !isKept && (!absentCuesAreSilent || counts.at(block).pointee.hasCues) {
        heaviest.offer(cues, columns, block)
      }
      verdicts[block].reasons = heaviest.reasons
    }
  }

  /// The four heaviest reasons seen so far, each a weight with the reason's raw value in its lowest six bits. Parts come
  /// in any order of weight, so they are sorted in by comparing and exchanging, without a branch.
  private struct Heaviest {
    private var heaviest: Int32 = 0
    private var second: Int32 = 0
    private var third: Int32 = 0
    private var fourth: Int32 = 0

    @inline(__always)
    mutating func offer(_ parts: UnsafeBufferPointer<Part>, _ columns: FeatureColumns, _ block: Int) {
      var pending: Int32 = 0
      for part in parts {
        let weight = part.weight * (Float(columns.column(Int(part.column))[block]) - part.mean)
        let steps = Int32(max(0, min(weight, Explainer.greatest)) * 65_536) & ~63
        let offered = weight > Explainer.least ? steps | Int32(part.reason) : 0
        if part.isJoined {
          pending = max(pending, offered)
        } else {
          insert(pending)
          pending = offered
        }
      }
      insert(pending)
    }

    @inline(__always)
    private mutating func insert(_ offered: Int32) {
      let next = min(heaviest, offered)
      let after = min(second, next)
      heaviest = max(heaviest, offered)
      fourth = max(fourth, min(third, after))
      third = max(third, after)
      second = max(second, next)
    }

    var reasons: Reasons {
      var result = Reasons()
      result.packed = UInt32(heaviest & 63) | UInt32(second & 63) << 8 | UInt32(third & 63) << 16
        | UInt32(fourth & 63) << 24
      return result
    }
  }
}
