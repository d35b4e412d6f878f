import CByteScan
import TestSupport
import XCTest

/// Columns are what their headers say, by plain loops from each block: most kernels over columns have one source, so that
/// comparing them with each other finds nothing that is wrong in it.
final class ColumnTwinTests: XCTestCase {
  private let kernels = ["avx512", "avx2", "sse2", "neon", "portable"]

  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testTheScaleHasSixteenStepsADoubling() {
    for number in -2...1 << 21 where column_scale(Int32(number)) != Int32(scale(number)) {
      return XCTFail("\(number): \(column_scale(Int32(number))), not \(scale(number))")
    }
    XCTAssertEqual([Int32.min, 0, 1, 3, 63_486, 63_487, .max].map(column_scale), [0, 0, 16, 32, 254, 255, 255])
  }

  func testShapesAreThoseOfTheBlock() {
    forEachSize { page in
      forEachKernel { kernel in
        let columns = Columns(page.count)
        var shapes = page.counted(columns)
        var counts = page.counts(columns)
        var document = feature_document(
          length: Float(100 * page.count), stop_scale: 203, address_scale: 1900, median_scale: 101, typical_scale: 77,
          prose_length: 5000)
        feature_fill_shapes(&counts, &document, &shapes)
        withExtendedLifetime(columns) { compare(shapes, page.shapes, page.count, kernel) }
      }
    }
  }

  func testSurroundingsAreThoseAroundTheBlock() {
    var mostRuns = 0
    forEachSize { page in
      mostRuns = max(mostRuns, page.runs.count)
      let wanted = page.surroundings
      forEachKernel { kernel in
        let columns = Columns(page.count)
        var counts = page.counts(columns)
        var document = feature_document(
          length: 0, stop_scale: 0, address_scale: 0, median_scale: 0, typical_scale: 0, prose_length: page.proseLength)
        var around = feature_surroundings()
        columns.point(&around)
        around.word_score = UnsafePointer(columns.next(page.wordScores))
        feature_fill_surroundings(&counts, &document, &around)
        withExtendedLifetime(columns) { compare(around, wanted, page.count, kernel) }
      }
    }
    XCTAssertGreaterThan(mostRuns, 40, "more than are kept from the first look")
  }

  func testScoresAreThoseAroundTheBlock() {
    var mostRuns = 0
    forEachSize { page in
      mostRuns = max(mostRuns, page.goodRuns.count)
      let wanted = page.ofScores
      forEachKernel { kernel in
        let columns = Columns(page.count)
        var targets = score_columns()
        columns.point(&targets)
        score_fill(
          page.scores, page.lengths, page.count, page.probabilities, &targets, columns.numbers(Int(score_fill_scratch)))
        withExtendedLifetime(columns) { compare(targets, wanted, page.count, kernel) }
      }
    }
    XCTAssertGreaterThan(mostRuns, 40, "more than are kept from the first look")
  }

  func testTopicsAreSharedWithGoodBlocks() {
    forEachSize { page in
      // What is good in one stage mostly was in the one before; the third is as the second.
      let stages = [page.scores.enumerated().map { $0.offset % 7 == 0 ? 0 : $0.element }, page.scores, page.scores]
      let wanted = stages.map(page.topics)
      forEachKernel { kernel in
        let columns = Columns(page.count)
        let (shares, weights) = (columns.next(), columns.next())
        let good = columns.kept([UInt8](repeating: 2, count: page.count))
        let table = columns.kept([UInt32](repeating: 1, count: 1 << Int(topic_least_bits)))
        let cells = columns.kept(page.cells.flatMap { $0 })
        let (sizes, lengths) = (columns.kept(page.sizes), columns.kept(page.lengths))
        for (scores, wanted) in zip(stages, wanted) {
          var blocks = topic_blocks(
            count: page.count, cells: cells, sizes: sizes, scores: columns.kept(scores), lengths: lengths, good: good,
            table: table, bits: UInt32(topic_least_bits))
          topic_fill(&blocks, shares, weights)
          XCTAssertEqual((0..<page.count).map { shares[$0] }, wanted.shares, "\(kernel), \(page.count) blocks")
          XCTAssertEqual((0..<page.count).map { weights[$0] }, wanted.weights, "\(kernel), \(page.count) blocks")
        }
        withExtendedLifetime(columns) {}
      }
    }
  }

