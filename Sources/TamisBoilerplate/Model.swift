import CBoilerplateData
import CByteScan
import TamisBase

/// The learnt numbers: word weights, two forests, the named weights behind the reasons, the calibration.
///
/// Read in place from the bytes of a model file, little-endian:
///
///     0    "TAMISBP1"
///     8    u32  feature layout, features of the first stage, features in all, word weights
///     24   u32  trees of the first stage, trees of the second, 0, 0
///     40   f32  bias of the first stage, of the second, slope and offset of the calibration (logits)
///     64   i8   word weights
///     …    84-byte trees of the first stage, then of the second: see tree_score.h
///     …    f32  for each feature: mean and weight of the explaining regression
struct Model: @unchecked Sendable {
  let words: WordWeights
  let first: Forest
  let second: Forest
  /// Mean and weight of each feature, interleaved.
  let explanation: UnsafePointer<Float>
  let slope: Float
  let offset: Float

  struct Forest {
    let trees: UnsafePointer<tree_score_tree>
    let count: Int
    let bias: Int16
  }

  static let headerLength = 64

  /// The model that is compiled in.
  static func shipped() throws(TamisError) -> Model {
    let base = UnsafeRawPointer(boilerplate_model_bytes()).assumingMemoryBound(to: UInt8.self)
    return try Model(Bytes(start: base, count: Int(boilerplate_model_length)))
  }

  /// A model in memory that stays where it is, 4-byte aligned, for the life of the process.
  init(_ bytes: Bytes) throws(TamisError) {
    guard let base = bytes.baseAddress, bytes.count >= Model.headerLength, Int(bitPattern: base) % 4 == 0,
      Model.hasMagic(base)
    else { throw .invalidArgument("model: not a Tamis boilerplate model") }
    let raw = UnsafeRawPointer(base)
    func number(_ at: Int) -> Int { Int(UInt32(littleEndian: raw.load(fromByteOffset: at, as: UInt32.self))) }
    func fraction(_ at: Int) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: number(at))) }
    guard number(8) == Int(FeatureLayout.version), number(12) == FeatureLayout.firstStage, number(16) == FeatureLayout.all,
      number(20) == WordWeights.count
    else { throw .invalidArgument("model: made for other features") }
    let firstCount = number(24)
    let secondCount = number(28)
    let trees = Model.headerLength + WordWeights.count
    let size = MemoryLayout<tree_score_tree>.size
    guard firstCount <= 1 << 16, secondCount <= 1 << 16,
      bytes.count == trees + (firstCount + secondCount) * size + 8 * FeatureLayout.all
    else { throw .invalidArgument("model: cut short") }
    words = WordWeights(weights: (raw + Model.headerLength).assumingMemoryBound(to: Int8.self))
    let forest = (raw + trees).assumingMemoryBound(to: tree_score_tree.self)
    first = Forest(trees: forest, count: firstCount, bias: Model.logit(fraction(40)))
    second = Forest(trees: forest + firstCount, count: secondCount, bias: Model.logit(fraction(44)))
    explanation = (raw + trees + (firstCount + secondCount) * size).assumingMemoryBound(to: Float.self)
    slope = fraction(48)
    offset = fraction(52)
    guard slope.isFinite, offset.isFinite, areInside(first, FeatureLayout.firstStage), areInside(second, FeatureLayout.all)
    else { throw .invalidArgument("model: a number is out of range") }
  }

  /// No forests and no weights: every block scores a half. The trainer needs features before there is a model.
  static func untrained() -> Model { Model() }

  private init() {
    let zeros = UnsafeMutableRawPointer.allocate(byteCount: WordWeights.count + 8 * FeatureLayout.all, alignment: 8)
    zeros.initializeMemory(as: UInt8.self, repeating: 0, count: WordWeights.count + 8 * FeatureLayout.all)
    words = WordWeights(weights: zeros.assumingMemoryBound(to: Int8.self))
    let noTrees = UnsafePointer(zeros.assumingMemoryBound(to: tree_score_tree.self))
    first = Forest(trees: noTrees, count: 0, bias: 0)
    second = first
    explanation = UnsafePointer((zeros + WordWeights.count).assumingMemoryBound(to: Float.self))
    slope = 1
    offset = 0
  }

  private static func hasMagic(_ base: UnsafePointer<UInt8>) -> Bool {
    let magic: StaticString = "TAMISBP1"
    return (0..<8).allSatisfy { base[$0] == magic.utf8Start[$0] }
  }

  private static func logit(_ value: Float) -> Int16 {
    value.isFinite ? Int16(max(-32, min(31, value)) * 1024) : 0
  }

  private func areInside(_ forest: Forest, _ features: Int) -> Bool {
    (0..<forest.count).allSatisfy { place in
      withUnsafeBytes(of: forest.trees[place].feature) { $0.allSatisfy { Int($0) < features } }
    }
  }

  /// The probability that a logit in 1/1024 stands for.
  func probability(_ logit: Int16) -> Float {
    let value = slope * Float(logit) / 1024 + offset
    return 1 / (1 + exponential(-max(-30, min(30, value))))
  }

  /// Scores `count` rows; `columns` has room for ``FeatureLayout/all`` columns of 32.
  func score(
    _ rows: UnsafePointer<UInt8>, _ count: Int, by forest: Forest, features: Int, columns: UnsafeMutablePointer<UInt8>,
    into scores: UnsafeMutablePointer<Int16>
  ) {
    let lanes = Int(tree_score_lanes)
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: lanes) { sums in
      var place = 0
      while place < count {
        let here = min(lanes, count &- place)
        tree_score_columns(rows + place &* FeatureLayout.stride, here, FeatureLayout.stride, features, columns)
        sums.initialize(repeating: forest.bias)
        tree_score(columns, forest.trees, forest.count, sums.baseAddress)
        for lane in 0..<here { scores[place &+ lane] = sums[lane] }
        place = place &+ lanes
      }
    }
  }
}

/// e to the power of `x`, to six digits: the standard library has none, and Foundation stays outside.
private func exponential(_ x: Float) -> Float {
  let scaled = x * 1.442_695
  let whole = scaled.rounded(.down)
  let rest = (scaled - whole) * 0.693_147_2
  var sum: Float = 1
  for term in stride(from: 7, through: 1, by: -1) { sum = 1 + sum * rest / Float(term) }
  return Float(sign: .plus, exponent: Int(whole), significand: sum)
}
