/// SipHash-2-4 by Aumasson and Bernstein (https://eprint.iacr.org/2012/351): who does not know the key cannot make two
/// inputs collide, so no page can be written to look like what another page repeats.
package enum SipHash {
  /// The hash of `count` bytes.
  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int, key: UInt64) -> UInt64 {
    var state = State(key, key ^ 0x7265_7065_6174_732E)
    state.add(bytes, count)
    return state.finish()
  }

  /// The definition's own four words, for the test against its published values too.
  package struct State {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var last: UInt64 = 0

    package init(_ first: UInt64, _ second: UInt64) {
      v0 = first ^ 0x736F_6D65_7073_6575
      v1 = second ^ 0x646F_7261_6E64_6F6D
      v2 = first ^ 0x6C79_6765_6E65_7261
      v3 = second ^ 0x7465_6462_7974_6573
    }

    /// All of the input, once.
    package mutating func add(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
      let whole = count & ~7
      var at = 0
      while at < whole {
        let word = UInt64(littleEndian: UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self))
        v3 ^= word
        round()
        round()
        v0 ^= word
        at = at &+ 8
      }
      last = UInt64(truncatingIfNeeded: count) &<< 56
      for place in whole..<count { last |= UInt64(bytes[place]) &<< UInt64(truncatingIfNeeded: 8 &* (place & 7)) }
    }

    package mutating func finish() -> UInt64 {
      v3 ^= last
      round()
      round()
      v0 ^= last
      v2 ^= 0xFF
      for _ in 0..<4 { round() }
      return v0 ^ v1 ^ v2 ^ v3
    }

    @inline(__always)
    private mutating func round() {
      v0 = v0 &+ v1
      v1 = (v1 &<< 13 | v1 &>> 51) ^ v0
      v0 = v0 &<< 32 | v0 &>> 32
      v2 = v2 &+ v3
      v3 = (v3 &<< 16 | v3 &>> 48) ^ v2
      v0 = v0 &+ v3
      v3 = (v3 &<< 21 | v3 &>> 43) ^ v0
      v2 = v2 &+ v1
      v1 = (v1 &<< 17 | v1 &>> 47) ^ v2
      v2 = v2 &<< 32 | v2 &>> 32
    }
  }
}
