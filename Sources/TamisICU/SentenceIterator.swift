import CICU
import TamisBase

/// ICU's sentence boundaries (UAX #29, root locale), read from UTF-8 without a UTF-16 copy.
///
/// This is the standard that the house's own automaton is held against, in the tests and in the benchmark.
public struct SentenceIterator: ~Copyable {
  private let iterator: OpaquePointer

  public init() throws(TamisError) {
    var status: Int32 = 0
    let opened = cicu_sentences_open(&status)
    try check(status)
    guard let opened else { throw .outOfMemory }
    iterator = opened
  }

  deinit {
    cicu_sentences_close(iterator)
  }

  /// Appends the byte offset of every sentence boundary of `text` to `output`: the start first, the end last; nothing
  /// for an empty text.
  public mutating func boundaries(of text: Bytes, into output: inout GrowableBuffer<Int>) throws(TamisError) {
    guard text.count > 0 else { return }
    guard text.count < Int(Int32.max) else { throw .documentTooLarge(limit: Int(Int32.max)) }
    var status: Int32 = 0
    text.withMemoryRebound(to: CChar.self) {
      cicu_sentences_set_utf8(iterator, $0.baseAddress, Int64($0.count), &status)
    }
    try check(status)
    try collect(into: &output)
  }

  /// The same over UTF-16: the offsets are UTF-16 code units. The benchmark's rival.
  public mutating func boundaries(
    ofUTF16 text: UnsafeBufferPointer<UInt16>, into output: inout GrowableBuffer<Int>
  ) throws(TamisError) {
    guard text.count > 0 else { return }
    guard text.count < Int(Int32.max) else { throw .documentTooLarge(limit: Int(Int32.max)) }
    var status: Int32 = 0
    cicu_sentences_set_utf16(iterator, text.baseAddress, Int32(text.count), &status)
    try check(status)
    try collect(into: &output)
  }

  private func collect(into output: inout GrowableBuffer<Int>) throws(TamisError) {
    var boundary = cicu_sentences_next(iterator)
    while boundary >= 0 {
      try output.append(Int(boundary))
      boundary = cicu_sentences_next(iterator)
    }
  }
}
