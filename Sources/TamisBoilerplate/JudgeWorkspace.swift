import TamisBase

/// One thread's scratch for judging, used again and again: once warm, judging allocates nothing.
public struct JudgeWorkspace: ~Copyable {
  /// Blocks that are judged together. A longer document is judged piece by piece, so that its memory is bounded.
  static let segment = 1 << 15

  var counts = GrowableBuffer<BlockCounts>()
  var tokens = GrowableBuffer<Token>()
  /// See ``LanguageWords/own``.
  var language: UInt32 = 0
  /// See ``CueFinder``.
  var cues = GrowableBuffer<UInt32>()
  var repeats = GrowableBuffer<UInt64>()
  /// See ``TopicCells``.
  var topics = GrowableBuffer<UInt32>()
  /// See ``FeatureColumns``.
  var columns = GrowableBuffer<UInt8>()
  var addresses = GrowableBuffer<UnsafePointer<UInt8>?>()
  /// What the last stage made of each block: logits in 1/1024.
  package var scores = GrowableBuffer<Int16>()
  /// See ``DocumentProfile``.
  var histogram = GrowableBuffer<Int>()
  /// For ``Repeats``: a block's canonical form, in how many documents each block stands, what its logit loses.
  var canonical = GrowableBuffer<UInt8>()
  var shared = GrowableBuffer<Int32>()
  var changes = GrowableBuffer<Int16>()
  /// Where what ``SharedDividers`` doubts begins: a block's place.
  var articleEnd = 0

  public init() {}
}
