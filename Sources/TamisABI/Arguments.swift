import CTamis
import Tamis

/// The bytes that a pointer and a length mean.
func bytes(_ data: UnsafePointer<CChar>?, _ length: Int64, _ name: StaticString = "data") throws(Failure) -> Bytes {
  guard length >= 0 else {
    throw Failure(TAMIS_INVALID_ARGUMENT, name, "has the length %; it may not be negative", length)
  }
  guard let data else {
    guard length == 0 else {
      throw Failure(TAMIS_INVALID_ARGUMENT, name, "is null with the length %; null is only for empty texts", length)
    }
    return Bytes(start: nil, count: 0)
  }
  try checkReach(UnsafeRawPointer(data), length, 1, name)
  return Bytes(start: UnsafeRawPointer(data).assumingMemoryBound(to: UInt8.self), count: Int(length))
}

/// The longest name or word, without its NUL. It bounds how far a pointer is followed.
private let greatestWordLength = 255

/// The bytes before the NUL of a name or a word; nil for null.
/// - Parameter place: where it stands in a list.
func word(_ start: UnsafePointer<CChar>?, _ name: StaticString, at place: Int64? = nil) throws(Failure) -> Bytes? {
  guard let start else { return nil }
  var length = 0
  while start[length] != 0 {
    length += 1
    guard length <= greatestWordLength else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, name, place == nil ? "is longer than % bytes" : "has more than % bytes at place %",
        Int64(greatestWordLength), place ?? 0)
    }
  }
  let word = Bytes(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: length)
  let valid = wellFormedPrefix(of: word)
  guard valid == length else {
    throw Failure(
      TAMIS_INVALID_ARGUMENT, name,
      place == nil ? "is not well-formed UTF-8 from its byte %" : "has ill-formed UTF-8, from byte %, at place %",
      Int64(valid), place ?? 0)
  }
  return word
}

/// Refuses what would lead past the end of all addresses, the only lie about a length that can be seen.
func checkReach(_ start: UnsafeRawPointer, _ count: Int64, _ stride: Int, _ name: StaticString) throws(Failure) {
  let (size, tooMany) = Int(count).multipliedReportingOverflow(by: stride)
  let (_, tooFar) = Int(bitPattern: start).addingReportingOverflow(size)
  guard !tooMany, !tooFar else { throw Failure(TAMIS_INVALID_ARGUMENT, name, "cannot have % elements", count) }
}

/// A place for a result, which may not be null.
func place<Value>(
  _ pointer: UnsafeMutablePointer<Value>?, _ name: StaticString
) throws(Failure) -> UnsafeMutablePointer<Value> {
  guard let pointer else { throw .null(name) }
  return pointer
}

/// A buffer for results with its capacity.
func buffer<Value>(
  _ start: UnsafeMutablePointer<Value>?, _ capacity: Int64, _ name: StaticString
) throws(Failure) -> UnsafeMutableBufferPointer<Value> {
  guard capacity >= 0 else {
    throw Failure(TAMIS_INVALID_ARGUMENT, name, "has the capacity %; it may not be negative", capacity)
  }
  guard start != nil || capacity == 0 else {
    throw Failure(TAMIS_INVALID_ARGUMENT, name, "is null with the capacity %; null asks for the size", capacity)
  }
  return UnsafeMutableBufferPointer(start: start, count: Int(capacity))
}

/// Copies results into the caller's buffer, or says how large it would have to be.
func deliver<Value: BitwiseCopyable>(
  _ values: UnsafeBufferPointer<Value>, to room: UnsafeMutableBufferPointer<Value>,
  required: UnsafeMutablePointer<Int64>, _ name: StaticString
) throws(Failure) {
  required.pointee = Int64(values.count)
  guard values.count <= room.count else {
    throw .tooSmall(name, capacity: Int64(room.count), required: Int64(values.count))
  }
  guard let target = room.baseAddress, let source = values.baseAddress else { return }
  target.update(from: source, count: values.count)
}

/// A span of `length` bytes.
func span(_ span: tamis_span, within length: Int, _ name: StaticString) throws(Failure) -> ByteSpan {
  guard span.start >= 0, span.start <= span.end, span.end <= Int64(length) else {
    throw Failure(
      TAMIS_INVALID_ARGUMENT, name, "is [%, %), which is not a span of that text; compare it with the text's length",
      span.start, span.end)
  }
  return ByteSpan(Int(span.start), Int(span.end))
}