  private func forEachSize(_ body: (Page) -> Void) {
    var generator = SeededGenerator(21)
    for count in 1...300 {
      for kind in 0..<3 { body(Page(count, kind, &generator)) }
    }
  }

  private func forEachKernel(_ body: (String) -> Void) {
    for kernel in kernels where scan_kernel_use(kernel) == 1 { body(kernel) }
  }

  /// Each column that a struct of pointers names, beside the one of this name that is wanted.
  private func compare<Pointers>(_ pointers: Pointers, _ wanted: [String: [UInt8]], _ count: Int, _ kernel: String) {
    var left = wanted
    for (name, value) in Mirror(reflecting: pointers).children {
      guard let name, let column = value as? UnsafeMutablePointer<UInt8> else { continue }
      XCTAssertEqual((0..<count).map { column[$0] }, left.removeValue(forKey: name), "\(name), \(kernel), \(count) blocks")
    }
    XCTAssertEqual(left.keys.sorted(), [])
  }
}

/// See `column_scale`.
private func scale(_ number: Int) -> UInt8 {
  let fromOne = min(max(number, 0), 1 << 20) + 1
  var (steps, power) = (0, 1)
  while 2 * power <= fromOne { (steps, power) = (steps + 16, 2 * power) }
  return UInt8(min(255, steps + (fromOne - power) * 16 / power))
}

private func byte(_ number: Int) -> UInt8 { UInt8(min(255, max(0, number))) }
private func byte(_ number: Float) -> UInt8 { UInt8(min(255, max(0, number))) }

/// `part / whole` of 255.
private func share(_ part: Int, _ whole: Int) -> UInt8 { whole > 0 ? byte(part * 255 / whole) : 0 }

/// Random blocks: what is counted of them, and what follows.
private struct Page {
  let count: Int
  let lengths: [Int32]
  let wordSums: [Int32]
  let flags: [UInt8]
  let tokens: [UInt8]
  let pleas: [UInt8]
  let cueTokens: [UInt8]
  /// Of characters, common words, words that address, and of what shapes are made of.
  let others: [[UInt8]]
  let wordScores: [UInt8]
  let proseLength: Int64
  let scores: [Int16]
  /// In sixteenths, so that sums of texts of these are numbers of 32 bits, whatever their order.
  let probabilities = (0..<Int(score_fill_steps)).map { Float($0 / 4) / 16 }
  let cells: [[UInt16]]
  let sizes: [UInt8]

