import TamisBase

/// One thread's scratch for judging, used again and again: once warm, judging allocates nothing.
public struct JudgeWorkspace: ~Copyable {
  /// Blocks that are judged together. A longer document is judged piece by piece, so that its memory is bounded.
  static let segment = 1 << 15

  var tokens = GrowableBuffer<Token>()
  /// See ``LanguageWords/own``.
  var language: UInt32 = 0
  var page = BlockTable()
  /// See ``PageCore``.
  var core = BlockTable()
  /// The blocks that were asked what kind of page this is, as its core: all where there is none, none where nobody asked.
  var asked = 0..<0
  /// For ``Repeats``: a document's keys, a block's canonical form, in how many documents each block stands, what its logit
  /// loses.
  var keys = GrowableBuffer<UInt64>()
  var canonical = GrowableBuffer<UInt8>()
  var shared = GrowableBuffer<Int32>()
  var changes = GrowableBuffer<Int16>()
  /// Where what ``SharedDividers`` doubts begins: a block's place.
  var articleEnd = 0

  /// Where the tokens of all blocks lie; nothing is read there if there are none.
  var tokenBase: UnsafePointer<Token> {
    UnsafePointer(tokens.elements.baseAddress ?? UnsafeMutablePointer(bitPattern: 4).unsafelyUnwrapped)
  }

  public init() {}
}
