import TamisBase
import TamisBoilerplate
import TestSupport
import XCTest

final class RepeatsTests: XCTestCase {
  private var workspace = JudgeWorkspace()

  private func add(_ lines: [String], from host: String, to repeats: Repeats) throws {
    try withDocument(lines) { text, spans in
      try Array(host.utf8).withUnsafeBufferPointer {
        try repeats.add(text, blocks: spans, host: $0, workspace: &workspace)
      }
    }
  }

  /// An index of the first `count` pages of a host.
  private func index(_ count: Int, from host: String, _ page: (Int) -> [String]) throws -> Repeats {
    let repeats = try Repeats(memory: 1 << 20)
    for number in 0..<count { try add(page(number), from: host, to: repeats) }
    return repeats
  }

  private func withDocument(
    _ lines: [String], _ body: (Bytes, UnsafeBufferPointer<ByteSpan>) throws -> Void
  ) rethrows {
    var text: [UInt8] = []
    var spans: [ByteSpan] = []
    for line in lines {
      spans.append(ByteSpan(text.count, text.count + line.utf8.count))
      text += Array(line.utf8) + [0x0A]
    }
    try text.withUnsafeBufferPointer { text in try spans.withUnsafeBufferPointer { try body(text, $0) } }
  }

  private func verdicts(_ lines: [String], from host: String, _ repeats: Repeats?) throws -> [Verdict] {
    let judge = try BlockJudge(repeats: repeats)
    var verdicts = GrowableBuffer<Verdict>()
    try withDocument(lines) { text, spans in
      try Array(host.utf8).withUnsafeBufferPointer {
        try judge.judge(text, blocks: spans, host: $0, workspace: &workspace, into: &verdicts)
      }
    }
    return (0..<verdicts.count).map { verdicts[$0] }
  }

  private func count(_ block: String, _ host: String, _ repeats: Repeats) throws -> Int {
    try Array(host.utf8).withUnsafeBufferPointer { host in
      try Array(block.utf8).withUnsafeBufferPointer { try repeats.documents(ofHost: host, with: $0) }
    }
  }

  private func file(_ repeats: Repeats) throws -> [UInt8] {
    var output = ByteBuffer()
    try repeats.write(to: &output)
    return Array(output.view)
  }

  private func loaded(_ file: [UInt8]) throws -> Repeats {
    try file.withUnsafeBufferPointer { (file) throws(TamisError) in try Repeats(file) }
  }

  /// A word for a number, of letters alone: figures are no difference.
  private func word(_ number: Int) -> String {
    String(String(number, radix: 16).map { Character(Unicode.Scalar(UInt8(0x61 + Int(String($0), radix: 16)!))) })
  }

  private func page(_ number: Int) -> [String] {
    [
      "Skip to the catalogue",
      "What the tide left on the beach of \(word(number * 7 + 3))",
      "On the first morning of the survey the beach keepers of \(word(number)) walked the sand from the pier to the mouth of "
        + "the river, and what they wrote down fills the \(word(number + 40)) pages of the green book.",
      "Most of it is rope. The rest, say the keepers of \(word(number * 31)), is wood, glass and now and then a shoe, which "
        + "they set upon the wall for whoever may come looking for the other one.",
      "The museum of the shore is kept by its friends, who count every shell that is brought to its door and give each "
        + "of them a number, a drawer and a card that says who found it and on what day of the year it was.",
    ]
  }

  // MARK: hashing

