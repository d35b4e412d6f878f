#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import TamisBase
import TamisText

// The text room as a command, for the scripts that measure it: frames of a 32-bit little-endian length and that many
// bytes on standard input; for each the same frame with the text cleaned. `mojibake` repairs mojibake and nothing else,
// `unwrap` joins the lines of hard-wrapped text and nothing else, `everything` is the default policy, `nothing` mends ill-formed bytes only. To count instructions, `repeat N` behind
// it cleans each frame N times.

func readExactly(_ count: Int) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: count)
  var done = 0
  while done < count {
    let got = bytes.withUnsafeMutableBytes { read(0, $0.baseAddress! + done, count - done) }
    guard got > 0 else { return nil }
    done += got
  }
  return bytes
}

func writeAll(_ bytes: UnsafeRawBufferPointer) {
  var done = 0
  while done < bytes.count {
    let put = write(1, bytes.baseAddress! + done, bytes.count - done)
    guard put > 0 else { exit(2) }
    done += put
  }
}

func length(_ bytes: [UInt8]) -> Int {
  bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
}

var policy = TextPolicy()
switch CommandLine.arguments.dropFirst().first {
case "everything": break
case "nothing":
  policy = .repairOnly
case "unwrap":
  policy = .repairOnly
  policy.unwrapping = .automatic
default:
  policy = .repairOnly
  policy.repairsMojibake = true
}
let times = CommandLine.arguments.count > 3 ? Int(CommandLine.arguments[3]) ?? 1 : 1
let cleaner = try TextCleaner(policy)
var workspace = TextWorkspace()
while let header = readExactly(4), let text = readExactly(length(header)) {
  try text.withUnsafeBufferPointer { source in
    for _ in 0..<times { try cleaner.clean(source, &workspace) }
    let count = workspace.text.count
    let frame = (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    frame.withUnsafeBytes { writeAll($0) }
    writeAll(UnsafeRawBufferPointer(workspace.text))
  }
}
