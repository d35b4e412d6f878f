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
    let place: UInt8
    let reason: UInt8
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
      let part = Part(mean: mean, weight: weight * sign, place: UInt8(item.place), reason: reason.rawValue)
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

  func reasons(_ row: UnsafePointer<UInt8>, isKept: Bool) -> Reasons {
    var heaviest = Heaviest()
    for part in isKept ? pros : contras { heaviest.offer(part, row) }
    guard !isKept else { return heaviest.reasons }
    for cue in 0..<Cue.count where !absentCuesAreSilent || row[FeatureLayout.cues &+ cue] != 0 {
      heaviest.offer(cues[cue], row)
    }
    return heaviest.reasons
  }

  /// The four heaviest reasons seen so far, by raw value; zero is none.
  private struct Heaviest {
    private var reason0: UInt8 = 0
    private var reason1: UInt8 = 0
    private var reason2: UInt8 = 0
    private var reason3: UInt8 = 0
    private var weight0: Float = 0
    private var weight1: Float = 0
    private var weight2: Float = 0
    private var weight3: Float = 0

    @inline(__always)
    mutating func offer(_ part: Part, _ row: UnsafePointer<UInt8>) {
      let weight = part.weight * (Float(row[Int(part.place)]) - part.mean)
      if weight > max(weight3, Explainer.least) { add(part.reason, weight) }
    }

    @inline(__always)
    private mutating func add(_ reason: UInt8, _ weight: Float) {
      // A reason that two features give counts once, at its heavier weight.
      if reason == reason0 {
        weight0 = weight > weight0 ? weight : weight0
      } else if reason == reason1 {
        weight1 = weight > weight1 ? weight : weight1
      } else if reason == reason2 {
        weight2 = weight > weight2 ? weight : weight2
      } else if reason == reason3 {
        weight3 = weight
      } else {
        insert(reason, weight)
      }
    }

    @inline(__always)
    private mutating func insert(_ reason: UInt8, _ weight: Float) {
      guard weight2 < weight else { return (reason3, weight3) = (reason, weight) }
      (reason3, weight3) = (reason2, weight2)
      guard weight1 < weight else { return (reason2, weight2) = (reason, weight) }
      (reason2, weight2) = (reason1, weight1)
      guard weight0 < weight else { return (reason1, weight1) = (reason, weight) }
      (reason1, weight1) = (reason0, weight0)
      (reason0, weight0) = (reason, weight)
    }

    var reasons: Reasons {
      var result = Reasons()
      result.packed = UInt32(reason0) | UInt32(reason1) << 8 | UInt32(reason2) << 16 | UInt32(reason3) << 24
      return result
    }
  }
}
