import CTamis

/// The columns of a result, in order.
enum ArrowColumn: Int, CaseIterable {
  case text, error, sentences, blocks, edits, encoding

  var bit: Int { 1 << rawValue }
}

/// What was asked for, checked.
struct ArrowColumns {
  private let bits: Int
  /// Whether texts have offsets of 64 bits.
  let isLarge: Bool

  init(_ columns: Int64, isLarge: Bool) throws(Failure) {
    let known = ArrowColumn.allCases.reduce(0) { $0 | $1.bit }
    guard columns >= 0, columns <= Int64(known) else {
      throw Failure(TAMIS_UNKNOWN_OPTION, "columns", "is %; it is made of TAMIS_ARROW_* bits up to %", columns, Int64(known))
    }
    bits = columns == 0 ? ArrowColumn.text.bit | ArrowColumn.error.bit : Int(columns)
    self.isLarge = isLarge
  }

  func contains(_ column: ArrowColumn) -> Bool { bits & column.bit != 0 }
  var count: Int { bits.nonzeroBitCount }
  /// Which child of the struct a column is.
  func place(_ column: ArrowColumn) -> Int { (bits & (column.bit - 1)).nonzeroBitCount }
}

extension ArrowColumns {
  private var text: StaticString { isLarge ? "U" : "u" }

  /// Writes the schema of results. On failure what is there already is to be released.
  func describe(to schema: UnsafeMutablePointer<ArrowSchema>) throws(Failure) {
    let root = try ArrowSchemaExport(at: schema, "", "+s", children: count)
    if contains(.text) { try root.child(place(.text), "text", text, isNullable: true) }
    if contains(.error) { try root.child(place(.error), "error", "u", isNullable: true) }
    if contains(.sentences) {
      try root.child(place(.sentences), "sentences", "+l", isNullable: true, children: 1).child(0, "item", text)
    }
    if contains(.blocks) { try describeBlocks(root) }
    if contains(.edits) { try describeEdits(root) }
    if contains(.encoding) {
      let encoding = try root.child(place(.encoding), "encoding", "+s", isNullable: true, children: 2)
      try encoding.child(0, "name", "u")
      try encoding.child(1, "confidence", "i")
    }
  }

  private func describeBlocks(_ root: ArrowSchemaExport) throws(Failure) {
    let list = try root.child(place(.blocks), "blocks", "+l", isNullable: true, children: 1)
    let block = try list.child(0, "item", "+s", children: 7)
    try describeSpan(block, 0, "source")
    try describeSpan(block, 1, "cleaned", isNullable: true)
    try block.child(2, "keep", "b")
    try block.child(3, "kind", "u")
    try block.child(4, "score", "f")
    try block.child(5, "reasons", "+l", children: 1).child(0, "item", "u")
    try describeSpan(try block.child(6, "sentences", "+l", children: 1), 0, "item")
  }

  private func describeSpan(
    _ parent: ArrowSchemaExport, _ place: Int, _ name: StaticString, isNullable: Bool = false
  ) throws(Failure) {
    let span = try parent.child(place, name, "+s", isNullable: isNullable, children: 2)
    try span.child(0, "start", "l")
    try span.child(1, "end", "l")
  }

  /// The fields of tamis_edits, in order.
  static let edits: [StaticString] = [
    "repaired", "line_ends", "controls", "invisibles", "normalized", "spaces", "html_references", "encoding",
    "typography", "mojibake",
  ]

  private func describeEdits(_ root: ArrowSchemaExport) throws(Failure) {
    let edits = try root.child(place(.edits), "edits", "+s", isNullable: true, children: Self.edits.count)
    for (place, name) in Self.edits.enumerated() { try edits.child(place, name, "l") }
  }
}
