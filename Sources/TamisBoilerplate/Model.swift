#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CByteScan
import TamisBase

/// The learnt numbers: word weights, three forests, the named weights behind the reasons, the calibration.
///
/// Read in place from the sections of a ``ModelFile``, but for the word weights, most of which are zero: the file has a third of
/// their bytes.
///
///     features  u32 feature layout, features of the first stage, features in all, word weights; u64 digest of their names
///     words     for each 64 word weights u64 which are not zero, the first the lowest bit; then these, an i8 each
///     taught    u32 languages whose words these are (see ``WordWeights``), u32 those that ``PagePrior`` knows
///     first     77-byte trees of the first stage: see tree_score.h
///     second    the same of the second stage
///     third     the same of the third stage
///     numbers   f32 bias of each stage, slope and offset of the calibration (logits)
///     page      f32 weights of a page's features, offset, most that is added: see ``PagePrior``
///     explain   for each feature: f32 mean and weight in the explaining regression
///     core      as `page`, for the languages of which no words were taught; older files have none
///     bare      as `page`, whether a document has any text at all, and the most that is taken off; older files have none
struct Model: @unchecked Sendable {
  let words: WordWeights
  let first: Forest
  let second: Forest
  let third: Forest
  /// Mean and weight of each feature, interleaved.
  let explanation: UnsafePointer<Float>
  let slope: Float
  let offset: Float
  let page: PagePrior
  /// Asked of a page's core where no words were taught: see ``BlockAnalyzer/lookAtCore(raise:_:)``.
  let core: PagePrior?
  /// Asked of documents most of which is no prose, whatever their language.
  let bare: PagePrior?

  struct Forest {
    let pairs: UnsafeMutablePointer<tree_score_pair>
    /// Of pairs.
    let count: Int
    let bias: Int16

    /// The trees as they are asked, put at `pairs`.
    init(_ trees: UnsafeBufferPointer<tree_score_tree>, bias: Float, at pairs: UnsafeMutablePointer<tree_score_pair>) {
      count = (trees.count + 1) / 2
      self.pairs = pairs
      tree_score_pairs(trees.baseAddress, trees.count, FeatureColumns.narrowOffsets, pairs)
      self.bias = Int16(bias * 1024)
    }

    /// Room for `count` pairs, each in whole lines of the cache.
    static func room(_ count: Int) throws(TamisError) -> UnsafeMutablePointer<tree_score_pair> {
      var memory: UnsafeMutableRawPointer?
      guard posix_memalign(&memory, 64, max(count, 1) * MemoryLayout<tree_score_pair>.stride) == 0, let memory else {
        throw .outOfMemory
      }
      return memory.assumingMemoryBound(to: tree_score_pair.self)
    }
  }

  /// Frees what was made of the bytes.
  func deallocate() {
    // The forests are one piece of memory.
    free(first.pairs)
    page.deallocate()
    core?.deallocate()
    bare?.deallocate()
    words.deallocate()
  }

