import TamisBase

/// Names the evidence that weighed most.
///
/// The forests decide; a logistic regression over the features below, fitted to the same blocks, says why: a feature's part
/// in its sum is its weight times the distance from its mean. Only parts that point the verdict's way are reasons.
struct Explainer {
  private let model: Model
  private let evidence: UnsafeBufferPointer<Evidence>

  init(model: Model) {
    self.model = model
    evidence = Explainer.kept
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

  /// The same where a loop finds it without asking the array's owner; kept for the life of the process.
  private nonisolated(unsafe) static let kept: UnsafeBufferPointer<Evidence> = {
    let copy = UnsafeMutableBufferPointer<Evidence>.allocate(capacity: evidence.count)
    _ = copy.initialize(from: evidence)
    return UnsafeBufferPointer(copy)
  }()

  /// The places in a row that explain; the trainer fits its regression to these.
  package static var places: [Int] { evidence.map(\.place) }

  func explain(_ verdict: inout Verdict, _ row: UnsafePointer<UInt8>, _ counts: BlockCounts) {
    var heaviest = Heaviest()
    for item in evidence {
      let mean = model.explanation[2 &* item.place]
      let part = model.explanation[2 &* item.place &+ 1] * (Float(row[item.place]) - mean)
      if verdict.isKept {
        if part > 0, let pro = item.pro { heaviest.offer(pro, part) }
      } else if part < 0, let contra = item.contra {
        heaviest.offer(contra, -part)
      }
    }
    verdict.reasons = heaviest.reasons
  }

  /// The four heaviest reasons seen so far.
  private struct Heaviest {
    private var kept: (Reason?, Reason?, Reason?, Reason?) = (nil, nil, nil, nil)
    private var parts: SIMD4<Float> = .zero

    mutating func offer(_ reason: Reason, _ part: Float) {
      guard part > max(parts[3], 0.05) else { return }
      // A reason that two features give counts once, at its heavier weight.
      for place in 0..<4 where self[place] == reason {
        parts[place] = max(parts[place], part)
        return
      }
      var place = 3
      while place > 0 && parts[place - 1] < part {
        parts[place] = parts[place - 1]
        self[place] = self[place - 1]
        place -= 1
      }
      parts[place] = part
      self[place] = reason
    }

    var reasons: Reasons {
      var result = Reasons()
      for place in 0..<4 {
        if let reason = self[place] { result.append(reason) }
      }
      return result
    }

    private subscript(_ place: Int) -> Reason? {
      get {
        switch place {
        case 0: kept.0
        case 1: kept.1
        case 2: kept.2
        default: kept.3
        }
      }
      set {
        switch place {
        case 0: kept.0 = newValue
        case 1: kept.1 = newValue
        case 2: kept.2 = newValue
        default: kept.3 = newValue
        }
      }
    }
  }
}
