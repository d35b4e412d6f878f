import CICU
import TamisBase

/// One of ICU's converters from another encoding to UTF-16. One thread at a time.
public struct Converter: ~Copyable {
  private let converter: OpaquePointer
  /// The name that it was opened by.
  public let alias: EncodingName

  /// - Throws: ``TamisError/invalidArgument(_:)`` when ICU knows no encoding of this name.
  public init(_ name: EncodingName) throws(TamisError) {
    var status: Int32 = 0
    let opened = name.withCString { cicu_converter_open($0, &status) }
    if Int(status) == CICU_OUT_OF_MEMORY { throw .outOfMemory }
    guard let opened else { throw .invalidArgument("no encoding has this name") }
    converter = opened
    alias = name
  }

  deinit {
    cicu_converter_close(converter)
  }

  /// The name that IANA registered, or else ICU's own.
  public var name: EncodingName {
    guard let name = cicu_converter_name(converter) else { return alias }
    return EncodingName(cString: name)
  }

  public var isUTF8: Bool { cicu_converter_is_utf8(converter) != 0 }

  /// Decodes all of `source` and calls `body` with pieces of it, in order: UTF-16, and for each unit the offset in
  /// `source` at which its character starts; negative when it belongs to the character before. What cannot be decoded
  /// is U+FFFD.
  public mutating func decode(
    _ source: Bytes, _ units: inout GrowableBuffer<UInt16>, _ offsets: inout GrowableBuffer<Int32>,
    _ body: (
      _ units: UnsafeBufferPointer<UInt16>, _ offsets: UnsafeBufferPointer<Int32>, _ start: Int
    ) throws(TamisError) -> Void
  ) throws(TamisError) {
    guard let base = source.baseAddress else { return }
    guard source.count <= Int(Int32.max) else { throw .documentTooLarge(limit: Int(Int32.max)) }
    cicu_converter_reset(converter)
    units.removeAll()
    offsets.removeAll()
    let capacity = 4096
    let unit = try units.spare(capacity)
    let offset = try offsets.spare(capacity)
    var next: UnsafePointer<UInt8>? = base
    var isFull = true
    while isFull {
      let start = (next ?? base) - base
      var status: Int32 = 0
      let count = Int(
        cicu_converter_decode(converter, &next, base + source.count, unit, Int32(capacity), offset, &status))
      isFull = Int(status) == CICU_BUFFER_OVERFLOW
      if !isFull { try check(status) }
      try body(
        UnsafeBufferPointer(start: unit, count: count), UnsafeBufferPointer(start: offset, count: count), start)
    }
  }
}

/// ICU's guess at the encoding of a text, from the bytes and pairs of bytes that are frequent in languages. One thread
/// at a time.
public struct EncodingDetector: ~Copyable {
  /// How much of a text it looks at.
  public static let sampleBytes = 8192

  private let detector: OpaquePointer

  public init() throws(TamisError) {
    var status: Int32 = 0
    let opened = cicu_detector_open(&status)
    try check(status)
    guard let opened else { throw .outOfMemory }
    detector = opened
  }

  deinit {
    cicu_detector_close(detector)
  }

  /// The best candidate that `isWanted`, and its confidence, 0…100; nil when there is none.
  public mutating func detect(
    _ text: Bytes, _ isWanted: (EncodingName) -> Bool
  ) throws(TamisError) -> (name: EncodingName, confidence: Int)? {
    var status: Int32 = 0
    let length = Int32(min(text.count, Self.sampleBytes))
    let count = cicu_detector_run(detector, text.baseAddress, length, &status)
    try check(status)
    for index in 0..<max(0, count) {
      var confidence: Int32 = 0
      guard let found = cicu_detector_name(detector, index, &confidence) else { continue }
      let name = EncodingName(cString: found)
      if isWanted(name) { return (name, Int(confidence)) }
    }
    return nil
  }
}
