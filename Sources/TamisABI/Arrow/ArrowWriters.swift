import CTamis
import Tamis

/// Writes texts into the buffers of a column that has been counted before.
struct TextWriter {
  private let small: UnsafeMutablePointer<Int32>?
  private let large: UnsafeMutablePointer<Int64>?
  private let data: UnsafeMutablePointer<UInt8>
  private var row = 0
  private var end = 0

  init(_ column: ArrowExport, rows: Int, bytes: Int, isLarge: Bool) throws(Failure) {
    if !isLarge { try checkOffset(bytes) }
    small = isLarge ? nil : try column.buffer(1, of: Int32.self, rows + 1)
    large = isLarge ? try column.buffer(1, of: Int64.self, rows + 1) : nil
    data = try column.buffer(2, of: UInt8.self, bytes)
  }

  mutating func add(_ text: Bytes) {
    if let start = text.baseAddress { (data + end).update(from: start, count: text.count) }
    end += text.count
    row += 1
    small?[row] = Int32(truncatingIfNeeded: end)
    large?[row] = Int64(end)
  }

  mutating func add(_ text: StaticString) {
    add(Bytes(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Empty texts up to a row.
  mutating func skip(to next: Int) {
    while row < next { add(Bytes(start: nil, count: 0)) }
  }
}

/// Writes the offsets of lists.
struct ListWriter {
  private let ends: UnsafeMutablePointer<Int32>
  private var list = 0
  private var end = 0

  init(_ column: ArrowExport, lists: Int, items: Int) throws(Failure) {
    try checkOffset(items)
    ends = try column.buffer(1, of: Int32.self, lists + 1)
  }

  mutating func add(_ items: Int) {
    end += items
    list += 1
    ends[list] = Int32(truncatingIfNeeded: end)
  }
}

/// Writes spans into a struct of start and end.
struct SpanWriter {
  private let starts: UnsafeMutablePointer<Int64>
  private let ends: UnsafeMutablePointer<Int64>
  private var row = 0

  init(_ column: ArrowExport, rows: Int) throws(Failure) {
    column.set(length: rows)
    let start = try column.child(0, buffers: 2)
    let end = try column.child(1, buffers: 2)
    start.set(length: rows)
    end.set(length: rows)
    starts = try start.buffer(1, of: Int64.self, rows)
    ends = try end.buffer(1, of: Int64.self, rows)
  }

  mutating func add(_ span: ByteSpan) {
    starts[row] = Int64(span.start)
    ends[row] = Int64(span.end)
    row += 1
  }
}

private func checkOffset(_ total: Int) throws(Failure) {
  guard total <= Int(Int32.max) else {
    throw Failure(
      TAMIS_INVALID_ARGUMENT, "texts", "would need offsets up to %, and those of 32 bits end at %; give fewer rows at once",
      Int64(total), Int64(Int32.max))
  }
}
