import CByteScan
import TamisBase

/// Finds the phrases of the lexicon in the blocks of a document, from the places where one may begin.
///
/// All blocks' places are gone through in one loop: few blocks have the same number of them, and a loop of each block's own
/// would end by chance. For the same reason what is noted of a cue is noted without a branch.
struct CueFinder {
  let index: WordIndex
  let words: LanguageWords
  let tokens: UnsafePointer<Token>
  let counts: UnsafeMutablePointer<BlockCounts>

  /// A block's number and a token's place in it, which is below ``BlockScanner/detail``.
  static func start(_ block: Int, _ place: Int) -> UInt32 { UInt32(truncatingIfNeeded: block &<< 8 | place) }

  /// Adds the cues that begin at any of `starts[0 ..< count]`, which ascend and are marked as `word_read` marks them, and
  /// puts where they are in their place: their blocks' numbers, each with the cue's in the lowest eight bits. Returns how many
  /// there are.
  func find(_ starts: UnsafeMutablePointer<UInt32>, _ count: Int) -> Int {
    var found = 0
    // Where the last phrase ends: none begins within another.
    var covered: UInt32 = 0
    for next in 0..<count {
      let start = starts[next] & (word_read_word - 1)
      let block = counts + Int(start &>> 8)
      let place = Int(start & 0xFF)
      guard start >= covered, let (cue, length) = cue(block, place, starts[next]) else { continue }
      note(cue, length, place, block)
      covered = start &+ UInt32(truncatingIfNeeded: length)
      starts[found] = start & ~0xFF | UInt32(cue)
      found &+= 1
    }
    return found
  }

  /// The longest phrase of the lexicon that begins at `place`: its cue's raw value and its tokens.
  @inline(__always)
  private func cue(_ block: UnsafePointer<BlockCounts>, _ place: Int, _ marked: UInt32) -> (cue: UInt8, length: Int)? {
    let own = tokens + Int(block.pointee.firstToken)
    if marked & word_read_pair != 0, let found = phrase(own, place, Int(block.pointee.tokens)) { return found }
    guard marked & word_read_word != 0, let entry = index.find(own[place]) else { return nil }
    let cue = index.cue(entry, in: words)
    // "by", "di", "par": a byline begins with them, and every sentence holds them.
    let isCommon = place > 0 && entry.pointee.stop & words.cueBits != 0
    return cue == 0 || isCommon ? nil : (cue &- 1, 1)
  }

  /// The longest of two tokens and more.
  private func phrase(_ own: UnsafePointer<Token>, _ place: Int, _ count: Int) -> (cue: UInt8, length: Int)? {
    var best: (cue: UInt8, length: Int)?
    var key = own[place]
    var length = 1
    while place &+ length < count {
      key = phraseKey(key, own[place &+ length])
      length &+= 1
      guard index.mayBePhrase(key) != 0, let entry = index.find(key) else { break }
      let cue = index.cue(entry, in: words)
      if cue != 0 { best = (cue &- 1, length) }
      guard entry.pointee.hasLonger else { break }
    }
    return best
  }

  @inline(__always)
  private func note(_ cue: UInt8, _ length: Int, _ place: Int, _ block: UnsafeMutablePointer<BlockCounts>) {
    let covered = Int32(truncatingIfNeeded: length)
    block.pointee.cues.add(cue, UInt8(truncatingIfNeeded: length))
    let isNamed: Int32 = cue > Cue.ask.rawValue ? 1 : 0
    block.pointee.cueTokens &+= covered &* isNamed
    block.pointee.cueHits &+= isNamed
    let number = isNamed != 0 ? cue &+ 1 : 0
    block.pointee.firstCue = place == 0 ? number : block.pointee.firstCue
    block.pointee.lastCue = place &+ length == Int(block.pointee.tokens) ? number : block.pointee.lastCue
  }
}

/// Tokens covered by each cue in a block, a byte each: phrases do not overlap, so there are at most
/// ``BlockScanner/detail`` of all.
struct CueCounts: BitwiseCopyable {
  private var counts: (UInt64, UInt64, UInt64) = (0, 0, 0)

  @inline(__always)
  mutating func add(_ cue: UInt8, _ tokens: UInt8) {
    withUnsafeMutableBytes(of: &counts) { $0[min(Int(cue), 23)] &+= tokens }
  }

  @inline(__always)
  subscript(_ cue: Int) -> UInt8 {
    let word = cue < 8 ? counts.0 : cue < 16 ? counts.1 : counts.2
    return UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: cue & 7 &* 8))
  }
}