  /// The published vector: key 00…0f, input 00…0e.
  func testSipHashIsTheDefinition() {
    var state = SipHash.State(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
    state.add((0..<15).map { UInt8($0) }, 15)
    XCTAssertEqual(state.finish(), 0xA129_CA61_49BE_45E5)
  }

  func testNearRepeatsAreOne() throws {
    let repeats = try Repeats(memory: 1 << 16)
    let groups = [
      ["Published on 12 March 2024, 10:30", "published on 3 July 2023,  9:05", "PUBLISHED ON Monday 1 January 1999, 23:59"],
      ["1,204 comments", "87 Comments", "3 comments"], ["© 2021–2024 Die Küste", "© 2022–2023 DIE KÜSTE"],
      ["Опубликовано 5 мая 2021", "Опубликовано 17 июня 2020"], ["更新：2024年3月5日", "更新：2019年11月30日"],
      ["نشر في ١٢ يناير ٢٠٢٤", "نشر في ٣ مارس ٢٠٢٣"], ["१२ जनवरी २०२४", "५ मार्च २०२३"],
    ]
    for group in groups {
      for line in group { try add([line], from: "a.example", to: repeats) }
      for line in group { XCTAssertEqual(try count(line, "a.example", repeats), group.count, line) }
    }
  }

  func testDifferentBlocksAreNotOne() throws {
    let repeats = try Repeats(memory: 1 << 20)
    let lines = ["12", "13", "1:0", "10", "A march", "a March of 3", "a mark of 3", "Küste", "Kuste", "§", "§§", "3–1", "5–2"]
    for line in lines { try add([line], from: "a.example", to: repeats) }
    for line in lines { XCTAssertEqual(try count(line, "a.example", repeats), 1, line) }
  }

  func testHostsAreToldApartAndNormalised() throws {
    let repeats = try Repeats(memory: 1 << 20)
    let spellings = [
      "www.Shore.example", "https://shore.example/a?b#c", "//user@SHORE.example:8080/x", "shore.example", "shore.example.",
      "https://www.shore.example.:443/", "shore.example/a?to=http://evil.example/", "git+ssh://shore.example",
    ]
    for host in spellings { try add(["One line"], from: host, to: repeats) }
    try add(["One line"], from: "other.example", to: repeats)
    try add(["One line"], from: "", to: repeats)
    XCTAssertEqual(try count("One line", "shore.example", repeats), spellings.count)
    XCTAssertEqual(try count("One line", "other.example", repeats), 1)
    XCTAssertEqual(try count("One line", "", repeats), 1)
    XCTAssertEqual(Array("shore.example".utf8).withUnsafeBufferPointer { repeats.documents(ofHost: $0) }, spellings.count)
    XCTAssertEqual(repeats.documentCount, UInt64(spellings.count + 2))
  }

  func testADocumentCountsABlockOnce() throws {
    let repeats = try Repeats(memory: 1 << 20)
    try add(Array(repeating: "Again", count: 5000), from: "a.example", to: repeats)
    XCTAssertEqual(try count("Again", "a.example", repeats), 1)
  }

  // MARK: merging

  func testMergingDoesNotDependOnOrderOrGrouping() throws {
    func shard(_ pages: some Sequence<Int>) throws -> Repeats {
      let repeats = try Repeats(memory: 1 << 18, seed: 7)
      for number in pages { try add(page(number), from: "host\(number % 5).example", to: repeats) }
      return repeats
    }
    func merged(_ parts: [Repeats]) throws -> Repeats {
      let sum = try Repeats(memory: 1 << 18, seed: 7)
      for part in parts { try sum.merge(part) }
      return sum
    }
    let parts = try [shard(0..<10), shard(10..<50), shard(50..<60)]
    let whole = try file(shard((0..<60).reversed()))
    XCTAssertEqual(try file(merged(parts)), whole)
    XCTAssertEqual(try file(merged(parts.reversed())), whole)
    XCTAssertEqual(try file(merged([merged([parts[1], parts[2]]), parts[0]])), whole)
    XCTAssertEqual(try file(merged([parts[0], merged([parts[1], merged([parts[2]])])])), whole)
  }

  func testMergingSaturatedCountersStaysAssociative() throws {
    let one = try Repeats(memory: 1 << 16)
    for _ in 0..<30_000 { try add(["Again"], from: "a.example", to: one) }
    func merged(_ parts: [Repeats]) throws -> Repeats {
      let sum = try Repeats(memory: 1 << 16)
      for part in parts { try sum.merge(part) }
      return sum
    }
    let two = try merged([one, one])
    let left = try merged([two, one])
    XCTAssertEqual(try count("Again", "a.example", left), 65_535)
    XCTAssertEqual(try file(left), try file(merged([one, two])))
  }

  func testWhatCannotBeMerged() throws {
    let repeats = try Repeats(memory: 1 << 16)
    XCTAssertThrowsError(try repeats.merge(Repeats(memory: 1 << 18)))
    XCTAssertThrowsError(try repeats.merge(Repeats(memory: 1 << 16, seed: 1)))
    XCTAssertThrowsError(try repeats.merge(repeats))
    for memory in [0, -1, 1 << 15, Int.max] { XCTAssertThrowsError(try Repeats(memory: memory)) }
  }

  func testAnIndexInUseNoLongerChanges() throws {
    let repeats = try Repeats(memory: 1 << 16)
    _ = try BlockJudge(repeats: repeats)
    XCTAssertThrowsError(try add(["One line"], from: "", to: repeats))
    XCTAssertThrowsError(try repeats.merge(Repeats(memory: 1 << 16)))
    XCTAssertNoThrow(try Repeats(memory: 1 << 16).merge(repeats))
  }

  // MARK: bounds

  func testMemoryIsBoundedAndAnOverfullIndexSaysNothing() throws {
    let repeats = try Repeats(memory: 1 << 16)
    XCTAssertLessThanOrEqual(repeats.memory, 1 << 16)
    for number in 0..<3000 {
      try add((0..<20).map { "Line \(word(number)) of \(word($0))" }, from: "h\(number % 7)", to: repeats)
    }
    XCTAssertEqual(try file(repeats).count, repeats.fileLength)
    _ = try BlockJudge(repeats: repeats)
    var wrong = 0
    for number in 0..<1000 where try count("never \(word(number)) seen", "h1", repeats) >= 2 { wrong += 1 }
    XCTAssertLessThan(wrong, 20)
  }

  func testHugeDocumentsCountByTheirEnds() throws {
    let repeats = try Repeats(memory: 1 << 20)
    let letters = (0..<10_000).map { "line \(word($0))" }
    try add(letters, from: "a.example", to: repeats)
    let counted = try letters.filter { try count($0, "a.example", repeats) > 0 }.count
    XCTAssertGreaterThanOrEqual(counted, Repeats.blocksPerDocument * 9 / 10)
    XCTAssertLessThanOrEqual(counted, Repeats.blocksPerDocument * 11 / 10)
  }

  // MARK: evidence

  func testFurnitureOfAHostIsDroppedAndArticlesStay() throws {
    let repeats = try index(40, from: "shore.example", page)
    let alone = try verdicts(page(5), from: "shore.example", nil)
    XCTAssertTrue(alone[4].isKept, "by itself the paragraph about the museum reads like the article")
    let judged = try verdicts(page(5), from: "shore.example", repeats)
    XCTAssertFalse(judged[4].isKept)
    XCTAssertEqual(judged[4].kind, .repeated)
    XCTAssertEqual(judged[4].reasons[0], .inManyDocuments)
    XCTAssertTrue(judged[2].isKept && judged[3].isKept)
    XCTAssertEqual(try verdicts(page(5), from: "elsewhere.example", repeats), alone)
    XCTAssertEqual(try verdicts(page(5), from: "", repeats), alone)
  }

  /// Rows that differ in their numbers: without these, which keys leave out, every page of a recipe site has its flour.
  func testIngredientsStayHoweverManyRecipesHaveThem() throws {
    let goods = ["flour", "sugar", "butter", "milk", "leeks", "pumpkin", "lentils", "honey"]
    let recipe = { (number: Int) in
      let own = (0..<5).map { goods[(number * 3 + $0 * (1 + number % 2)) % goods.count] }
      return ["Recipes", "Newsletter", "Bake of \(own[0]) and \(own[1]) with \(self.word(number))",
        "This bake has been an autumn dish with us since the aunt of \(self.word(number * 7)) made it with \(own[2]) for the first time "
          + "and nobody at the table said a word before the dish was empty.", "Ingredients"]
        + own.enumerated().map { "\(($0.offset + number) * 10 + 40) g \($0.element)" }
        + ["Stir the \(own[0]) into the \(own[3]), leave it for \(number + 10) minutes under a cloth, and bake it in the middle of the "
          + "oven until the \(own[1]) is brown."]
    }
    let repeats = try index(16, from: "larder.example", recipe)
    XCTAssertGreaterThan(try count("70 g butter", "larder.example", repeats), 4)
    let rows = 5..<10
    let alone = try verdicts(recipe(5), from: "larder.example", nil)[rows]
    XCTAssertTrue(alone.allSatisfy(\.isKept))
    XCTAssertEqual(try verdicts(recipe(5), from: "larder.example", repeats)[rows], alone)
  }

  /// The day's news under a line that all pages have: each page's own, so no block of it is shared.
  func testWhatFollowsASharedLineBehindTheArticleIsDropped() throws {
    let teaser = "Three boats were found on the north shore after the storm of Friday night."
    let behind = { (number: Int) in Array(self.page(number)[0...3]) + ["More from the islands", number == 5 ? teaser : "Seals of \(self.word(number))"] }
    let repeats = try index(40, from: "shore.example", behind)
    let alone = try verdicts(behind(5), from: "shore.example", nil)
    XCTAssertTrue(alone[5].isKept, "by itself the teaser reads like the article")
    let judged = try verdicts(behind(5), from: "shore.example", repeats)
    XCTAssertFalse(judged[5].isKept)
    XCTAssertEqual(judged[5].reasons[0], .behindSharedBlock)
    XCTAssertTrue(judged[2].isKept && judged[3].isKept)
  }

  /// One report that a wire sent out stands on three pages of five hundred: whole on two, a paragraph of it on a third.
  func testWhatAFewPagesShareStays() throws {
    let repeats = try Repeats(memory: 1 << 20)
    let report = [
      "Harbour reopens after the storm",
      "The harbour of the northern islands was opened again on Tuesday after nine days of storm, and the first ferry left "
        + "with bread, post and forty sheep on board.",
      "Fishermen said that the breakwater had held, though the light at its end is gone and will be looked for by divers.",
    ]
    for number in 0..<497 { try add(page(number), from: "shore.example", to: repeats) }
    try add(report, from: "shore.example", to: repeats)
    try add(report + ["Also read the tide tables"], from: "shore.example", to: repeats)
    let third = page(498)[0...3] + [report[1]]
    try add(Array(third), from: "shore.example", to: repeats)
    let alone = try verdicts(Array(third), from: "shore.example", nil)
    XCTAssertTrue(alone[4].isKept)
    XCTAssertEqual(try verdicts(Array(third), from: "shore.example", repeats).map(\.isKept), [false] + alone.dropFirst().map(\.isKept))
    XCTAssertTrue(try verdicts(report, from: "shore.example", repeats).allSatisfy(\.isKept))
  }

  // MARK: files

  func testSavedAndLoadedIsTheSame() throws {
    let repeats = try Repeats(memory: 1 << 18, seed: 99)
    for number in 0..<40 { try add(page(number), from: "shore.example", to: repeats) }
    let saved = try file(repeats)
    let again = try loaded(saved)
    XCTAssertEqual(again.documentCount, 40)
    XCTAssertEqual(again.seed, 99)
    XCTAssertEqual(try file(again), saved)
    XCTAssertEqual(try verdicts(page(5), from: "shore.example", again), try verdicts(page(5), from: "shore.example", repeats))
  }

  func testDamagedFilesAreRefused() throws {
    let repeats = try Repeats(memory: 1 << 16)
    try add(page(1), from: "shore.example", to: repeats)
    let saved = try file(repeats)
    for length in stride(from: 0, to: saved.count, by: 997) { XCTAssertThrowsError(try loaded(Array(saved.prefix(length)))) }
    XCTAssertThrowsError(try loaded(saved + [0]))
    XCTAssertThrowsError(try loaded(Array("Tamis repeats 1\n".utf8) + saved.dropFirst(16)))
    var generator = SeededGenerator(9)
    for _ in 0..<300 {
      var damaged = saved
      damaged[Int.random(in: 0..<damaged.count, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      XCTAssertThrowsError(try loaded(damaged))
    }
    for _ in 0..<300 { XCTAssertThrowsError(try loaded(Trouble.corrupted(saved, &generator) + [1])) }
    // A header that asks for all the memory there is.
    var greedy = Array(saved.prefix(64))
    greedy[48] = 32
    XCTAssertThrowsError(try loaded(greedy))
  }

  func testSpansOutsideTheTextAreRefused() throws {
    let repeats = try Repeats(memory: 1 << 16)
    let text = Array("abc".utf8)
    for span in [ByteSpan(0, 4), ByteSpan(-1, 2), ByteSpan(2, 1)] {
      try text.withUnsafeBufferPointer { text in
        try [span].withUnsafeBufferPointer { spans in
          XCTAssertThrowsError(
            try repeats.add(text, blocks: spans, host: Bytes(start: nil, count: 0), workspace: &workspace))
        }
      }
    }
    XCTAssertEqual(repeats.documentCount, 0)
  }
}
