// Cleans one article: a file, or standard input.
//
//   swift run -c release --package-path Examples/Swift CleanOne Examples/articles/en-tides.txt
import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// All bytes of a file, or nil with `errno` set.
func readAll(_ name: String) -> [UInt8]? {
  let file = name == "-" ? STDIN_FILENO : open(name, O_RDONLY)
  guard file >= 0 else { return nil }
  defer { if name != "-" { close(file) } }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(file, &chunk, chunk.count)
    if count < 0 { return nil }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}

func writeAll(_ bytes: Bytes) -> Bool {
  var written = 0
  while written < bytes.count {
    let count = write(STDOUT_FILENO, bytes.baseAddress! + written, bytes.count - written)
    if count < 0 { return false }
    written += count
  }
  return true
}

func fail(_ name: String, _ reason: String) -> Never {
  let message = "\(name): \(reason)\n"
  _ = message.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  exit(2)
}

let name = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "-"
guard let source = readAll(name) else { fail(name, String(cString: strerror(errno))) }
do {
  let cleaner = try Cleaner()
  let document = try source.withUnsafeBufferPointer { (bytes) throws(TamisError) in try cleaner.clean(bytes) }
  var output = Array(document.text)
  if !output.isEmpty { output.append(UInt8(ascii: "\n")) }
  guard output.withUnsafeBufferPointer(writeAll) else { fail("standard output", String(cString: strerror(errno))) }
} catch {
  fail(name, "\(error)")
}
