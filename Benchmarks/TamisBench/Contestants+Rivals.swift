import CRivals
import Tamis

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Copies every document to a place of its own in other memory: what the machine needs to move the bytes at all.
final class Memcpy: Contestant {
  let name = "memcpy"
  let title = "memcpy of the same text"
  let role = Role.memcpy
  private var copy = ByteBuffer()

  func run(_ texts: Texts) throws(TamisError) -> Int {
    copy.removeAll()
    let room = try copy.spare(texts.byteCount)
    var written = 0
    for place in 0..<texts.count {
      let text = texts[place]
      guard let base = text.baseAddress else { continue }
      memcpy(room + written, base, text.count)
      written += text.count
    }
    copy.commit(written)
    return Int(copy.view.last ?? 0)
  }
}

/// ICU, with one workspace for all documents.
final class ICURival: Contestant {
  typealias Operation = (OpaquePointer, UnsafePointer<UInt8>, Int) -> Int64

  let name: String
  let title: String
  let role = Role.icu
  private let icu: OpaquePointer
  private let operation: Operation

  init(_ name: String, _ title: String, _ operation: @escaping Operation) throws(TamisError) {
    guard let icu = rivals_icu_open() else { throw .outOfMemory }
    self.name = name
    self.title = title
    self.icu = icu
    self.operation = operation
  }

  deinit {
    rivals_icu_close(icu)
  }

  func run(_ texts: Texts) throws(TamisError) -> Int {
    var sum = 0
    for place in 0..<texts.count {
      let text = texts[place]
      guard let base = text.baseAddress else { continue }
      sum &+= try require(operation(icu, base, text.count))
    }
    return sum
  }

  static func validate() throws(TamisError) -> ICURival {
    try ICURival("icu-validate", "ICU converts it to UTF-16, which validates it") { rivals_icu_validate($0, $1, $2) }
  }

  static func normalize() throws(TamisError) -> ICURival {
    try ICURival("icu-normalize", "ICU normalises it by way of UTF-16") { rivals_icu_normalize($0, 1, $1, $2) }
  }

  static func sentencesUTF16() throws(TamisError) -> ICURival {
    try ICURival("icu-sentences-utf16", "ICU iterates over sentences in UTF-16, with conversion") {
      rivals_icu_sentences_utf16($0, $1, $2)
    }
  }

  static func sentencesUText() throws(TamisError) -> ICURival {
    try ICURival("icu-sentences-utext", "ICU iterates over sentences in UTF-8 by UText") {
      rivals_icu_sentences_utext($0, $1, $2)
    }
  }

  static func normalizeAndSplit() throws(TamisError) -> ICURival {
    try ICURival("icu-normalize-sentences", "ICU normalises it and iterates over its sentences, judging nothing") {
      let length = rivals_icu_normalize($0, 1, $1, $2)
      guard length >= 0, let text = rivals_icu_result($0) else { return length }
      return rivals_icu_sentences_utf16($0, text, Int(length))
    }
  }
}
