/// A half-open range `[start, end)` of UTF-8 bytes. Whoever hands one out says of which text: source or cleaned.
@frozen
public struct ByteSpan: Equatable, Hashable, Sendable, BitwiseCopyable {
  public var start: Int
  public var end: Int

  @inlinable
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  @inlinable public var count: Int { end - start }
  @inlinable public var isEmpty: Bool { start >= end }
}
