import CByteScan
import TamisBase

/// When one letter is all the evidence there is, the words around it have a say.
///
/// Most languages that are written with accents have them everywhere, English has none of its own. In an English line with
/// one sequence and nothing else beyond ASCII the writer may have misspelt, quoted, or played with letters, and no program
/// broke the text. What English has borrowed it has with its accents inside or at the end (`café`, `naïve`, `jalapeño`), and
/// at the front with few letters. Of all letters that are alone in a line of 54,000 sentences of 26 languages, and begin a
/// word, with two of the words below in the line, é was the only one.
extension MojibakeEvidence {
  /// Whether `stretch` is one sequence of two characters that would make a word such as `ódd` of a line of English, and
  /// there is nothing else beyond ASCII in it.
  func isDoubtful(_ stretch: ByteSpan, in line: ByteSpan, _ page: MojibakePage) -> Bool {
    guard let found = sequence(at: stretch.start, line.end, page), found.count == 2, found.span == stretch else { return false }
    return tables.facts(found.target).kind == .lower && !Self.mayBeginWord(found.target)
      && !tables.facts(scalar(before: stretch.start, from: line.start)).isLetter
      && tables.facts(scalar(at: stretch.end, line.end)).isLetter
      && isASCII(line.start, stretch.start) && isASCII(stretch.end, line.end) && isEnglish(line)
  }

  /// `à la`, `ångström`, `æsthetic`, `élan`, `über`, `œuvre`.
  private static func mayBeginWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xE0, 0xE5, 0xE6, 0xE9, 0xFC, 0x153: true
    default: false
    }
  }

  private func isASCII(_ start: Int, _ end: Int) -> Bool {
    byte_scan_ascii_prefix(base + start, end - start) == end - start
  }

  /// Whether two of the commonest words of English are there.
  private func isEnglish(_ line: ByteSpan) -> Bool {
    var words: UInt32 = 0
    var word: UInt32 = 0
    var length = 0
    for place in line.start...line.end {
      let byte = place < line.end ? base[place] : UInt8(ascii: " ")
      let letter = byte | 0x20
      if letter &- UInt8(ascii: "a") < 26 {
        word = word &<< 8 | UInt32(letter)
        length += 1
        continue
      }
      if length > 1, length <= 4 { words |= Self.commonWord(word) }
      (word, length) = (0, 0)
    }
    return words.nonzeroBitCount > 1
  }

  /// A bit for each word; none of them is as common in another language written with Latin letters.
  private static func commonWord(_ letters: UInt32) -> UInt32 {
    switch letters {
    case 0x6F66: 1  // of
    case 0x74_6865: 2  // the
    case 0x61_6E64: 4  // and
    case 0x79_6F75: 8  // you
    case 0x7468_6174: 16  // that
    case 0x7468_6973: 32  // this
    case 0x7468_6579: 64  // they
    case 0x7769_7468: 128  // with
    case 0x7768_6174: 256  // what
    case 0x6672_6F6D: 512  // from
    case 0x6861_7665: 1024  // have
    default: 0
    }
  }
}
