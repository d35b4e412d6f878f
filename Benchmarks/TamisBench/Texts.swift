import TamisBase

/// Documents one behind the other in one piece of memory, as a batch has them.
final class Texts {
  private var bytes = ByteBuffer()
  private var ends = GrowableBuffer<Int64>()
  /// Whose bytes these are, if they are only cut in other places.
  private let whole: Texts?

  init() throws(TamisError) {
    whole = nil
    try ends.append(0)
  }

  /// The first of the text of others, cut at `ends`.
  init(of whole: Texts, cutAt ends: some Sequence<Int>) throws(TamisError) {
    self.whole = whole
    try self.ends.append(0)
    for end in ends { try self.ends.append(Int64(min(end, whole.byteCount))) }
  }

  var count: Int { ends.count - 1 }
  var byteCount: Int { Int(ends[count]) }
  var data: Bytes {
    if let whole { return Bytes(rebasing: whole.data[..<byteCount]) }
    return bytes.view
  }
  /// One offset more than there are documents.
  var offsets: UnsafeBufferPointer<Int64> { ends.view }

  subscript(_ place: Int) -> Bytes {
    Bytes(rebasing: data[Int(ends[place])..<Int(ends[place + 1])])
  }

  func append(_ document: Bytes) throws(TamisError) {
    try bytes.append(document)
    try ends.append(Int64(bytes.count))
  }

  func append(_ document: [UInt8]) throws(TamisError) {
    try document.withUnsafeBufferPointer { (bytes) throws(TamisError) in try append(bytes) }
  }
}
