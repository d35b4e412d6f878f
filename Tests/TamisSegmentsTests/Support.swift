import TamisBase
import TamisICU
import TamisSegments
import XCTest

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A repeatable stream of random numbers (SplitMix64), so that a failure can be seen again.
struct RepeatableRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

func boundaries(of bytes: [UInt8]) throws -> [Int] {
  var found = GrowableBuffer<Int>()
  try bytes.withUnsafeBufferPointer {
    try findUAX29Boundaries(in: $0, range: ByteSpan(0, $0.count), into: &found)
  }
  return (0..<found.count).map { found[$0] }
}

func boundariesByICU(of bytes: [UInt8]) throws -> [Int] {
  var found = GrowableBuffer<Int>()
  var iterator = try SentenceIterator()
  try bytes.withUnsafeBufferPointer { try iterator.boundaries(of: $0, into: &found) }
  return (0..<found.count).map { found[$0] }
}

func spans(of bytes: [UInt8], by splitter: SentenceSplitter, in range: ByteSpan? = nil) throws -> [ByteSpan] {
  var found = GrowableBuffer<ByteSpan>()
  try bytes.withUnsafeBufferPointer {
    try splitter.split($0, in: range ?? ByteSpan(0, $0.count), into: &found)
  }
  return (0..<found.count).map { found[$0] }
}

func sentences(of text: String, by splitter: SentenceSplitter) throws -> [String] {
  let bytes = Array(text.utf8)
  return try spans(of: bytes, by: splitter).map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
}

/// The whole file, or nil if it cannot be read.
func contents(ofFile path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var all: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { return all }
    all += chunk[..<count]
  }
}

/// The part of the system's Unicode data that the conformance tests read (Debian: package `unicode-data`).
let unicodeTestFile = "/usr/share/unicode/auxiliary/SentenceBreakTest.txt"
