import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

struct InputError: Error {
  let path: String
  let reason: String

  init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// With what `errno` says.
  init(_ path: String) {
    self.path = path
    reason = String(cString: strerror(errno))
  }

  init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// The texts of files and of all files in folders, sorted by name, one document a file.
func readInputs(_ paths: [String]) throws -> Texts {
  let texts = try Texts()
  for path in paths { try readInput(path, into: texts) }
  guard texts.byteCount > 0 else { throw InputError(paths.joined(separator: ", "), "there is no text in it") }
  return texts
}

private func readInput(_ path: String, into texts: Texts) throws {
  guard let folder = opendir(path) else {
    guard errno == ENOTDIR else { throw InputError(path) }
    return try texts.append(try readFile(path))
  }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  for name in names.sorted() { try readInput(path + "/" + name, into: texts) }
}

private func readFile(_ path: String) throws -> [UInt8] {
  let file = open(path, O_RDONLY)
  guard file >= 0 else { throw InputError(path) }
  defer { close(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = read(file, &chunk, chunk.count)
    guard count >= 0 else { throw InputError(path) }
    guard count > 0 else { return bytes }
    bytes += chunk[..<count]
  }
}
