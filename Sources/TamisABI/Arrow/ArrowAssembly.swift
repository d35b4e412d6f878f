import CTamis
import Tamis

// From rows to columns: each function fills one, walking all rows of all pieces in order.

extension ArrowRows {
  /// Writes all columns. On failure what is there already is to be released.
  func assemble(into array: UnsafeMutablePointer<ArrowArray>) throws(Failure) {
    let root = try ArrowExport(at: array, buffers: 1, children: columns.count)
    root.set(length: count)
    if columns.contains(.text) {
      try texts(try root.child(columns.place(.text), buffers: 3), of: .cleaned, isLarge: columns.isLarge) { $0.texts.view }
    }
    if columns.contains(.error) {
      try texts(try root.child(columns.place(.error), buffers: 3), of: .failed, isLarge: false) { $0.messages.view }
    }
    if columns.contains(.sentences) { try sentences(root) }
    if columns.contains(.blocks) { try blocks(root) }
    if columns.contains(.edits) { try edits(root) }
    if columns.contains(.encoding) { try encodings(root) }
  }

  /// A column of the texts of the rows in a state, which lie one behind the other in their pieces.
  private func texts(
    _ column: ArrowExport, of state: ArrowRow.State, isLarge: Bool, _ bytes: (borrowing ArrowPiece) -> Bytes
  ) throws(Failure) {
    var total = 0
    for piece in pieces.indices { total += bytes(pieces[piece]).count }
    var writer = try TextWriter(column, rows: count, bytes: total, isLarge: isLarge)
    try markValid(column, state)
    for piece in pieces.indices {
      let bytes = bytes(pieces[piece])
      var start = 0
      for row in pieces[piece].rows.view {
        let length = row.state == state ? row.textLength : 0
        writer.add(Bytes(rebasing: bytes[start..<start + length]))
        start += length
      }
    }
  }

  /// Length, validity and number of nulls of a column whose rows are there in one state only.
  private func markValid(_ column: ArrowExport, _ state: ArrowRow.State) throws(Failure) {
    let valid = try column.bits(0, count)
    var number = 0
    var place = 0
    for piece in pieces.indices {
      for row in pieces[piece].rows.view {
        if row.state == state {
          valid[place >> 3] |= 1 << UInt8(place & 7)
          number += 1
        }
        place += 1
      }
    }
    column.set(length: count, nulls: count - number)
  }

  /// The kept sentences of each row.
  private func sentences(_ root: ArrowExport) throws(Failure) {
    let list = try root.child(columns.place(.sentences), buffers: 2, children: 1)
    try markValid(list, .cleaned)
    var number = 0
    var bytes = 0
    for piece in pieces.indices {
      for sentence in pieces[piece].sentences.view where !sentence.cleaned.isEmpty {
        number += 1
        bytes += sentence.cleaned.count
      }
    }
    var ends = try ListWriter(list, lists: count, items: number)
    let items = try list.child(0, buffers: 3)
    items.set(length: number)
    var writer = try TextWriter(items, rows: number, bytes: bytes, isLarge: columns.isLarge)
    for piece in pieces.indices {
      let texts = pieces[piece].texts.view
      let all = pieces[piece].sentences.view
      var (text, first) = (0, 0)
      for row in pieces[piece].rows.view {
        var kept = 0
        for sentence in all[first..<first + row.sentenceCount] where !sentence.cleaned.isEmpty {
          writer.add(Bytes(rebasing: texts[text + sentence.cleaned.start..<text + sentence.cleaned.end]))
          kept += 1
        }
        ends.add(kept)
        first += row.sentenceCount
        if row.state == .cleaned { text += row.textLength }
      }
    }
  }

  private func edits(_ root: ArrowExport) throws(Failure) {
    let fields = ArrowColumns.edits.count
    let column = try root.child(columns.place(.edits), buffers: 1, children: fields)
    try markValid(column, .cleaned)
    for field in 0..<fields {
      let child = try column.child(field, buffers: 2)
      child.set(length: count)
      let numbers = try child.buffer(1, of: Int64.self, count)
      forEachCleaned { place, piece, number in numbers[place] = Self.edit(pieces[piece].edits[number], field) }
    }
  }

  private static func edit(_ counts: EditCounts, _ field: Int) -> Int64 {
    let all: KeyPath<EditCounts, Int> =
      switch field {
      case 0: \.repaired
      case 1: \.lineEnds
      case 2: \.controls
      case 3: \.invisibles
      case 4: \.normalized
      case 5: \.spaces
      case 6: \.htmlReferences
      case 7: \.encoding
      case 8: \.typography
      default: \.mojibake
      }
    return Int64(counts[keyPath: all])
  }

  private func encodings(_ root: ArrowExport) throws(Failure) {
    let column = try root.child(columns.place(.encoding), buffers: 1, children: 2)
    try markValid(column, .cleaned)
    let names = try column.child(0, buffers: 3)
    let confidences = try column.child(1, buffers: 2)
    names.set(length: count)
    confidences.set(length: count)
    var bytes = 0
    forEachCleaned { _, piece, number in bytes += pieces[piece].encodings[number].name.withBytes(\.count) }
    var writer = try TextWriter(names, rows: count, bytes: bytes, isLarge: false)
    let numbers = try confidences.buffer(1, of: Int32.self, count)
    forEachCleaned { place, piece, number in
      let encoding = pieces[piece].encodings[number]
      writer.skip(to: place)
      encoding.name.withBytes { writer.add($0) }
      numbers[place] = Int32(truncatingIfNeeded: encoding.confidence)
    }
    writer.skip(to: count)
  }

  /// Goes through the rows that are cleaned: their place among all, their piece, and their place among the cleaned ones
  /// of that.
  private func forEachCleaned(_ body: (_ place: Int, _ piece: Int, _ number: Int) -> Void) {
    var place = 0
    for piece in pieces.indices {
      var number = 0
      for row in pieces[piece].rows.view {
        if row.state == .cleaned {
          body(place, piece, number)
          number += 1
        }
        place += 1
      }
    }
  }

  func markBlockLists(_ list: ArrowExport) throws(Failure) { try markValid(list, .cleaned) }
}
