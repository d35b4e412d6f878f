/// How a file holds documents.
package enum DocumentForm: Sendable, Equatable {
  /// The whole file is one document.
  case text
  /// JSON Lines: one document a line.
  case lines

  /// What a file's name says; nil when it leaves the question to the content.
  package init?(name: FilePath) {
    let name = name.bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    for ending in [".jsonl", ".ndjson", ".json"] where name.suffix(ending.utf8.count).elementsEqual(ending.utf8) {
      self = .lines
      return
    }
    return nil
  }

  /// Whether it takes the first line to tell the form of a file that begins with `head`.
  package static func needsFirstLine(_ head: Bytes) -> Bool {
    firstVisible(head).map { head[$0] == UInt8(ascii: "{") } ?? false
  }

  /// The form of a file whose first bytes, at least the first line that is not blank, are `head`: lines when that line
  /// is a JSON object.
  /// - Precondition: ``JSONLineParser/padding`` readable bytes follow.
  package init(content head: Bytes, parser: JSONLineParser) {
    self = .text
    guard let first = Self.firstVisible(head), head[first] == UInt8(ascii: "{") else { return }
    let end = head[first...].firstIndex(of: 0x0A) ?? head.count
    do {
      _ = try parser.parse(Bytes(rebasing: head[first..<end]))
      self = .lines
    } catch {
      switch error {
      case .noTextField, .textIsNotAString: self = .lines
      case .notUTF8: self = Self.repairedLineIsObject(Bytes(rebasing: head[first..<end]), parser) ? .lines : .text
      default: break
      }
    }
  }

  private static func repairedLineIsObject(_ line: Bytes, _ parser: JSONLineParser) -> Bool {
    var repaired = ByteBuffer()
    guard (try? repaired.append(repaired: line)) != nil, (try? repaired.pad()) != nil else { return false }
    return DocumentForm(content: repaired.view, parser: parser) == .lines
  }

  /// Where something other than white space and a byte order mark begins.
  private static func firstVisible(_ head: Bytes) -> Int? {
    head[byteOrderMarkLength(head)...].firstIndex { !isJSONSpace($0) }
  }
}

/// 3 when `bytes` begin with a byte order mark, which is no part of a JSON text; 0 otherwise.
package func byteOrderMarkLength(_ bytes: Bytes) -> Int {
  bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
}

/// Compressed files are refused by name rather than cleaned as if they were text.
package enum Compression: Sendable {
  case gzip, zstandard, bzip2, xz, zip

  /// Told by the first bytes.
  package init?(content head: Bytes) {
    if head.starts(with: [0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstandard
    } else if head.count > 3, head.starts(with: [0x42, 0x5A, 0x68]), (0x31...0x39).contains(head[3]) {
      // "BZh" and the size of its blocks, a digit; a text may well begin with the letters alone.
      self = .bzip2
    } else if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .xz
    } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .zip
    } else {
      return nil
    }
  }

  package var name: StaticString {
    switch self {
    case .gzip: "gzip"
    case .zstandard: "zstd"
    case .bzip2: "bzip2"
    case .xz: "xz"
    case .zip: "zip"
    }
  }

  /// The command that decompresses to standard output.
  package var tool: StaticString {
    switch self {
    case .gzip: "zcat"
    case .zstandard: "zstdcat"
    case .bzip2: "bzcat"
    case .xz: "xzcat"
    case .zip: "unzip -p"
    }
  }
}
