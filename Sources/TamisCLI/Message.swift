import TamisRecords

/// Something to tell about an input, on standard error: `tamis: FILE:LINE: what is wrong (byte OFFSET); what to do`.
struct Message {
  enum Weight {
    /// Nothing is lost.
    case warning
    /// A document or a line is not in the result.
    case rejected
    /// Something could not be read or written.
    case failed
  }

  let weight: Weight
  /// Nil when it is not about a file.
  var path: FilePath?
  /// From 1. In a chunk of lines, from the chunk's first line.
  var line: Int?
  /// From 0. In a chunk of lines, from the chunk's first byte.
  var byte: Int?
  let text: String
  let advice: String

  init(
    _ weight: Weight, _ path: FilePath? = nil, line: Int? = nil, byte: Int? = nil, _ text: String, _ advice: String
  ) {
    self.weight = weight
    self.path = path
    self.line = line
    self.byte = byte
    self.text = text
    self.advice = advice
  }

  /// The message as one line. A path is printed as it is, except that it cannot break the line.
  var bytes: [UInt8] {
    var line = Array("tamis: ".utf8)
    if let path {
      line += path.bytes.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
      if let number = self.line { line += Array(":\(number)".utf8) }
      line += Array(": ".utf8)
    }
    line += Array(text.utf8)
    if let byte { line += Array(" (byte \(byte))".utf8) }
    line += Array("; \(advice)\n".utf8)
    return line
  }
}

extension TamisError {
  /// What is wrong, without the argument or the kind of file before it: a message about a file begins with that file.
  var complaint: String {
    switch self {
    case .invalidArgument(let what), .badFile(let what):
      let text = what.description
      return text.firstRange(of: ": ").map { String(text[$0.upperBound...]) } ?? text
    default: return description
    }
  }
}

extension LineFault {
  /// What is wrong with the line that begins at `start` of its chunk, and where.
  func message(_ path: FilePath, line: Int, start: Int, _ settings: Settings, isCutOff: Bool) -> Message {
    func make(_ text: String, _ advice: String, at position: Int? = nil) -> Message {
      Message(.rejected, path, line: line, byte: position.map { start + $0 }, text, advice)
    }
    let field = String(decoding: settings.textField, as: UTF8.self)
    switch self {
    case .notUTF8(let position):
      return make("not UTF-8", "line left out, repair it", at: position)
    case .notJSON(let fault) where fault.kind == .endsEarly && isCutOff:
      let text = "the last line is cut off: \(fault.description)"
      return make(text, "line left out, is the file complete?", at: fault.position)
    case .notJSON(let fault):
      let advice = "line left out, mend it or use --input-format text"
      return make("not JSON: \(fault.description)", advice, at: fault.position)
    case .notAnObject:
      return make("not a JSON object", "line left out, each line must be an object with a field \"\(field)\"")
    case .noTextField:
      return make("no field \"\(field)\"", "line left out, --text-field names the field that holds the text")
    case .textIsNotAString(let what, let position):
      return make("the field \"\(field)\" is \(what.text), not a string", "line left out", at: position)
    case .tooLong:
      return make("the line is longer than \(settings.longestLine) bytes", "line left out, raise --max-bytes")
    case .outOfMemory:
      return make("out of memory", "line left out, use fewer --jobs")
    }
  }
}
