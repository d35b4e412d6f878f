/// Where a JSON text breaks the grammar of RFC 8259, and how.
package struct JSONFault: Error, Equatable, Sendable {
  package enum Kind: Sendable {
    case endsEarly, expectedValue, expectedKey, expectedColon, expectedCommaOrEnd
    case badNumber, badEscape, rawControl, trailing
  }

  package let kind: Kind
  /// Bytes from the beginning of the text.
  package let position: Int

  package init(kind: Kind, position: Int) {
    self.kind = kind
    self.position = position
  }

  package var description: String {
    switch kind {
    case .endsEarly: "it ends before the JSON does"
    case .expectedValue: "a JSON value was expected here"
    case .expectedKey: "a key in quotes was expected here"
    case .expectedColon: "a ':' was expected here"
    case .expectedCommaOrEnd: "a ',' or the closing bracket was expected here"
    case .badNumber: "this is not a JSON number"
    case .badEscape: "JSON has no such escape"
    case .rawControl: "a control character stands unescaped in a string"
    case .trailing: "something follows the end of the JSON value"
    }
  }
}

/// Checks the grammar strictly, byte by byte, to any depth: simdjson finds the fields of a line fast but skips what
/// nobody asks for, and does not say where a line is broken. Whether the bytes are UTF-8 is somebody else's question.
package struct JSONGrammar: ~Copyable {
  private let bytes: Bytes
  private var position: Int
  private let end: Int
  /// The brackets that are open, outermost first.
  private var open = ByteBuffer()

  private init(_ bytes: Bytes, _ span: ByteSpan) {
    self.bytes = bytes
    position = span.start
    end = span.end
  }

  /// Checks that the span holds one value, with or without white space around it.
  package static func check(_ bytes: Bytes, _ span: ByteSpan) throws(JSONFault) {
    var grammar = JSONGrammar(bytes, span)
    try grammar.checkDocument()
  }

  private var byte: UInt8? {
    @inline(__always) get { position < end ? bytes[position] : nil }
  }

  private func fault(_ kind: JSONFault.Kind) -> JSONFault {
    JSONFault(kind: position < end ? kind : .endsEarly, position: min(position, end))
  }

  private mutating func skipSpace() {
    while let byte, isJSONSpace(byte) { position += 1 }
  }

  private mutating func expectEnd() throws(JSONFault) {
    skipSpace()
    if position < end { throw fault(.trailing) }
  }

  private mutating func checkDocument() throws(JSONFault) {
    try valueOrOpening()
    while let bracket = open.view.last {
      skipSpace()
      switch byte {
      case UInt8(ascii: ","):
        position += 1
        if bracket == UInt8(ascii: "{") { try key() }
        try valueOrOpening()
      case bracket &+ 2:  // In ASCII each closing bracket is two behind its opening one.
        position += 1
        open.truncate(to: open.count - 1)
      default: throw fault(.expectedCommaOrEnd)
      }
    }
    try expectEnd()
  }

  /// A scalar; or the beginning of an array or object up to its first scalar or its end.
  private mutating func valueOrOpening() throws(JSONFault) {
    while true {
      skipSpace()
      guard let bracket = byte, isOpening(bracket) else { return try scalar() }
      position += 1
      skipSpace()
      if byte == bracket &+ 2 {
        position += 1
        return
      }
      do { try open.append(bracket) } catch { throw fault(.expectedValue) }
      if bracket == UInt8(ascii: "{") { try key() }
    }
  }

  private mutating func key() throws(JSONFault) {
    skipSpace()
    guard byte == UInt8(ascii: "\"") else { throw fault(.expectedKey) }
    try string()
    skipSpace()
    guard byte == UInt8(ascii: ":") else { throw fault(.expectedColon) }
    position += 1
  }

  private mutating func scalar() throws(JSONFault) {
    switch byte {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    case let first? where first == UInt8(ascii: "-") || isDigit(first): try number()
    default: throw fault(.expectedValue)
    }
  }

  private mutating func word(_ word: StaticString) throws(JSONFault) {
    for place in 0..<word.utf8CodeUnitCount {
      if position + place >= end { position = end }
      guard position < end, bytes[position + place] == word.utf8Start[place] else { throw fault(.expectedValue) }
    }
    position += word.utf8CodeUnitCount
  }

  private mutating func number() throws(JSONFault) {
    if byte == UInt8(ascii: "-") { position += 1 }
    if byte == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if let byte, isDigit(byte) { throw fault(.badNumber) }
    if byte == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    guard let exponent = byte, exponent | 0x20 == UInt8(ascii: "e") else { return }
    position += 1
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
    try digits()
  }

  private mutating func digits() throws(JSONFault) {
    guard let first = byte, isDigit(first) else { throw fault(.badNumber) }
    while let byte, isDigit(byte) { position += 1 }
  }

  private mutating func string() throws(JSONFault) {
    guard byte == UInt8(ascii: "\"") else { throw fault(.expectedValue) }
    position += 1
    while let byte {
      if byte == UInt8(ascii: "\"") {
        position += 1
        return
      }
      if byte < 0x20 { throw fault(.rawControl) }
      if byte == UInt8(ascii: "\\") { try escape() } else { position += 1 }
    }
    throw fault(.endsEarly)
  }

  private mutating func escape() throws(JSONFault) {
    let start = position
    guard let length = JSONString.escapeLength(bytes, start, end) else {
      // Cut off in the middle is an early end; anything else is a bad escape, reported at its backslash.
      if end - start < 6, !bytes[start..<end].contains(UInt8(ascii: "\"")) { position = end }
      throw fault(.badEscape)
    }
    position += length
  }
}

@inline(__always)
package func isJSONSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}

@inline(__always)
private func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

@inline(__always)
private func isOpening(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
}
