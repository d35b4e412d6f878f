import CRecords

/// What one line of JSON Lines holds, as spans of the line. Values are as they are written, strings with their quotes.
package struct JSONRecord: Equatable, Sendable {
  package var text: ByteSpan
  /// Nil when the line has no such field.
  package var id: ByteSpan?
  /// How many fields carry the text field's name. Of several, the last one counts, as in most JSON readers.
  package var textFieldCount: Int
  /// Nil when the line has no such field, or nobody asks for it.
  package var language: ByteSpan?
  /// The same for the field that holds its URL.
  package var url: ByteSpan?
  /// The same for where the document comes from.
  package var host: ByteSpan?
}

/// Why a line yields no record.
package enum LineFault: Error, Equatable, Sendable {
  /// The first ill-formed byte, from the beginning of the line.
  case notUTF8(Int)
  case notJSON(JSONFault)
  case notAnObject
  case noTextField
  /// The text field holds something else; the name says what.
  case textIsNotAString(StaticStringBox, Int)
  case tooLong
  case outOfMemory
}

/// A static string that can be compared.
package struct StaticStringBox: Equatable, Sendable {
  package let text: StaticString

  package init(_ text: StaticString) {
    self.text = text
  }

  package static func == (a: StaticStringBox, b: StaticStringBox) -> Bool { a.text.description == b.text.description }
}

