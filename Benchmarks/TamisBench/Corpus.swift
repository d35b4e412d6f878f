import CRivals
import Tamis

/// What is measured on: the same documents in three states.
struct Corpus {
  /// A language's name, or what was given.
  let name: String
  /// As scraped.
  let raw: Texts
  /// Repaired, normalised and tidied, so that there is nothing left to do.
  let clean: Texts
  /// The clean ones in NFD.
  let decomposed: Texts

  init(name: String, raw: Texts) throws(TamisError) {
    self.name = name
    self.raw = raw
    clean = try Self.cleaned(raw)
    decomposed = try Self.decomposed(clean)
  }

  /// At least `bytes` of articles made up in a language.
  init(_ language: Language, bytes: Int) throws(TamisError) {
    var maker = ArticleMaker(language)
    let raw = try Texts()
    while raw.byteCount < bytes { try raw.append(maker.article()) }
    try self.init(name: language.name, raw: raw)
  }

  private static func cleaned(_ raw: Texts) throws(TamisError) -> Texts {
    let cleaner = try TextCleaner()
    var workspace = TextWorkspace()
    let result = try Texts()
    for place in 0..<raw.count {
      try cleaner.clean(raw[place], &workspace)
      try result.append(workspace.text)
    }
    return result
  }

  private static func decomposed(_ clean: Texts) throws(TamisError) -> Texts {
    var policy = TextPolicy.repairOnly
    policy.normalization = .nfd
    let cleaner = try TextCleaner(policy)
    var workspace = TextWorkspace()
    let result = try Texts()
    for place in 0..<clean.count {
      try cleaner.clean(clean[place], &workspace)
      try result.append(workspace.text)
    }
    return result
  }
}

extension Corpus {
  /// One text of exactly `bytes` bytes or a little less, cut between characters, made of the clean documents again and
  /// again.
  func longDocument(_ bytes: Int) throws(TamisError) -> Texts {
    var text = ByteBuffer()
    var place = 0
    while text.count < bytes, clean.byteCount > 0 {
      try text.append(clean[place % clean.count])
      try text.append(UInt8(ascii: "\n"))
      place += 1
    }
    var end = min(bytes, text.count)
    while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    let result = try Texts()
    try result.append(Bytes(rebasing: text.view[0..<end]))
    return result
  }

  /// The first `total` bytes of a text in documents of `size` bytes each. Like the texts that they are made of they begin
  /// and end with something else than a blank: else a third of them would not be clean.
  static func documents(of size: Int, total: Int, cutFrom whole: Texts) throws(TamisError) -> Texts {
    let text = whole.data
    var ends: [Int] = []
    var start = 0
    while start < min(total, text.count) {
      var end = min(start + size, text.count)
      while end > start, end < text.count, !isCut(text, end) { end -= 1 }
      if end - start < size / 2, !ends.isEmpty { break }
      ends.append(end)
      start = end
    }
    return try Texts(of: whole, cutAt: ends)
  }

  /// Whether a clean text may be cut before `place`: between two characters that are no blanks.
  private static func isCut(_ text: Bytes, _ place: Int) -> Bool {
    text[place] & 0xC0 != 0x80 && text[place] > 0x20 && text[place - 1] > 0x20
  }
}
