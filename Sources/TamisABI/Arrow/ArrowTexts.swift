import CTamis
import Tamis

/// A borrowed column of texts, checked, read where it lies.
struct ArrowTexts {
  let count: Int
  private let layout: TextLayout
  /// Row 0's place in the column's buffers, and in the validity of the struct around it.
  private let first: Int
  private let firstOfStruct: Int
  private let validity: UnsafeRawPointer?
  private let structValidity: UnsafeRawPointer?
  /// The offsets, or the views.
  private let slots: UnsafeRawPointer?
  private let data: UnsafePointer<UInt8>?
  /// Of views: the buffers behind them, and how long each is.
  private let buffers: UnsafeMutablePointer<UnsafeRawPointer?>?
  private let bufferCount: Int
  private let bufferLengths: UnsafeRawPointer?

  init(_ array: UnsafePointer<ArrowArray>, at place: TextPlace) throws(Failure) {
    try array.check("texts")
    var column = array
    count = Int(array.pointee.length)
    layout = place.layout
    firstOfStruct = place.column == nil ? 0 : Int(array.pointee.offset)
    structValidity = place.column == nil ? nil : try array.validity("the struct")
    if let wanted = place.column {
      column = try array.child(wanted, of: place.columnCount)
      guard Int(column.pointee.length) - firstOfStruct >= count else {
        throw Failure(
          TAMIS_INVALID_ARGUMENT, "texts", "is a struct of % rows and has a column of only %",
          Int64(count + firstOfStruct), column.pointee.length)
      }
    }
    guard column.pointee.dictionary == nil else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "texts", "has a dictionary; cast the column to plain strings")
    }
    first = Int(column.pointee.offset) + firstOfStruct
    // Validity, offsets and data; or validity, views, any number of buffers, and their lengths.
    let number = column.pointee.n_buffers
    guard layout == .view ? number >= 3 : number == 3 else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "texts", "has % buffers; its format has 3, and that of views more", number)
    }
    guard let all = column.pointee.buffers else { throw .null("the texts' buffers") }
    validity = try column.validity("texts")
    slots = all[1]
    if layout == .view {
      bufferCount = Int(number) - 3
      (data, buffers) = (nil, all + 2)
      bufferLengths = all[bufferCount + 2]
      guard bufferLengths != nil || bufferCount == 0 else { throw .null("the lengths of the views' buffers") }
    } else {
      (bufferCount, buffers, bufferLengths) = (0, nil, nil)
      data = all[2]?.assumingMemoryBound(to: UInt8.self)
    }
    guard slots != nil || count == 0 else { throw .null(layout == .view ? "the views" : "the offsets") }
    try checkRows()
  }

  /// The bytes of a row; nil for a null one.
  func row(_ row: Int) -> Bytes? {
    if isNull(row) { return nil }
    switch layout {
    case .small: return text(Int(offset32(row)), Int(offset32(row + 1)))
    case .large: return text(Int(offset64(row)), Int(offset64(row + 1)))
    case .view: return view(row)
    }
  }

  func isNull(_ row: Int) -> Bool {
    Self.isClear(validity, first + row) || Self.isClear(structValidity, firstOfStruct + row)
  }

  private static func isClear(_ bits: UnsafeRawPointer?, _ place: Int) -> Bool {
    guard let bits else { return false }
    return bits.load(fromByteOffset: place >> 3, as: UInt8.self) & 1 << UInt8(place & 7) == 0
  }

  // Nobody has to align buffers, though everybody should.

  private func offset32(_ row: Int) -> Int32 {
    slots.unsafelyUnwrapped.loadUnaligned(fromByteOffset: (first + row) << 2, as: Int32.self)
  }

  private func offset64(_ row: Int) -> Int64 {
    slots.unsafelyUnwrapped.loadUnaligned(fromByteOffset: (first + row) << 3, as: Int64.self)
  }

  private func text(_ start: Int, _ end: Int) -> Bytes {
    guard let data, start < end else { return Bytes(start: nil, count: 0) }
    return Bytes(start: data + start, count: end - start)
  }

  /// A view is the length, then up to 12 bytes of text, or the first 4 bytes, the buffer, and the offset in that.
  private func view(_ row: Int) -> Bytes {
    let view = slots.unsafelyUnwrapped + (first + row) << 4
    let length = Int(view.loadUnaligned(as: Int32.self))
    if length <= 12 { return Bytes(start: (view + 4).assumingMemoryBound(to: UInt8.self), count: length) }
    let buffer = Int(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
    let offset = Int(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
    guard let start = buffers?[buffer] else { return Bytes(start: nil, count: 0) }
    return Bytes(start: (start + offset).assumingMemoryBound(to: UInt8.self), count: length)
  }
}

extension ArrowTexts {
  /// Looks at all that rows are told from.
  private func checkRows() throws(Failure) {
    guard count > 0, let slots else { return }
    let width = layout == .small ? 4 : layout == .large ? 8 : 16
    try checkReach(slots, Int64(first + count + 1), width, "texts")
    switch layout {
    case .small: try checkOffsets { Int64(offset32($0)) }
    case .large: try checkOffsets(offset64)
    case .view: try checkViews()
    }
  }

  private func checkOffsets(_ offset: (Int) -> Int64) throws(Failure) {
    var last: Int64 = offset(0)
    guard last >= 0 else { throw .offsets("begin at %, below 0", last, row: 0) }
    for row in 1...count {
      let next = offset(row)
      guard next >= last else { throw .offsets("fall from % to %", last, next, row: row - 1) }
      last = next
    }
    guard data != nil || last == offset(0) else { throw .null("the data of the texts") }
    if let data { try checkReach(data, last, 1, "texts") }
  }

  private func checkViews() throws(Failure) {
    for row in 0..<count where !isNull(row) {
      let view = slots.unsafelyUnwrapped + (first + row) << 4
      let length = Int64(view.loadUnaligned(as: Int32.self))
      guard length >= 0 else { throw .offsets("have a view of the length %", length, row: row) }
      if length <= 12 { continue }
      let buffer = Int64(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
      let offset = Int64(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
      guard buffer >= 0, buffer < Int64(bufferCount), let bufferLengths, buffers?[Int(buffer)] != nil else {
        throw .offsets("have a view into buffer % of %", buffer, Int64(bufferCount), row: row)
      }
      let room = bufferLengths.loadUnaligned(fromByteOffset: Int(buffer) << 3, as: Int64.self)
      guard offset >= 0, offset + length <= room else {
        throw .offsets("have a view that leads to byte % of a buffer of %", offset + length, room, row: row)
      }
    }
  }
}

extension Failure {
  fileprivate static func offsets(
    _ message: StaticString, _ first: Int64, _ second: Int64 = 0, row: Int
  ) -> Failure {
    Failure(TAMIS_BAD_OFFSETS, "texts", message, first, second).at(document: Int64(row))
  }
}

extension UnsafePointer<ArrowArray> {
  /// What holds for arrays of all kinds.
  fileprivate func check(_ name: StaticString) throws(Failure) {
    guard pointee.release != nil else {
      throw Failure(TAMIS_INVALID_ARGUMENT, name, "was released; its release is null")
    }
    // More rows than there are addresses for their offsets.
    let limit = Int64(1) << 48
    guard pointee.length >= 0, pointee.length < limit, pointee.offset >= 0, pointee.offset < limit else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, name, "has the length % and the offset %, which no array can have", pointee.length,
        pointee.offset)
    }
    guard pointee.n_buffers >= 0, pointee.n_buffers < 1 << 32 else {
      throw Failure(TAMIS_INVALID_ARGUMENT, name, "has % buffers, which no array can have", pointee.n_buffers)
    }
  }

  fileprivate func child(_ wanted: Int, of count: Int) throws(Failure) -> UnsafePointer<ArrowArray> {
    guard pointee.n_children == Int64(count) else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, "texts", "has % columns and its schema %", pointee.n_children, Int64(count))
    }
    guard let children = pointee.children, let child = children[wanted] else { throw .null("the column of texts") }
    let column = UnsafePointer(child)
    try column.check("the column of texts")
    return column
  }

  /// The bits that say which rows are there; nil if all are.
  fileprivate func validity(_ name: StaticString) throws(Failure) -> UnsafeRawPointer? {
    guard pointee.n_buffers > 0 else { return nil }
    guard let buffers = pointee.buffers else { throw .null("the buffers") }
    if let bits = buffers[0] { return pointee.null_count == 0 ? nil : UnsafeRawPointer(bits) }
    guard pointee.null_count <= 0 else {
      throw Failure(TAMIS_INVALID_ARGUMENT, name, "has % nulls and no validity bitmap", pointee.null_count)
    }
    return nil
  }
}
