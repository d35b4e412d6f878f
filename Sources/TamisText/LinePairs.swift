import TamisBase

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Walks the places of a text where a line stands right below another, and tells those that lie between two paragraphs
/// from what the lines themselves show.
struct LinePairs {
  struct Pair {
    let above: TextLine
    let below: TextLine
    /// The lines belong to different paragraphs, lists, tables …, or it cannot be told.
    let isApart: Bool
    /// The upper line is the first of a paragraph.
    let isFirst: Bool

    /// The first line of a paragraph stands further in than the second: the way of books.
    var isOutdented: Bool { isFirst && !isApart && below.indent < above.indent }
    /// It stands as far in as the line below it.
    var isBlock: Bool { isFirst && above.indent > 0 && below.indent == above.indent }
  }

  private let reader: TextLineReader
  private var place = 0
  private var above: TextLine?
  /// Whether `above` is the first line of its paragraph, which may be indented otherwise than the rest.
  private var isFirst = true
  private var isSigned = false
  /// Whether the paragraph of `above` began with a marker.
  private var isItem = false

  init(_ reader: TextLineReader) {
    self.reader = reader
  }

  mutating func next() -> Pair? {
    while place < reader.end {
      let stop = nextLineFeed(reader.base, place, reader.end)
      defer { place = stop + 1 }
      guard let line = reader.line(place, stop) else {
        (above, isFirst, isSigned, isItem) = (nil, true, false, false)
        continue
      }
      defer { above = line }
      guard let above else {
        isItem = line.traits.contains(.hasMarker)
        continue
      }
      if above.traits.contains(.isSignature) { isSigned = true }
      let pair = Pair(above: above, below: line, isApart: isSigned || isApart(above, line), isFirst: isFirst)
      isFirst = pair.isApart || endsEarly(above, line)
      if isFirst { isItem = line.traits.contains(.hasMarker) }
      return pair
    }
    return nil
  }

  /// Whether a paragraph ends with `above`, as far as two lines of one indentation can show it: behind a stop, or where
  /// the next word would have fitted into a line as long as the next one is.
  private func endsEarly(_ above: TextLine, _ below: TextLine) -> Bool {
    above.traits.contains(.endsSentence) || above.width + 1 + below.firstWord <= below.width
  }

  private func isApart(_ above: TextLine, _ below: TextLine) -> Bool {
    let either = above.traits.union(below.traits)
    if !either.isDisjoint(with: [.isApart, .isPhrased, .isSignature]) { return true }
    // A dash or `12.` in the middle of a sentence may come to stand at the start of a line; a list is announced.
    if below.traits.contains(.hasMarker) && (isItem || above.traits.contains(.endsSentence)) { return true }
    if above.traits.contains(.isField) && below.traits.contains(.isField) { return true }
    // The first line of a paragraph may stand further in, that of a list's item further out than the rest.
    if below.indent > above.indent { return !(isFirst && above.traits.contains(.hasMarker)) }
    return below.indent < above.indent && !isFirst
  }
}

/// The offset of the first line feed from `start` on; `end` if there is none.
@inline(__always)
func nextLineFeed(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
  guard start < end, let hit = memchr(base + start, 0x0A, end - start) else { return end }
  return UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
}
