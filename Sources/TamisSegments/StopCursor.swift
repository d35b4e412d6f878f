import CByteScan
import TamisBase

/// Walks the places where a sentence may end, by the bitmap of `stop_scan`, one chunk of it at a time.
struct StopCursor {
  /// 4 KB of text, 512 bytes of bitmap: small enough for the stack and the first-level cache.
  static let wordsAtOnce = 64

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let extra: StaticBytes
  private let words: UnsafeMutablePointer<UInt64>
  private var chunkStart: Int
  private var chunkEnd: Int
  /// The word in hand without the bits that were handed out, and where its first bit stands.
  private var word: UInt64 = 0
  private var wordStart: Int

  /// Four ASCII bytes that count as stops besides those of UAX #29.
  typealias StaticBytes = (UInt8, UInt8, UInt8, UInt8)
  static let noExtra: StaticBytes = (0x2E, 0x2E, 0x2E, 0x2E)

  /// - Precondition: `words` has room for `wordsAtOnce`.
  init(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, extra: StaticBytes, words: UnsafeMutablePointer<UInt64>
  ) {
    self.base = base
    self.end = end
    self.extra = extra
    self.words = words
    chunkStart = start
    chunkEnd = start
    // The word before the first: whatever is asked for lies behind it.
    wordStart = start &- 64
  }

  /// The next stop at `minimum` or later; `end` if there is none. `minimum` must not go back.
  @inline(__always)
  mutating func next(from minimum: Int) -> Int {
    while true {
      if minimum >= wordStart &+ 64 {
        guard advance(to: minimum) else { return end }
      }
      if minimum > wordStart { word &= ~0 &<< UInt64(minimum &- wordStart) }
      if word != 0 { return wordStart &+ word.trailingZeroBitCount }
      guard advance(to: wordStart &+ 64) else { return end }
    }
  }

  /// Moves to the word that holds `position`, or to the next one that has a bit; false at the end.
  @inline(__always)
  private mutating func advance(to position: Int) -> Bool {
    var wanted = position
    while wanted < end {
      if wanted >= chunkEnd { scan(from: wanted) }
      var index = (wanted &- chunkStart) &>> 6
      let count = (chunkEnd &- chunkStart &+ 63) &>> 6
      while index < count && words[index] == 0 { index &+= 1 }
      if index < count {
        word = words[index]
        wordStart = chunkStart &+ index &<< 6
        return true
      }
      wanted = chunkEnd
    }
    return false
  }

  private mutating func scan(from position: Int) {
    chunkStart = position
    chunkEnd = min(end, position &+ Self.wordsAtOnce &* 64)
    withUnsafeBytes(of: extra) { extra in
      stop_scan(
        base + chunkStart, chunkEnd - chunkStart, end - chunkStart,
        extra.baseAddress!.assumingMemoryBound(to: UInt8.self), words)
    }
  }
}
