import TamisBase
public func findBlocks(in text: Bytes, into blocks: inout GrowableBuffer<ByteSpan>) throws(TamisError) {
  var start = 0
  for i in 0...text.count where i == text.count || text[i] == 10 {
    if i > start { try blocks.append(ByteSpan(start, i)) }
    start = i + 1
  }
}
public struct SentenceSplitter: Sendable {
  public init(rules: SentenceRules = .standard) throws(TamisError) {}
  public func split(
    _ text: Bytes, in range: ByteSpan, into sentences: inout GrowableBuffer<ByteSpan>
  ) throws(TamisError) { try sentences.append(range) }
}
