import TamisRecords

/// A file of abbreviations: UTF-8, one a line. Blank lines, and lines that begin with `#`, are skipped.
enum AbbreviationFile {
  /// More than all languages' abbreviations together.
  private static var limit: Int { 16 << 20 }

  enum Fault: Error {
    case unreadable(ReadError)
    case notUTF8(Int)
    case tooLong
    case standardInput

    var description: String {
      switch self {
      case .unreadable(let error): error.description
      case .notUTF8(let position): "not UTF-8 (byte \(position))"
      case .tooLong: "longer than \(limit) bytes"
      case .standardInput: "must be a file, not standard input"
      }
    }
  }

  static func read(_ path: FilePath) throws(Fault) -> [String] {
    guard path != .standard else { throw .standardInput }
    var content = ByteBuffer()
    do throws(ReadError) {
      try readAll(path, into: &content)
    } catch {
      throw .unreadable(error)
    }
    guard content.count <= limit else { throw .tooLong }
    if let position = firstIllFormed(content.view) { throw .notUTF8(position) }
    let text = Bytes(rebasing: content.view[byteOrderMarkLength(content.view)...])
    return text.split(separator: 0x0A).compactMap { abbreviation($0) }
  }

  private static func readAll(_ path: FilePath, into content: inout ByteBuffer) throws(ReadError) {
    let file: InputFile
    do { file = try InputFile(path) } catch { throw .system(error) }
    while content.count <= limit {
      if try file.read(upTo: 64 << 10, into: &content) == 0 { return }
    }
  }

  private static func abbreviation(_ line: Slice<Bytes>) -> String? {
    guard let first = line.firstIndex(where: { $0 > 0x20 }), let last = line.lastIndex(where: { $0 > 0x20 }),
      line[first] != UInt8(ascii: "#")
    else { return nil }
    return String(decoding: line[first...last], as: UTF8.self)
  }
}
