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
    var status = U_ZERO_ERROR
    let found: OpaquePointer? =
      switch form {
      case .none: throw .invalidArgument("no normaliser belongs to the form 'none'")
      case .nfc: cicu_nfc(&status)
      case .nfd: cicu_nfd(&status)
      case .nfkc: cicu_nfkc(&status)
      case .nfkd: cicu_nfkd(&status)
      case .nfkcCasefold: cicu_nfkc_casefold(&status)
      }
    try check(status)
    guard let found else { throw .icu(code: status.rawValue) }
    self.form = found
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
      var status = U_ZERO_ERROR
      let length = cicu_normalize(form, source.baseAddress, Int32(source.count), room, Int32(capacity), &status)
      if status == U_BUFFER_OVERFLOW_ERROR && Int(length) > capacity {
        capacity = Int(length)
        continue
      }
      try check(status)
      output.commit(Int(length))
      return
    }
  }
}

/// Throws what ICU reports as a failure. `U_STRING_NOT_TERMINATED_WARNING` and its like are not failures.
func check(_ status: UErrorCode) throws(TamisError) {
  guard status.rawValue > U_ZERO_ERROR.rawValue else { return }
  if status == U_MEMORY_ALLOCATION_ERROR { throw .outOfMemory }
  throw .icu(code: status.rawValue)
}
