import Tamis

/// Sentences of a whole document, as ICU is given it.
final class SplitSentences: Contestant {
  let name: String
  let title: String
  let role = Role.tamis
  private let splitter: SentenceSplitter
  private var sentences = GrowableBuffer<ByteSpan>()

  init(_ name: String, _ title: String, _ rules: SentenceRules) throws(TamisError) {
    self.name = name
    self.title = title
    splitter = try SentenceSplitter(rules: rules)
  }

  func run(_ texts: Texts) throws(TamisError) -> Int {
    var sum = 0
    for place in 0..<texts.count {
      let text = texts[place]
      sentences.removeAll()
      try splitter.split(text, in: ByteSpan(0, text.count), into: &sentences)
      sum &+= sentences.count
    }
    return sum
  }
}

/// Blocks of a whole document.
final class FindBlocks: Contestant {
  let name = "blocks"
  let title = "Find the blocks of clean text"
  let role = Role.tamis
  private var blocks = GrowableBuffer<ByteSpan>()

  func run(_ texts: Texts) throws(TamisError) -> Int {
    var sum = 0
    for place in 0..<texts.count {
      blocks.removeAll()
      try findBlocks(in: texts[place], into: &blocks)
      sum &+= blocks.count
    }
    return sum
  }
}
