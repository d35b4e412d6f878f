import TamisBase

/// The name of an encoding: ASCII of at most 63 bytes, held without an allocation. ICU's longest alias has 45.
public struct EncodingName: Sendable, BitwiseCopyable {
  private typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
  /// The name and zeros behind it, of which there is one at least.
  private var words: Words = (0, 0, 0, 0, 0, 0, 0, 0)

  /// A name that is too long, not ASCII, or has a NUL in it is no encoding's, and reads as the empty one.
  public init(_ name: Bytes) {
    guard name.count < MemoryLayout<Words>.size, name.allSatisfy({ $0 > 0 && $0 < 0x80 }) else { return }
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: name) }
  }

  public init(_ name: String) {
    var name = name
    self = name.withUTF8 { EncodingName($0) }
  }

  init(cString: UnsafePointer<CChar>) {
    var length = 0
    while cString[length] != 0 { length += 1 }
    self = cString.withMemoryRebound(to: UInt8.self, capacity: length) {
      EncodingName(Bytes(start: $0, count: length))
    }
  }

  /// Lends the bytes of the name, without the zero behind them.
  public func withBytes<R>(_ body: (Bytes) -> R) -> R {
    withUnsafeBytes(of: words) { raw in
      let bytes = raw.assumingMemoryBound(to: UInt8.self)
      return body(Bytes(rebasing: bytes[..<(bytes.firstIndex(of: 0) ?? 0)]))
    }
  }

  func withCString<R>(_ body: (UnsafePointer<CChar>?) -> R) -> R {
    withUnsafeBytes(of: words) { body($0.assumingMemoryBound(to: CChar.self).baseAddress) }
  }
}

extension EncodingName: Equatable {
  /// Letter for letter; two aliases of one encoding are not equal.
  public static func == (a: EncodingName, b: EncodingName) -> Bool {
    a.withBytes { a in b.withBytes { b in a.elementsEqual(b) } }
  }
}

extension EncodingName: ExpressibleByStringLiteral, CustomStringConvertible {
  public init(stringLiteral name: StaticString) {
    self.init(Bytes(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  public var description: String {
    withBytes { String(decoding: $0, as: UTF8.self) }
  }
}