  /// Of kind 0 there are many short runs, of kind 2 few long ones.
  init(_ count: Int, _ kind: Int, _ generator: inout SeededGenerator) {
    func bytes(_ range: ClosedRange<UInt8>) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: range, using: &generator) } }
    /// Stretches of blocks that are something, and of those that are not.
    func stretches(_ longest: Int, _ gaps: ClosedRange<Int>) -> [Bool] {
      var found: [Bool] = []
      while found.count < count {
        found += Array(repeating: true, count: Int.random(in: 1...longest, using: &generator))
        found += Array(repeating: false, count: Int.random(in: gaps, using: &generator))
      }
      return Array(found[..<count])
    }
    self.count = count
    let longest = [2, 12, 150][kind]
    lengths = (0..<count).map { _ in
      switch Int.random(in: 0..<20, using: &generator) {
      case 0..<4: 0
      case 4: Int32.random(in: 0...1 << 30, using: &generator)
      case 5..<12: Int32.random(in: 1...80, using: &generator)
      default: Int32.random(in: 81...3000, using: &generator)
      }
    }
    wordSums = (0..<count).map { _ in Int32.random(in: -2000...2000, using: &generator) }
    let marks: [(UInt8, [Bool])] = [
      (UInt8(feature_is_prose), stretches(longest, 1...longest)), (UInt8(feature_is_ended), stretches(3, 0...longest)),
      (UInt8(feature_is_sentence), stretches(longest, 1...3)), (UInt8(feature_is_short), stretches(longest, 0...2)),
      (UInt8(feature_has_digits), stretches(2, 0...4)), (UInt8(feature_is_divided), stretches(9, 0...4)),
    ]
    flags = (0..<count).map { place in marks.reduce(0) { $0 | ($1.1[place] ? $1.0 : 0) } }
    tokens = bytes(0...(kind == 0 ? 1 : 248))
    pleas = bytes(0...(kind == 0 ? 1 : 80))
    cueTokens = bytes(0...248)
    others = (0..<13).map { _ in bytes(0...248) }
    wordScores = bytes(1...255)
    proseLength = kind == 1 ? 0 : Int64.random(in: 1...40_000, using: &generator)
    scores = stretches(longest, (kind == 0 ? 3...4 : 1...5)).map { isGood in
      Int16.random(in: isGood ? 1...(Bool.random(using: &generator) ? 600 : 9000) : -9000...0, using: &generator)
    }
    // Few different ones are in more than 255 places.
    let greatest = UInt16([2047, 300, 9][kind])
    cells = (0..<count).map { _ in (0..<topic_words).map { _ in UInt16.random(in: 0...greatest, using: &generator) } }
    sizes = bytes(0...UInt8(topic_words))
  }

  func counts(_ columns: Columns) -> feature_counts {
    feature_counts(
      count: count, lengths: columns.numbers(1, lengths), word_sums: columns.numbers(1, wordSums),
      offsets: columns.numbers(1, (0..<count).map { Float($0 * 100) }), characters: columns.next(others[0]),
      tokens: columns.next(tokens), cue_tokens: columns.next(cueTokens), address: columns.next(others[1]),
      plea: columns.next(pleas), stops: columns.next(others[2]), flags: columns.next(flags),
      scratch: columns.numbers(Int(feature_fill_scratch)))
  }

  private func sum<Number: BinaryInteger>(_ numbers: [Number], _ places: some Sequence<Int>) -> Int {
    places.reduce(0) { $0 + Int(numbers[$1]) }
  }

  /// A value for each block.
  private func each(_ value: (Int) -> UInt8) -> [UInt8] { (0..<count).map(value) }

  /// The blocks as far as `reach` on either side.
  private func near(_ place: Int, _ reach: Int) -> ClosedRange<Int> { max(0, place - reach)...min(count - 1, place + reach) }

  private func before(_ place: Int) -> [Int] { (0..<place).reversed() }
  private func after(_ place: Int) -> [Int] { Array(place + 1..<count) }

  // MARK: the block

  /// Counts that become shares in their place, and those that they are made of.
  func counted(_ columns: Columns) -> feature_shapes {
    var shapes = feature_shapes()
    columns.point(&shapes)
    (shapes.upper_share, shapes.digit_share) = (columns.next(others[3]), columns.next(others[4]))
    (shapes.capitalized_share, shapes.all_capitals_share) = (columns.next(others[5]), columns.next(others[6]))
    (shapes.words, shapes.terminators) = (UnsafePointer(columns.next(others[7])), UnsafePointer(columns.next(others[8])))
    (shapes.commas, shapes.symbols) = (UnsafePointer(columns.next(others[9])), UnsafePointer(columns.next(others[10])))
    return shapes
  }

  var shapes: [String: [UInt8]] {
    func few(_ numbers: [UInt8], _ place: Int) -> Int { max(1, Int(numbers[place])) }
    func share(of numbers: [UInt8], _ times: Int, _ whole: [UInt8], least: UInt8 = 0) -> [UInt8] {
      each { max(least, CByteScanTests.share(Int(numbers[$0]) * times, few(whole, $0))) }
    }
    let length = each { max(1, scale(Int(lengths[$0]))) }
    return [
      "upper_share": each { CByteScanTests.share(Int(others[3][$0]), Int(others[0][$0])) },
      "digit_share": each { CByteScanTests.share(Int(others[4][$0]), Int(others[0][$0])) },
      "capitalized_share": share(of: others[5], 1, others[7]), "all_capitals_share": share(of: others[6], 1, others[7]),
      "comma_rate": share(of: others[9], 4, others[7]), "symbol_rate": share(of: others[10], 4, others[7]),
      "length": length, "length_to_median": length.map { byte(128 + Int($0) - 101) },
      "length_to_typical": length.map { byte(128 + Int($0) - 77) },
      "word_length": each {
        flags[$0] & UInt8(feature_is_divided) == 0 ? 96 : byte(Int(others[0][$0]) * 16 / few(others[7], $0))
      },
      "words_per_sentence": each { byte(Int(others[7][$0]) * 4 / few(others[8], $0)) },
      "stop_density": each { max(1, byte(Int(others[2][$0]) * 203 / few(tokens, $0))) },
      "cue_share": share(of: cueTokens, 1, tokens, least: 1), "address_share": share(of: others[1], 4, tokens),
      "address_relative": each { byte(Int(others[1][$0]) * 1900 / few(tokens, $0)) },
      "plea_share": share(of: pleas, 4, tokens),
      "word_score": each { max(1, byte(128 + Int(Double(wordSums[$0]) / Double(few(tokens, $0)).squareRoot()))) },
      "index_from_start": each(scale), "index_from_end": each { scale(count - 1 - $0) },
      "relative_offset": each { byte($0 * 255 / count) },
    ]
  }

  // MARK: what stands around it

  private func has(_ place: Int, _ flag: Int) -> Bool { Int(flags[place]) & flag != 0 }

  /// Unbroken runs of sentences.
  var runs: [Range<Int>] {
    (0..<count).filter { has($0, feature_is_sentence) && ($0 == 0 || !has($0 - 1, feature_is_sentence)) }.map { start in
      start..<((start..<count).first { !has($0, feature_is_sentence) } ?? count)
    }
  }

  /// The first of those for which `length` is greatest, unless it is 0.
  private func longest(_ runs: [Range<Int>], _ length: (Range<Int>) -> Int) -> Range<Int>? {
    let most = runs.map(length).max() ?? 0
    return most > 0 ? runs.first { length($0) == most } : nil
  }

  /// 1 before a run, 2 in it, 3 behind it, and how many blocks away.
  private func place(_ place: Int, _ run: Range<Int>?) -> (side: UInt8, distance: UInt8) {
    guard let run else { return (0, 0) }
    if place < run.lowerBound { return (1, byte(run.lowerBound - place)) }
    return place < run.upperBound ? (2, 0) : (3, byte(place - run.upperBound + 1))
  }

  /// What a way sees that begins with the nearest.
  private func way(_ others: [Int]) -> (plain: UInt8, short: UInt8, prose: UInt8, length: UInt8, number: UInt8) {
    let plain = others.prefix { !has($0, feature_is_ended) }
    let short = others.prefix { !has($0, feature_is_ended) && has($0, feature_is_short) }
    let between = others.prefix { !has($0, feature_is_prose) }
    let isThere = between.count < others.count
    return (
      byte(plain.count), byte(short.count), isThere ? byte(between.count) : 255, isThere ? scale(sum(lengths, between)) : 255,
      byte(others.filter { has($0, feature_is_prose) }.count)
    )
  }

  private func length(near place: Int, _ reach: Int) -> UInt8 {
    let window = near(place, reach)
    return scale(sum(lengths, window) / window.count)
  }

  private func words(_ blocks: some Sequence<Int>) -> UInt8 {
    let whole = sum(tokens, blocks)
    return whole > 0 ? byte(blocks.reduce(0) { $0 + Int(tokens[$1]) * Int(wordScores[$1]) } / whole) : 128
  }

  private func blocks(near place: Int, with flag: Int) -> UInt8 {
    let window = near(place, 4)
    let found = window.filter { has($0, flag) }.count
    return found == 7 && window.count == 7 ? 254 : share(found, window.count)
  }

  var surroundings: [String: [UInt8]] {
    let ways = (0..<count).map { (back: way(before($0)), ahead: way(after($0))) }
    let runs = self.runs
    let own = (0..<count).map { place in runs.first { $0.contains(place) } }
    let longest = longest(runs) { sum(lengths, $0) }
    let most = Int(scale(longest.map { sum(lengths, $0) } ?? 0))
    let scales = own.map { $0.map { scale(sum(lengths, $0)) } ?? 0 }
    return [
      "plain_run_before": ways.map(\.back.plain), "plain_run_after": ways.map(\.ahead.plain),
      "short_run_before": ways.map(\.back.short), "short_run_after": ways.map(\.ahead.short),
      "prose_before": ways.map(\.back.prose), "prose_after": ways.map(\.ahead.prose),
      "length_from_prose": ways.map(\.back.length), "length_to_prose": ways.map(\.ahead.length),
      "prose_count_before": ways.map(\.back.number), "prose_count_after": ways.map(\.ahead.number),
      "sentence_run": scales, "sentence_run_to_longest": scales.map { byte(128 + Int($0) - most) },
      "sentence_run_place": each { place in
        own[place].map { byte(min(place - $0.lowerBound + 1, $0.upperBound - place)) } ?? 1
      },
      "longest_run_share": each { _ in longest.map { share(sum(lengths, $0), Int(proseLength)) } ?? 0 },
      "longest_run_place": each { place($0, longest).side }, "longest_run_distance": each { place($0, longest).distance },
      "plea_near_2": each { share(4 * sum(pleas, near($0, 2)), sum(tokens, near($0, 2))) },
      "ended_near_4": each { blocks(near: $0, with: feature_is_ended) },
      "digits_near_4": each { blocks(near: $0, with: feature_has_digits) },
      "cues_near_4": each { share(sum(cueTokens, near($0, 4)), sum(tokens, near($0, 4))) },
      "length_near_4": each { length(near: $0, 4) }, "length_near_10": each { length(near: $0, 10) },
      "words_near_4": each { words(near($0, 4)) }, "words_near_10": each { words(near($0, 10)) },
      "document_words": each { _ in words(0..<count) },
    ]
  }

  // MARK: scores

  /// Good blocks with up to two others between neighbours.
  var goodRuns: [Range<Int>] {
    var runs: [Range<Int>] = []
    for place in 0..<count where scores[place] > 0 {
      if let last = runs.last, place - last.upperBound <= 2 {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
    return runs
  }

  private func good(_ blocks: some Sequence<Int>) -> Int { sum(lengths, blocks.filter { scores[$0] > 0 }) }

  private func mean(_ blocks: some Sequence<Int>) -> UInt8 {
    let weighed = blocks.map { (weight: Int(min(256, max(16, lengths[$0]))), score: Int(scores[$0])) }
    guard !weighed.isEmpty else { return 0 }
    let (weight, score) = (weighed.reduce(0) { $0 + $1.weight }, weighed.reduce(0) { $0 + $1.weight * $1.score })
    return max(1, byte(128.5 + Float(score) / Float(weight) / 64))
  }

  /// How many blocks come before a surely good one, and their length.
  private func distance(_ others: [Int]) -> (blocks: UInt8, bytes: UInt8) {
    let between = others.prefix { scores[$0] <= 512 }
    return between.count < others.count ? (byte(between.count), scale(sum(lengths, between))) : (255, 255)
  }

  private var own: [UInt8] { scores.map { max(1, byte(128 + Int((Double($0) / 64 + 0.5).rounded(.down)))) } }

  private func means() -> [String: [UInt8]] {
    var found: [String: [UInt8]] = ["mean_of_document": each { _ in mean(0..<count) }]
    for reach in [1, 2, 4, 10, 20] { found["mean_\(reach)"] = each { mean(near($0, reach)) } }
    for reach in [4, 12] {
      found["mean_before_\(reach)"] = each { mean(before($0).prefix(reach)) }
      found["mean_after_\(reach)"] = each { mean(after($0).prefix(reach)) }
    }
    let own = self.own
    let nearest = (0..<count).map { place in near(place, 3).filter { $0 != place }.map { own[$0] } }
    found["most_near_3"] = nearest.map { $0.max() ?? 0 }
    found["least_near_3"] = nearest.map { $0.min().map { $0 - 1 } ?? 255 }
    return found
  }

  private func ofRuns() -> [String: [UInt8]] {
    let runs = goodRuns
    let longest = longest(runs, good)
    let most = Int(scale(longest.map(good) ?? 0))
    let text = longest.map { run in run.lowerBound..<1 + run.last { scores[$0] > 0 && lengths[$0] > 0 }! }
    let best = Int(runs.filter { good($0) >= 400 }.map(mean).max() ?? 1)
    let own = (0..<count).map { place in runs.first { $0.contains(place) && good($0) > 0 } }
    return [
      "run_share": each { _ in longest.map { share(good($0), sum(lengths, 0..<count)) } ?? 0 },
      "in_run": each { place($0, text).side }, "run_distance": each { place($0, text).distance },
      "run_place": each { place in
        guard let text, text.contains(place) else { return 0 }
        return max(1, share(place - text.lowerBound, text.count))
      },
      "own_run": own.map { $0.map { scale(good($0)) } ?? 0 },
      "own_run_to_longest": own.map { $0.map { byte(128 + Int(scale(good($0))) - most) } ?? 0 },
      "own_run_score": own.map { $0.map(mean) ?? 0 },
      "own_run_to_best": own.map { $0.map { byte(128 + Int(mean($0)) - best) } ?? 0 },
    ]
  }

  private func distances() -> [String: [UInt8]] {
    let whole = good(0..<count)
    let ways = (0..<count).map { (back: distance(before($0)), ahead: distance(after($0))) }
    return [
      "since_good": ways.map(\.back.blocks), "bytes_since_good": ways.map(\.back.bytes),
      "until_good": ways.map(\.ahead.blocks), "bytes_until_good": ways.map(\.ahead.bytes),
      "good_blocks": each { _ in scale(scores.filter { $0 > 0 }.count) },
      "good_share": each { _ in share(whole, sum(lengths, 0..<count)) },
      "good_share_before": each { whole > 0 ? byte(Float(good(0..<$0)) * 255 / Float(whole)) : 0 },
    ]
  }

  private func spread() -> [String: [UInt8]] {
    let own = self.own.map(Int.init)
    let used = Set(own.map { $0 / 4 }).sorted(by: >)
    var texts = [Int](repeating: 0, count: Int(score_fill_steps))
    for place in 0..<count { texts[own[place] / 4] += min(1500, Int(lengths[place])) + 1 }
    func text(_ isMeant: (Int) -> Bool) -> Float { Float(texts.indices.filter(isMeant).reduce(0) { $0 + texts[$1] }) }
    func probable(_ steps: [Int]) -> Float { steps.reduce(0) { sum, step in sum + text { $0 == step } * probabilities[step] } }
    let each = 1 / text { _ in true }
    func best(_ part: Float) -> Int { 4 * used.last { step in text { $0 > step } * each < part }! }
    let (best2, best25, best50) = (best(0.02), best(0.25), best(0.5))
    let expected = used.map { step in 2 * probable(used.filter { $0 >= step }) / (text { $0 >= step } + probable(used)) }
    let most = expected.max()!
    let border = most > 0 ? 4 * used[expected.firstIndex(of: most)!] : 0
    func share(_ steps: Range<Int>) -> [UInt8] {
      all(byte(used.filter(steps.contains).reduce(0) { sum, step in sum + text { $0 == step } * each } * 255))
    }
    func all(_ value: UInt8) -> [UInt8] { [UInt8](repeating: value, count: count) }
    return [
      "best_2": all(byte(best2)), "best_10": all(byte(best(0.1))), "best_25": all(byte(best25)), "best_50": all(byte(best50)),
      "best_75": all(byte(best(0.75))), "below_best_2": own.map { byte(best2 - $0) },
      "below_best_25": own.map { byte(128 + best25 - $0) }, "below_best_50": own.map { byte(128 + best50 - $0) },
      "rank": own.map { score in byte(text { $0 >= score / 4 } * each * 255) },
      "expected": all(byte(most * 255)), "above_border": own.map { byte(128 + $0 - border) },
      "sure_share": share(42..<64), "likely_share": share(36..<42), "open_share": share(30..<36), "unlikely_share": share(24..<30),
    ]
  }

  var ofScores: [String: [UInt8]] {
    [["own": own], means(), ofRuns(), distances(), spread()].reduce(into: [:]) { $0.merge($1) { value, _ in value } }
  }

  // MARK: topics

  func topics(_ scores: [Int16]) -> (shares: [UInt8], weights: [UInt8]) {
    let isGood = (0..<count).map { scores[$0] > 1024 && lengths[$0] >= 60 }
    let topics = (0..<count).map { cells[$0].prefix(Int(sizes[$0])) }
    var often: [UInt16: Int] = [:]
    for place in 0..<count where isGood[place] {
      for cell in topics[place] { often[cell, default: 0] += 1 }
    }
    let others = (0..<count).map { place in topics[place].map { min(255, often[$0] ?? 0) - (isGood[place] ? 1 : 0) } }
    return (
      others.map { share($0.filter { $0 > 0 }.count, $0.count) },
      others.map { $0.isEmpty ? 0 : byte(2 * $0.reduce(0) { $0 + Int(scale($1)) } / $0.count) }
    )
  }
}