  /// A model in memory that stays where it is, at a multiple of 8, as long as the model is in use.
  init(_ bytes: Bytes) throws(TamisError) {
    let file = try ModelFile(bytes)
    try Model.checkFeatures(file)
    let taught = try Model.read(file, "taught", 2, as: UInt32.self)
    let numbers = try Model.read(file, "numbers", 5, as: Float.self)
    let first = try Model.trees(file, "first", features: FeatureLayout.firstStage)
    let second = try Model.trees(file, "second", features: FeatureLayout.all)
    let third = try Model.trees(file, "third", features: FeatureLayout.all)
    slope = numbers[3]
    offset = numbers[4]
    explanation = try Model.read(file, "explain", 2 * FeatureLayout.all, as: Float.self)
    guard let page = try Model.prior(file, "page") else { throw Model.wrongSection }
    let (core, bare) = (try Model.prior(file, "core"), try Model.prior(file, "bare"))
    // Far above any that a fit gives; beyond, sums would not be numbers.
    let ranges = UnsafeBufferPointer(start: explanation, count: 2 * FeatureLayout.all)
    guard ranges.allSatisfy({ abs($0) < 1e6 }), abs(slope) < 1e3, abs(offset) < 1e3,
      (0..<3).allSatisfy({ abs(numbers[$0]) < 32 })
    else { throw Model.outOfRange }
    let words = try WordWeights(packed: file.section("words"), taught: taught[0])
    var pairs: UnsafeMutablePointer<tree_score_pair>?
    var priors: (page: PagePrior?, core: PagePrior?, bare: PagePrior?)
    do throws(TamisError) {
      pairs = try Forest.room((first.count + 1) / 2 + (second.count + 1) / 2 + (third.count + 1) / 2)
      priors.page = try PagePrior(page, languages: taught[1])
      if let core { priors.core = try PagePrior(core, languages: ~(taught[0] | taught[1])) }
      if let bare { priors.bare = try PagePrior(bare, languages: ~0) }
    } catch {
      priors.page?.deallocate()
      priors.core?.deallocate()
      free(pairs)
      words.deallocate()
      throw error
    }
    self.words = words
    self.page = priors.page.unsafelyUnwrapped
    self.core = priors.core
    self.bare = priors.bare
    self.first = Forest(first, bias: numbers[0], at: pairs.unsafelyUnwrapped)
    self.second = Forest(second, bias: numbers[1], at: self.first.pairs + self.first.count)
    self.third = Forest(third, bias: numbers[2], at: self.second.pairs + self.second.count)
  }

  /// A model's features are told by their names, so that one made for other features is refused whatever its sizes.
  private static func checkFeatures(_ file: ModelFile) throws(TamisError) {
    guard let section = file.section("features"), section.count == 24 else {
      throw .badFile("model: it has no list of features")
    }
    func number(_ at: Int) -> Int { Int(section.number(at, as: UInt32.self)) }
    let digest = section.number(16, as: UInt64.self)
    guard number(0) == Int(FeatureLayout.version), number(4) == FeatureLayout.firstStage,
      number(8) == FeatureLayout.all, number(12) == WordWeights.count, digest == FeatureLayout.digest
    else { throw .badFile("model: it was made for other features; train it again with this version of Tamis") }
  }

  static let wrongSection = TamisError.badFile("model: a section is missing or has the wrong size")
  private static let outOfRange = TamisError.badFile("model: a number is out of range")

  /// The numbers of a ``PagePrior``; nil for a section that there is not.
  private static func prior(_ file: ModelFile, _ name: StaticString) throws(TamisError) -> UnsafePointer<Float>? {
    guard file.section(name) != nil else { return nil }
    let numbers = try read(file, name, PagePrior.numbers, as: Float.self)
    guard PagePrior.areSound(numbers) else { throw outOfRange }
    return numbers
  }

  private static func read<Number>(
    _ file: ModelFile, _ name: StaticString, _ count: Int, as type: Number.Type
  ) throws(TamisError) -> UnsafePointer<Number> {
    guard let section = file.section(name), let base = section.baseAddress,
      section.count == count * MemoryLayout<Number>.size
    else { throw wrongSection }
    return UnsafeRawPointer(base).assumingMemoryBound(to: Number.self)
  }

  private static func trees(_ file: ModelFile, _ name: StaticString, features: Int) throws(TamisError)
    -> UnsafeBufferPointer<tree_score_tree>
  {
    let size = MemoryLayout<tree_score_tree>.size
    guard let section = file.section(name), let base = section.baseAddress, section.count % size == 0,
      section.count / size <= 1 << 16
    else { throw wrongSection }
    let trees = UnsafeRawPointer(base).assumingMemoryBound(to: tree_score_tree.self)
    for place in 0..<section.count / size {
      let isInside = withUnsafeBytes(of: trees[place].feature) { $0.allSatisfy { Int($0) < features } }
      guard isInside, trees[place].shift < 8 else { throw .badFile("model: a tree asks for what there is not") }
    }
    return UnsafeBufferPointer(start: trees, count: section.count / size)
  }

