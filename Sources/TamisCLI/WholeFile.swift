import TamisRecords

/// A file that an option names, read as a whole.
enum WholeFile {
  enum Fault: Error {
    case unreadable(ReadError)
    case tooLong(limit: Int)
    case standardInput

    var description: String {
      switch self {
      case .unreadable(let error): error.description
      case .tooLong(let limit): "longer than \(limit) bytes"
      case .standardInput: "must be a file, not standard input"
      }
    }
  }

  /// Appends the file to `content`.
  static func read(_ path: FilePath, limit: Int, into content: inout ByteBuffer) throws(Fault) {
    guard path != .standard else { throw .standardInput }
    do throws(ReadError) {
      let file: InputFile
      do { file = try InputFile(path) } catch { throw .system(error) }
      while content.count <= limit {
        if try file.read(upTo: max(64 << 10, min(content.count, 64 << 20)), into: &content) == 0 { return }
      }
    } catch {
      throw .unreadable(error)
    }
    throw .tooLong(limit: limit)
  }

  /// What `make` makes of the file, for an option's complaint: nil when it was made.
  static func load(_ path: FilePath, limit: Int, _ make: (Bytes) throws(TamisError) -> Void) -> String? {
    var content = ByteBuffer()
    do throws(Fault) {
      try read(path, limit: limit, into: &content)
    } catch {
      return error.description
    }
    do throws(TamisError) {
      try make(content.view)
      return nil
    } catch {
      return error.description
    }
  }
}
