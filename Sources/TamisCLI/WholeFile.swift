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
    let file = try open(path)
    try fill(file, upTo: limit + 1, &content)
    if content.count > limit { throw .tooLong(limit: limit) }
  }

  /// Reads a file whose beginning says what it is and how long, and no more of it than that: whatever is named by mistake,
  /// a corpus or a device without an end, is refused by its beginning.
  ///
  /// - Parameters:
  ///   - head: how many bytes at its beginning, at most, say that.
  ///   - length: how many bytes the whole file has, by its first `head` ones, or all if it is shorter.
  ///   - make: makes something of the whole file.
  /// - Returns: what is wrong with the file, for an option's complaint; nil when it was made.
  static func load(
    _ path: FilePath, head: Int, length: (Bytes) throws(TamisError) -> Int, _ make: (Bytes) throws(TamisError) -> Void
  ) -> String? {
    var content = ByteBuffer()
    do {
      let file = try open(path)
      try fill(file, upTo: head, &content)
      // One byte more, if there is one, shows that something stands behind it.
      try fill(file, upTo: try length(content.view) + 1, &content)
      try make(content.view)
      return nil
    } catch let fault as Fault {
      return fault.description
    } catch {
      return (error as? TamisError)?.complaint ?? "\(error)"
    }
  }

  private static func open(_ path: FilePath) throws(Fault) -> InputFile {
    guard path != .standard else { throw .standardInput }
    do { return try InputFile(path) } catch { throw .unreadable(.system(error)) }
  }

  /// Reads until there are `count` bytes or the file ends.
  private static func fill(_ file: InputFile, upTo count: Int, _ content: inout ByteBuffer) throws(Fault) {
    do throws(ReadError) {
      while content.count < count {
        let piece = min(count - content.count, max(64 << 10, min(content.count, 64 << 20)))
        if try file.read(upTo: piece, into: &content) == 0 { return }
      }
    } catch {
      throw .unreadable(error)
    }
  }
}
