import TamisBase

/// Edits of one shape right behind each other, in the form of bytes that a ``SourceMap`` keeps.
///
/// One byte has the lengths of an edit, up to 14 in the source and 6 in the cleaned text, and a bit that tells whether
/// there are more than one; then follow the gap before the first and, if there are more, their number, seven bits a byte.
/// Longer edits have a source length of 15 there, and their own lengths behind it.
struct EditRun: BitwiseCopyable {
  /// Bytes that stayed as they were, between the edit before and this run.
  var gap: UInt32 = 0
  /// What each edit takes, and what it leaves.
  var source: UInt32 = 0
  var cleaned: UInt32 = 0
  var count: UInt32 = 0

  /// A byte, and four numbers of five bytes each; written four bytes at a time.
  static let mostBytes = 24

  private static let escape: UInt8 = 15
  private static let isMany: UInt8 = 0x80

  /// Writes it to `room`, which has ``mostBytes``; returns how many bytes it took.
  @inline(__always)
  func write(to room: UnsafeMutablePointer<UInt8>) -> Int {
    guard source < 15, cleaned < 7, gap < 0x80, count == 1 else { return writeLong(to: room) }
    room[0] = UInt8(truncatingIfNeeded: cleaned << 4 | source)
    room[1] = UInt8(truncatingIfNeeded: gap)
    return 2
  }

  @inline(never)
  private func writeLong(to room: UnsafeMutablePointer<UInt8>) -> Int {
    var written = 1
    room[0] = count == 1 ? 0 : Self.isMany
    if source < 15, cleaned < 7 {
      room[0] |= UInt8(truncatingIfNeeded: cleaned << 4 | source)
    } else {
      room[0] |= Self.escape
      Self.put(source, room, &written)
      Self.put(cleaned, room, &written)
    }
    Self.put(gap, room, &written)
    if count != 1 { Self.put(count, room, &written) }
    return written
  }

  @inline(__always)
  private static func put(_ value: UInt32, _ room: UnsafeMutablePointer<UInt8>, _ written: inout Int) {
    var rest = value
    while rest >= 0x80 {
      room[written] = UInt8(truncatingIfNeeded: rest) | 0x80
      rest >>= 7
      written += 1
    }
    room[written] = UInt8(truncatingIfNeeded: rest)
    written += 1
  }

  /// Reads what ``write(to:)`` wrote at `place`, and goes on behind it.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ place: inout Int) {
    let head = bytes[place]
    place += 1
    source = UInt32(head & 0x0F)
    cleaned = UInt32(head >> 4 & 0x07)
    if source == UInt32(Self.escape) {
      source = Self.number(bytes, &place)
      cleaned = Self.number(bytes, &place)
    }
    gap = Self.number(bytes, &place)
    count = head & Self.isMany == 0 ? 1 : Self.number(bytes, &place)
  }

  init(gap: UInt32 = 0, source: UInt32 = 0, cleaned: UInt32 = 0, count: UInt32 = 0) {
    (self.gap, self.source, self.cleaned, self.count) = (gap, source, cleaned, count)
  }

  @inline(__always)
  private static func number(_ bytes: UnsafePointer<UInt8>, _ place: inout Int) -> UInt32 {
    var value = UInt32(bytes[place] & 0x7F)
    var shift: UInt32 = 7
    while bytes[place] >= 0x80 {
      place += 1
      value |= UInt32(bytes[place] & 0x7F) << shift
      shift += 7
    }
    place += 1
    return value
  }
}

/// Reads runs one after the other and knows where they stand.
struct EditReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset: Int
  private(set) var run = EditRun()
  /// Where the run starts, and where it ends.
  private(set) var start = SourceMap.Place()
  private(set) var end: SourceMap.Place

  init(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int = 0, at place: SourceMap.Place = SourceMap.Place()) {
    self.bytes = bytes
    self.offset = offset
    end = place
  }

  /// Goes to the next run; false if there is none.
  @inline(__always)
  mutating func next() -> Bool {
    guard offset < bytes.count, let base = bytes.baseAddress else { return false }
    run = EditRun(base, &offset)
    start = SourceMap.Place(source: end.source &+ run.gap, cleaned: end.cleaned &+ run.gap)
    end.source = start.source &+ run.source &* run.count
    end.cleaned = start.cleaned &+ run.cleaned &* run.count
    return true
  }

  /// Edit `index` of the run on the side where its first starts at `start` and each is `size` long.
  func span(_ index: Int, _ size: UInt32, _ start: UInt32) -> ByteSpan {
    let low = Int(start) + index * Int(size)
    return ByteSpan(low, low + Int(size))
  }
}

/// Walks a map edit by edit, or run by run, for its composition with another: `middle` is the side where the two meet.
struct EditWalk {
  private var reader: EditReader
  private let direction: SourceMap.Direction
  private var done: UInt32 = 0
  private(set) var isAtEnd: Bool
  private(set) var middle = ByteSpan(0, 0)
  private(set) var outer = ByteSpan(0, 0)

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ direction: SourceMap.Direction) {
    reader = EditReader(bytes)
    self.direction = direction
    isAtEnd = !reader.next()
    place()
  }

  var run: EditRun { reader.run }
  var isAtRunStart: Bool { done == 0 }
  var runEnd: (middle: Int, outer: Int) {
    direction == .toCleaned ? (Int(reader.end.cleaned), Int(reader.end.source))
      : (Int(reader.end.source), Int(reader.end.cleaned))
  }

  mutating func advance() {
    done += 1
    if done >= reader.run.count { skipRun() } else { place() }
  }

  mutating func skipRun() {
    done = 0
    isAtEnd = !reader.next()
    place()
  }

  private mutating func place() {
    let source = reader.span(Int(done), reader.run.source, reader.start.source)
    let cleaned = reader.span(Int(done), reader.run.cleaned, reader.start.cleaned)
    (middle, outer) = direction == .toCleaned ? (cleaned, source) : (source, cleaned)
  }
}