  /// No forests and no weights: every block scores a half. The trainer needs features before there is a model.
  static func untrained() throws(TamisError) -> Model { try Model() }

  private init() throws(TamisError) {
    let size = WordWeights.count + max(8 * FeatureLayout.all, 4 * PagePrior.numbers)
    guard let zeros = calloc(size, 1) else { throw .outOfMemory }
    words = WordWeights(weights: zeros.assumingMemoryBound(to: Int8.self), taught: 0)
    first = Forest(UnsafeBufferPointer(start: nil, count: 0), bias: 0, at: try Forest.room(0))
    second = first
    third = first
    explanation = UnsafePointer((zeros + WordWeights.count).assumingMemoryBound(to: Float.self))
    slope = 1
    offset = 0
    page = try PagePrior(UnsafePointer((zeros + WordWeights.count).assumingMemoryBound(to: Float.self)), languages: 0)
    core = nil
    bare = nil
  }

  /// What scores are to be lowered by, in logits, in a document that seems to be nothing but furniture, as a consent wall is, a log-in
  /// form, an error page or a menu.
  ///
  /// The trees have seen no such document: what furniture there is seems normal in it.
  func lowering(_ features: FeatureColumns, language: UInt32) -> Float {
    guard let bare, Model.mayBeBare(features) else { return 0 }
    return bare.raise(oddness: bare.oddness(features, language: language))
  }

  /// Whether that is asked. Nothing that is half prose is; nor a line or two, which may be anything; nor what has next to no phrase of
  /// the lexicon, one word in sixteen: a shopping list is as short.
  static func mayBeBare(_ features: FeatureColumns) -> Bool {
    features.count >= 3 && features[.documentProseShare][0] < 128 && features[.documentCueShare][0] >= 32
  }

  /// What scores are to be raised by, in logits, where no words were taught: the core of a page tells.
  func raise(core features: FeatureColumns, language: UInt32) -> Float {
    core.map { $0.raise(oddness: $0.oddness(features, language: language)) } ?? 0
  }

  /// Turns the last stage's sums of `count` blocks into calibrated logits in 1/1024, and raises them, by what the page asks
  /// for in logits: at 0 a block is as often article as not.
  func calibrate(_ scores: UnsafeMutablePointer<Int16>, _ count: Int, raise: Float) {
    let added = offset * 1024 + raise * 1024
    for place in 0..<count {
      let logit = slope * Float(scores[place]) + added
      scores[place] = Int16(max(-32_000, min(32_000, logit)))
    }
  }

  /// How far the last stage may raise a score, in 1/1024 of a logit.
  ///
  /// Of blocks that the second stage puts more than a logit below zero and the third above it nine in ten are furniture.
  private static let greatestRise: Int32 = 1024

  static let lastStage = 2

  /// Scores all blocks of `columns`, which begin at `addresses`, one a feature; in the last stage only so far above the `scores`
  /// that there are.
  func score(
    _ columns: FeatureColumns, _ addresses: UnsafePointer<UnsafePointer<UInt8>?>, stage: Int,
    into scores: UnsafeMutablePointer<Int16>
  ) {
    let forest = stage == 0 ? first : stage == 1 ? second : third
    let isBounded = stage == Model.lastStage
    let (lanes, count, base) = (Int(tree_score_lanes), columns.count, columns.narrowBase)
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: lanes) { sums in
      var place = 0
      while place < count {
        let here = min(lanes, count &- place)
        sums.initialize(repeating: forest.bias)
        tree_score(addresses, base, place, here, forest.pairs, forest.count, sums.baseAddress)
        let own = scores + place
        for lane in 0..<here {
          own[lane] =
            isBounded ? Int16(truncatingIfNeeded: min(Int32(sums[lane]), Int32(own[lane]) &+ Model.greatestRise)) : sums[lane]
        }
        place = place &+ lanes
      }
    }
  }
}
