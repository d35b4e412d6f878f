import CTamis
import Tamis

/// How a column of texts lies in memory: https://arrow.apache.org/docs/format/CDataInterface.html
enum TextLayout {
  /// Offsets of 32 bits: u, z.
  case small
  /// Offsets of 64 bits: U, Z.
  case large
  /// Views of 16 bytes, which hold short texts themselves: vu, vz.
  case view

  /// - Parameter format: of an ArrowSchema.
  init?(format: UnsafePointer<CChar>) {
    switch (UInt8(bitPattern: format[0]), format[0] == 0 ? 0 : UInt8(bitPattern: format[1])) {
    case (UInt8(ascii: "u"), 0), (UInt8(ascii: "z"), 0): self = .small
    case (UInt8(ascii: "U"), 0), (UInt8(ascii: "Z"), 0): self = .large
    case (UInt8(ascii: "v"), UInt8(ascii: "u")) where format[2] == 0: self = .view
    case (UInt8(ascii: "v"), UInt8(ascii: "z")) where format[2] == 0: self = .view
    default: return nil
    }
  }

  /// Whether texts of results have offsets of 64 bits.
  var isLarge: Bool { self != .small }
}

/// Where the texts stand in the arrays of a schema.
struct TextPlace {
  let layout: TextLayout
  /// Which column of a struct; nil for an array of texts.
  let column: Int?
  /// How many columns the struct has.
  let columnCount: Int

  /// - Parameter name: of the column in a struct; nil for "text", or the only one.
  init(_ schema: UnsafePointer<ArrowSchema>, named name: Bytes?) throws(Failure) {
    let format = try schema.format()
    if let layout = TextLayout(format: format) {
      try schema.refuseDictionary()
      self.init(layout: layout, column: nil)
      return
    }
    guard format[0] == CChar(UInt8(ascii: "+")), format[1] == CChar(UInt8(ascii: "s")), format[2] == 0 else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, "schema",
        "has a format that is no text; u, U, vu, z, Z and vz are read, alone or in a struct (+s)")
    }
    try self.init(columnsOf: schema, named: name)
  }

  private init(layout: TextLayout, column: Int?, columnCount: Int = 0) {
    self.layout = layout
    self.column = column
    self.columnCount = columnCount
  }

  private init(columnsOf schema: UnsafePointer<ArrowSchema>, named name: Bytes?) throws(Failure) {
    let count = schema.pointee.n_children
    guard count >= 0, count < 1 << 20 else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "schema", "has % children, which is no number of columns", count)
    }
    guard count == 0 || schema.pointee.children != nil else { throw .null("the schema's children") }
    var found: Int?
    for place in 0..<Int(count) {
      guard let child = schema.pointee.children[place] else { throw .null("a child of the schema") }
      let isWanted = name.map { child.pointee.isNamed($0) } ?? child.pointee.isNamed("text")
      if isWanted || name == nil && count == 1 { found = found ?? place }
    }
    guard let found, let child = schema.pointee.children[found] else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, "text_column", "names none of the % columns; set it to the one with the texts", count)
    }
    guard let layout = TextLayout(format: try UnsafePointer(child).format()) else {
      throw Failure(
        TAMIS_INVALID_ARGUMENT, "text_column", "is column %, whose format is no text; u, U, vu, z, Z and vz are read",
        Int64(found))
    }
    try UnsafePointer(child).refuseDictionary()
    self.init(layout: layout, column: found, columnCount: Int(count))
  }
}

extension UnsafePointer<ArrowSchema> {
  fileprivate func format() throws(Failure) -> UnsafePointer<CChar> {
    guard pointee.release != nil else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "schema", "was released; its release is null")
    }
    guard let format = pointee.format else { throw .null("the schema's format") }
    return format
  }

  fileprivate func refuseDictionary() throws(Failure) {
    guard pointee.dictionary == nil else {
      throw Failure(TAMIS_INVALID_ARGUMENT, "schema", "is of a dictionary; cast the column to plain strings")
    }
  }
}

extension ArrowSchema {
  fileprivate func isNamed(_ wanted: Bytes) -> Bool {
    guard let name else { return wanted.isEmpty }
    for (place, byte) in wanted.enumerated() where UInt8(bitPattern: name[place]) != byte { return false }
    return name[wanted.count] == 0
  }

  fileprivate func isNamed(_ wanted: StaticString) -> Bool {
    wanted.withUTF8Buffer { isNamed($0) }
  }
}
