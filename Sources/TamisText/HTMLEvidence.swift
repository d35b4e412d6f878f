import TamisBase

/// What speaks for and against a text's character references being left over from HTML, rather than being written
/// about.
///
/// Only references with a semicolon are looked at, each by what it stands for and by what it adjoins:
///
/// - *used*: it touches a letter or digit, as in `don&#8217;t`, `&quot;Yes`, `caf&eacute;`; or its ampersand is itself
///   escaped, as in `&amp;amp;`. Named ones count only for punctuation, spaces and letters of Latin: nobody writes
///   `p = x&sum;`, but programs have names such as these;
/// - *loose*: a typographic one between blanks, as in `he came &mdash; and left`. It may be used or spoken of;
/// - *joining names*: `Marks &amp; Spencer`, `AT&amp;T`, an ampersand between capitals. `&amp;`, `&lt;` and `&gt;` say
///   nothing otherwise, since code and articles about it have them;
/// - *quoted*: between quotation marks, brackets or tags, as in "`&nbsp;`": it is spoken of;
/// - *bare*: an ampersand that starts none. A text that has it was decoded once, so that `&amp;` may be meant.
///
/// A text plainly has references when one is used, loose or (with no bare one) joins names. Where the text speaks of
/// markup (it names HTML or XML, otherwise than as the end of a file's name, or quotes a reference), only used ones
/// count, and there must be four of them and more than are quoted.
///
/// Measured on 2,623 scraped pages, 27 of which hold something of a reference's form: 16 were decoded (11 of them pages
/// of one site), all rightly; of the 11 left alone one takes an address (`var b = &num;`), two have a name that HTML has
/// not, and most others have `&amp;` or `&lt;` alone: in addresses, in code, or beside a bare ampersand.
///
/// It is a property of the text alone, so that cleaning knows when it has come to its end: see ``TextCleaner``.
struct HTMLEvidence {
  private(set) var used = 0
  private(set) var loose = 0
  private(set) var joiningNames = 0
  private(set) var quoted = 0
  private(set) var bare = 0

  /// - Parameter first: the offset of the first ampersand.
  init(_ text: Bytes, from first: Int) {
    guard let base = text.baseAddress else { return }
    var place: Int? = first
    while let found = place {
      place = nextAmpersand(base, weigh(base, found, text.count), text.count)
    }
  }

  func isPlain(_ text: Bytes) -> Bool {
    let candidates = used + loose + (bare == 0 ? joiningNames : 0)
    guard candidates > 0 else { return false }
    if quoted == 0 && !namesMarkup(text) { return true }
    return used >= 4 && used > quoted
  }

  /// Weighs the reference at `place`, if it is one; returns where to look on.
  private mutating func weigh(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Int {
    guard var reference = HTMLReference(terminated: base, place + 1, end) else {
      bare += 1
      return place + 1
    }
    let isRepeated = reference.isRepeated
    // `&amp;#8217;` is evidence for what it will become when it is decoded twice.
    if reference.scalar == 0x26, let inner = HTMLReference(base, reference.end, end), inner.isTerminated {
      reference = inner
    }
    let before = neighbour(before: place, base)
    let after = neighbour(from: reference.end, base, end)
    if before.opens && after.closes {
      quoted += 1
    } else if isRepeated || (before.isLetter || after.isLetter) && countsBesideLetters(reference) {
      used += 1
    } else if countsAlone(reference) {
      loose += 1
    } else if reference.scalar == 0x26, joinsNames(base, place, reference.end, end) {
      joiningNames += 1
    }
    return reference.end
  }

  private func countsBesideLetters(_ reference: HTMLReference) -> Bool {
    let scalar = reference.scalar
    if reference.isNumeric { return countsAlone(reference) }
    return switch scalar {
    case 0x22, 0x27, 0xA0...0x17F, 0x2002...0x203A, 0x20AC, 0x2122: true
    default: false
    }
  }

  private func countsAlone(_ reference: HTMLReference) -> Bool {
    let scalar = reference.scalar
    if reference.isNumeric { return scalar != 0x26 && scalar != 0x3C && scalar != 0x3E && scalar != 0xFFFD }
    // Without names that are words, such as `&prime;` and `&copy;`, whose address a program may take.
    return switch scalar {
    case 0x22, 0x27, 0xA0, 0xAB, 0xAD, 0xB7, 0xBB, 0x2002...0x200F, 0x2013, 0x2014, 0x2018...0x201E, 0x2022, 0x2026,
      0x2039, 0x203A, 0x20AC, 0x2122:
      true
    default: false
    }
  }

  /// Whether it stands between capitals: `R&amp;D`; or, with blanks, between words that start with one.
  private func joinsNames(_ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> Bool {
    guard start > 0, stop < end else { return false }
    if isCapital(base[start - 1]) { return isCapital(base[stop]) }
    guard base[start - 1] == 0x20, base[stop] == 0x20, stop + 1 < end, isCapital(base[stop + 1]) else { return false }
    var p = start - 1
    while p > 0, base[p - 1] >= 0x80 || isAlphanumeric(base[p - 1]) { p -= 1 }
    return p < start - 1 && isCapital(base[p])
  }

  private func isCapital(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
  }

  /// Whether the text has the word HTML or XML (or one that ends so), but for `.html`, `/html` and their like in
  /// addresses.
  private func namesMarkup(_ text: Bytes) -> Bool {
    var p = 2
    while p < text.count {
      defer { p += 1 }
      guard text[p] | 0x20 == UInt8(ascii: "l"), text[p - 1] | 0x20 == UInt8(ascii: "m") else { continue }
      var start = p - 2
      if text[start] | 0x20 == UInt8(ascii: "t"), start > 0, text[start - 1] | 0x20 == UInt8(ascii: "h") {
        start -= 1
      } else if text[start] | 0x20 != UInt8(ascii: "x") {
        continue
      }
      if start == 0 || (text[start - 1] != UInt8(ascii: ".") && text[start - 1] != UInt8(ascii: "/")) { return true }
    }
    return false
  }
}

/// What a reference adjoins on one side.
private struct Neighbour {
  var isLetter = false
  var opens = false
  var closes = false

  init() {}

  init(_ scalar: UInt32) {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: isLetter = true
    // ` " ' may do both, and so may what quotation marks one language opens with and another closes with; a tag's end
    // stands before and a tag's start behind.
    case 0x22, 0x27, 0x60, 0x2018...0x201F, 0xAB, 0xBB, 0x2039, 0x203A: (opens, closes) = (true, true)
    case 0x28, 0x5B, 0x7B, 0x300C, 0x300E: opens = true
    case 0x29, 0x5D, 0x7D, 0x300D, 0x300F: closes = true
    case 0x3C, 0x3E: (opens, closes) = (true, true)
    case 0...0x7F, 0x80...0xBF, 0x2000...0x206F, 0x3000...0x3020, 0xFF00...0xFF0F, 0xFFFD: break
    default: isLetter = true
    }
  }
}

private func neighbour(before place: Int, _ base: UnsafePointer<UInt8>) -> Neighbour {
  guard place > 0 else { return Neighbour() }
  // Of any bytes at all: no character is longer than four.
  let start = scalarStart(before: place, in: base, from: max(0, place - 4))
  let scalar = decodeScalar(base, start, place)
  return Neighbour(scalar.length == place - start ? scalar.value : 0xFFFD)
}

private func neighbour(from place: Int, _ base: UnsafePointer<UInt8>, _ end: Int) -> Neighbour {
  guard place < end else { return Neighbour() }
  return Neighbour(decodeScalar(base, place, end).value)
}
