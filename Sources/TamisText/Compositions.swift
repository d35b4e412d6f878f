import TamisBase
import TamisICU

/// The primary composites of Unicode: which two characters NFC joins into which one (Unicode 15.0, section 3.11, D114 to
/// D117). An open-addressed table built from ICU's raw decompositions; Hangul is arithmetic.
struct Compositions: @unchecked Sendable {
  /// The two characters and their composite, 21 bits each; zero in an empty slot.
  private let slots: UnsafePointer<UInt64>
  private let mask: Int

  private enum Hangul {
    static let leads: UInt32 = 0x1100
    static let vowels: UInt32 = 0x1161
    static let trails: UInt32 = 0x11A7
    static let syllables: UInt32 = 0xAC00
  }

  /// - Parameter forEachCandidate: calls back with the ranges of characters that NFD decomposes.
  init(
    _ normalizer: Normalizer,
    _ forEachCandidate: ((UInt32, UInt32) throws(TamisError) -> Void) throws(TamisError) -> Void
  ) throws(TamisError) {
    // About 940 pairs (Unicode 15); a quarter full, a look-up that fails takes 1.2 probes.
    let capacity = 4096
    var table = GrowableBuffer<UInt64>()
    try table.append(repeating: 0, count: capacity)
    let mask = capacity - 1
    var count = 0
    try forEachCandidate { (first, last) throws(TamisError) in
      for scalar in first...last where !(0xAC00...0xD7A3).contains(scalar) {
        guard let pair = normalizer.primaryDecomposition(of: scalar) else { continue }
        guard count < capacity / 2 else { throw .invalidArgument("more composites than this table was made for") }
        let key = Self.key(pair.0, pair.1)
        var place = Self.hash(key) & mask
        while table[place] != 0 { place = (place + 1) & mask }
        table[place] = key << 21 | UInt64(scalar)
        count += 1
      }
    }
    self.mask = mask
    slots = table.relinquish()
  }

  /// Whether `body` holds for all characters but Hangul that compose with `second` behind them.
  func allFirsts(of second: UInt32, _ body: (UInt32) -> Bool) -> Bool {
    for place in 0...mask where slots[place] != 0 && UInt32(truncatingIfNeeded: slots[place] >> 21 & 0x1F_FFFF) == second {
      if !body(UInt32(truncatingIfNeeded: slots[place] >> 42)) { return false }
    }
    return true
  }

  /// What `first` and `second` become, or nil if they stay two.
  @inline(__always)
  func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if let syllable = composeHangul(first, second) { return syllable }
    let key = Self.key(first, second)
    var place = Self.hash(key) & mask
    while true {
      let slot = slots[place]
      if slot >> 21 == key { return UInt32(truncatingIfNeeded: slot & 0x1F_FFFF) }
      if slot == 0 { return nil }
      place = (place + 1) & mask
    }
  }

  @inline(__always)
  private func composeHangul(_ first: UInt32, _ second: UInt32) -> UInt32? {
    let lead = first &- Hangul.leads
    let vowel = second &- Hangul.vowels
    if lead < 19, vowel < 21 { return Hangul.syllables + (lead * 21 + vowel) * 28 }
    let syllable = first &- Hangul.syllables
    let trail = second &- Hangul.trails
    if syllable < 11172, syllable % 28 == 0, trail > 0, trail < 28 { return first + trail }
    return nil
  }

  @inline(__always)
  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 21 | UInt64(second)
  }

  @inline(__always)
  private static func hash(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 40)
  }
}
