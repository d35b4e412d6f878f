import CICU
import TamisBase

/// The normalisation forms of Unicode Standard Annex #15, and `none`.
@frozen
public enum NormalizationForm: Int32, CaseIterable, Sendable {
  case none = 0
  case nfc = 1
  case nfd = 2
  case nfkc = 3
  case nfkd = 4
  /// NFKC_Casefold: NFKC, case folded, default-ignorable code points removed (Unicode 15.0, section 3.13, R5).
  case nfkcCasefold = 5
}

/// One of ICU's normalisers. They are ICU's own singletons: immutable, shared by all threads, never freed.
public struct Normalizer: @unchecked Sendable {
  private let form: OpaquePointer

  /// - Throws: ``TamisError/icu(code:)`` when ICU cannot load its data; ``TamisError/invalidArgument(_:)`` for `.none`.
  public init(_ form: NormalizationForm) throws(TamisError) {
    guard form != .none else { throw .invalidArgument("no normaliser belongs to the form 'none'") }
    var status: Int32 = 0
    let found = cicu_normalizer_get(form.rawValue, &status)
    try check(status)
    guard let found else { throw .icu(code: status) }
    self.form = found
  }

  /// Whether nothing is ever joined or reordered across the place before `scalar`.
  public func hasBoundary(before scalar: UInt32) -> Bool {
    cicu_has_boundary_before(form, Int32(truncatingIfNeeded: scalar)) != 0
  }

  /// The two characters that `scalar` decomposes into in one step and that this form composes to it again.
  public func primaryDecomposition(of scalar: UInt32) -> (UInt32, UInt32)? {
    var first: Int32 = 0
    var second: Int32 = 0
    guard cicu_primary_decomposition(form, Int32(truncatingIfNeeded: scalar), &first, &second) != 0 else { return nil }
    return (UInt32(bitPattern: first), UInt32(bitPattern: second))
  }

  /// Normalises `source` (UTF-16) and appends the result to `output`.
  public func normalize(
    _ source: UnsafeBufferPointer<UInt16>, into output: inout GrowableBuffer<UInt16>
  ) throws(TamisError) {
    guard source.count < Int(Int32.max) / 4 else { throw .invalidArgument("a stretch too long for one ICU call") }
    // NFC grows by at most three in UTF-16 (UAX #15, table 8); the compatibility forms by up to eighteen, so ask again.
    var capacity = source.count * 3 + 16
    while true {
      let room = try output.spare(capacity)
      var status: Int32 = 0
      let length = cicu_normalize(form, source.baseAddress, Int32(source.count), room, Int32(capacity), &status)
      if Int(status) == CICU_BUFFER_OVERFLOW && Int(length) > capacity {
        capacity = Int(length)
        continue
      }
      try check(status)
      output.commit(Int(length))
      return
    }
  }
}

/// Throws what ICU reports as a failure; warnings are negative.
func check(_ status: Int32) throws(TamisError) {
  guard status > 0 else { return }
  if Int(status) == CICU_OUT_OF_MEMORY { throw .outOfMemory }
  throw .icu(code: status)
}
