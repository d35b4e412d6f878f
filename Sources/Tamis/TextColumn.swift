/// Borrowed documents in one piece of memory, as an Arrow large-string column lays them out.
///
/// Row `i` is `data[offsets[i] ..< offsets[i + 1]]`; there is one offset more than there are rows. Bit `i % 8` of byte
/// `i / 8` of the validity bitmap is 0 for a null row. Source: the Apache Arrow columnar format, variable-size binary layout.
public struct TextColumn: @unchecked Sendable {
  public let data: Bytes
  public let offsets: UnsafeBufferPointer<Int64>
  /// Null when every row is valid.
  public let validity: UnsafePointer<UInt8>?

  /// - Throws: ``TamisError/invalidArgument(_:)`` when the offsets descend or leave the data.
  public init(
    data: Bytes, offsets: UnsafeBufferPointer<Int64>, validity: UnsafePointer<UInt8>? = nil
  ) throws(TamisError) {
    guard offsets.count > 0 else { throw .invalidArgument("a column of n rows has n + 1 offsets") }
    var last: Int64 = 0
    for offset in offsets {
      guard offset >= last, offset <= Int64(data.count) else {
        throw .invalidArgument("column offsets ascend and stay within the data")
      }
      last = offset
    }
    self.data = data
    self.offsets = offsets
    self.validity = validity
  }

  public var count: Int { offsets.count - 1 }

  /// The bytes of a row; nil for a null row and for one that there is not.
  public func row(_ index: Int) -> Bytes? {
    guard index >= 0, index < count else { return nil }
    if let validity, validity[index >> 3] & 1 << UInt8(index & 7) == 0 { return nil }
    return Bytes(rebasing: data[Int(offsets[index])..<Int(offsets[index + 1])])
  }
}
