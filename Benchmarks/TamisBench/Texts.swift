import TamisBase

/// Documents one behind the other in one piece of memory, as a batch has them.
final class Texts {
  private var bytes = ByteBuffer()
  private var ends = GrowableBuffer<Int64>()

  init() throws(TamisError) {
    try ends.append(0)
  }

  var count: Int { ends.count - 1 }
  var byteCount: Int { bytes.count }
  var data: Bytes { bytes.view }
  /// One offset more than there are documents.
  var offsets: UnsafeBufferPointer<Int64> { ends.view }

  subscript(_ place: Int) -> Bytes {
    Bytes(rebasing: bytes.view[Int(ends[place])..<Int(ends[place + 1])])
  }

  func append(_ document: Bytes) throws(TamisError) {
    try bytes.append(document)
    try ends.append(Int64(bytes.count))
  }

  func append(_ document: [UInt8]) throws(TamisError) {
    try document.withUnsafeBufferPointer { (bytes) throws(TamisError) in try append(bytes) }
  }
}