/// Reads lines of JSON Lines, one after the other, on one thread.
package final class JSONLineParser {
  /// Readable bytes that a line needs behind it.
  package static let padding = Int(CRECORDS_PADDING)

  private let parser: OpaquePointer
  private let textField: [UInt8]
  private let idField: [UInt8]
  private let languageField: [UInt8]?
  private let urlField: [UInt8]?
  private let hostField: [UInt8]?
  private var key = ByteBuffer()

  /// Field names in UTF-8.
  package init(
    textField: [UInt8], idField: [UInt8], languageField: [UInt8]? = nil, urlField: [UInt8]? = nil,
    hostField: [UInt8]? = nil
  ) throws(TamisError) {
    guard let parser = crecords_parser_create() else { throw .outOfMemory }
    self.parser = parser
    self.textField = textField
    self.idField = idField
    self.languageField = languageField
    self.urlField = urlField
    self.hostField = hostField
  }

  deinit {
    crecords_parser_destroy(parser)
  }

  /// Finds the record in `line` and checks the whole line's grammar; only the text's own escapes are left to decoding.
  /// - Precondition: ``padding`` readable bytes follow the line.
  package func parse(_ line: Bytes) throws(LineFault) -> JSONRecord {
    guard let base = line.baseAddress else { throw .notJSON(JSONFault(kind: .endsEarly, position: 0)) }
    var found: UnsafePointer<crecords_field>?
    var count = 0
    switch crecords_find_fields(parser, base, line.count, &found, &count) {
    case CRECORDS_FOUND: return try record(line, UnsafeBufferPointer(start: found, count: count))
    case CRECORDS_TOO_LONG: throw .tooLong
    case CRECORDS_OUT_OF_MEMORY: throw .outOfMemory
    default: throw Self.diagnose(line)
    }
  }

  private func record(_ line: Bytes, _ fields: UnsafeBufferPointer<crecords_field>) throws(LineFault) -> JSONRecord {
    var record = JSONRecord(text: ByteSpan(0, 0), id: nil, textFieldCount: 0)
    var behind = 0
    for (place, field) in fields.enumerated() {
      guard Self.standsWell(line, field, behind: behind, isFirst: place == 0) else { throw Self.diagnose(line) }
      behind = field.value_end
      let value = ByteSpan(field.value_start, field.value_end)
      if try isKey(line, field, textField) {
        // One that is not the last after all is carried over like any other field.
        if record.textFieldCount > 0 { try Self.check(line, record.text) }
        record.text = value
        record.textFieldCount += 1
      } else {
        try Self.check(line, value)
      }
      if try isKey(line, field, idField) { record.id = value }
      if let languageField, try isKey(line, field, languageField) { record.language = value }
      if let urlField, try isKey(line, field, urlField) { record.url = value }
      if let hostField, try isKey(line, field, hostField) { record.host = value }
    }
    guard Self.endsWell(line, behind: behind, isEmpty: fields.isEmpty) else { throw Self.diagnose(line) }
    guard record.textFieldCount > 0 else { throw .noTextField }
    guard Self.isString(line, record.text) else { throw Self.diagnoseText(line, record.text) }
    return record
  }

  private static func check(_ line: Bytes, _ value: ByteSpan) throws(LineFault) {
    guard (try? JSONGrammar.check(line, value)) != nil else { throw diagnose(line) }
  }

  private static func isString(_ line: Bytes, _ value: ByteSpan) -> Bool {
    value.count >= 2 && line[value.start] == UInt8(ascii: "\"") && line[value.end - 1] == UInt8(ascii: "\"")
  }

  private func isKey(_ line: Bytes, _ field: crecords_field, _ name: [UInt8]) throws(LineFault) -> Bool {
    let raw = Bytes(rebasing: line[field.key_start..<field.key_end])
    if !JSONString.hasEscapes(raw) { return raw.elementsEqual(name) }
    key.removeAll()
    do {
      try JSONString.decode(raw, into: &key)
    } catch {
      throw error == .outOfMemory ? .outOfMemory : Self.diagnose(line)
    }
    return key.view.elementsEqual(name)
  }

  /// Whether only `{` or `,` stands before the field's key and only `:` between key and value.
  private static func standsWell(_ line: Bytes, _ field: crecords_field, behind: Int, isFirst: Bool) -> Bool {
    var position = behind
    let opening = isFirst ? UInt8(ascii: "{") : UInt8(ascii: ",")
    guard skip(opening, line, &position), skip(UInt8(ascii: "\""), line, &position) else { return false }
    guard position == field.key_start, field.key_end < field.value_start else { return false }
    position = field.key_end
    guard skip(UInt8(ascii: "\""), line, &position), skip(UInt8(ascii: ":"), line, &position) else { return false }
    skipSpace(line, &position)
    return position == field.value_start
  }

  private static func endsWell(_ line: Bytes, behind: Int, isEmpty: Bool) -> Bool {
    var position = behind
    if isEmpty, !skip(UInt8(ascii: "{"), line, &position) { return false }
    guard skip(UInt8(ascii: "}"), line, &position) else { return false }
    skipSpace(line, &position)
    return position == line.count
  }

  private static func skip(_ byte: UInt8, _ line: Bytes, _ position: inout Int) -> Bool {
    skipSpace(line, &position)
    guard position < line.count, line[position] == byte else { return false }
    position += 1
    return true
  }

  private static func skipSpace(_ line: Bytes, _ position: inout Int) {
    while position < line.count, isJSONSpace(line[position]) { position += 1 }
  }

  /// What is wrong with a line that simdjson or the checks above refused, found by reading it again slowly.
  private static func diagnose(_ line: Bytes) -> LineFault {
    if let position = firstIllFormed(line) { return .notUTF8(position) }
    do {
      try JSONGrammar.check(line, ByteSpan(0, line.count))
    } catch {
      return .notJSON(error)
    }
    var position = 0
    skipSpace(line, &position)
    if position < line.count, line[position] != UInt8(ascii: "{") { return .notAnObject }
    // The grammar finds nothing wrong; refuse all the same, at the beginning.
    return .notJSON(JSONFault(kind: .expectedValue, position: 0))
  }

  private static func diagnoseText(_ line: Bytes, _ span: ByteSpan) -> LineFault {
    do {
      try JSONGrammar.check(line, span)
    } catch {
      return .notJSON(error)
    }
    let what: StaticString =
      switch line[span.start] {
      case UInt8(ascii: "n"): "null"
      case UInt8(ascii: "t"), UInt8(ascii: "f"): "a truth value"
      case UInt8(ascii: "["): "an array"
      case UInt8(ascii: "{"): "an object"
      default: "a number"
      }
    return .textIsNotAString(StaticStringBox(what), span.start)
  }
}

/// Where the first ill-formed UTF-8 sequence is; nil if there is none.
package func firstIllFormed(_ bytes: Bytes) -> Int? {
  guard let base = bytes.baseAddress else { return nil }
  var position = 0
  while position < bytes.count {
    let scalar = decodeScalar(base, position, bytes.count)
    if !scalar.isWellFormed { return position }
    position += scalar.length
  }
  return nil
}
