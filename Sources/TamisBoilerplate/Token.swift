import CByteScan
import TamisBase

/// A word as the judge sees it: thirty bits of hash of its folded letters, and two bits of fact.
///
/// Hashes stand in for words everywhere: a collision moves a feature a little and harms nothing else.
typealias Token = UInt32

enum TokenBits {
  /// Long enough to carry meaning: it may be a topic of the document.
  static let content: UInt32 = 1
  /// A character that stands alone; a topic is then a pair of neighbours.
  static let single: UInt32 = 2
}

@inline(__always)
func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
  word_mix(a ^ b)
}

/// The key of a phrase that continues the phrase (or word) `parent` by `next`.
@inline(__always)
func phraseKey(_ parent: UInt32, _ next: Token) -> UInt32 {
  word_pair_key(parent, next)
}

/// Hashes up to 24 bytes of a folded word, eight at a time.
struct WordHash {
  private var state: UInt64

  @inline(__always)
  init(length: Int) {
    state = UInt64(truncatingIfNeeded: length) &* 0xA076_1D64_78BD_642F
  }

  static let limit = 24

  @inline(__always)
  mutating func add(_ eightBytes: UInt64) {
    state = mixed(state, eightBytes)
  }

  @inline(__always)
  func token(letters: Int, isSingle: Bool) -> Token {
    let hash = UInt32(truncatingIfNeeded: mixed(state, 0x1D8E_4E27_C47D_124F) &>> 32) & ~3
    return hash | (isSingle ? TokenBits.single : 0) | (letters >= 4 ? TokenBits.content : 0)
  }
}
