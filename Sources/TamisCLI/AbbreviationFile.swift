import TamisRecords

/// A file of abbreviations: UTF-8, one a line. Blank lines, and lines that begin with `#`, are skipped.
enum AbbreviationFile {
  /// More than all languages' abbreviations together.
  private static var limit: Int { 16 << 20 }

  enum Fault: Error {
    case unreadable(WholeFile.Fault)
    case notUTF8(Int)

    var description: String {
      switch self {
      case .unreadable(let error): error.description
      case .notUTF8(let position): "not UTF-8 (byte \(position))"
      }
    }
  }

  static func read(_ path: FilePath) throws(Fault) -> [String] {
    var content = ByteBuffer()
    do throws(WholeFile.Fault) {
      try WholeFile.read(path, limit: limit, into: &content)
    } catch {
      throw .unreadable(error)
    }
    if let position = firstIllFormed(content.view) { throw .notUTF8(position) }
    let text = Bytes(rebasing: content.view[byteOrderMarkLength(content.view)...])
    return text.split(separator: 0x0A).compactMap { abbreviation($0) }
  }

  private static func abbreviation(_ line: Slice<Bytes>) -> String? {
    guard let first = line.firstIndex(where: { $0 > 0x20 }), let last = line.lastIndex(where: { $0 > 0x20 }),
      line[first] != UInt8(ascii: "#")
    else { return nil }
    return String(decoding: line[first...last], as: UTF8.self)
  }
}
