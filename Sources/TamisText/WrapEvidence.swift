import TamisBase

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Tells whether a text was wrapped, and at what column.
///
/// Where a program wrapped a paragraph, each of its lines but the last has less room left than the first word of the
/// next line would have taken. The column that agrees with the most line ends is the limit. Two logarithms of likelihood
/// ratios, summed over line ends, tell whether it is one; each has to be large enough:
///
/// - ``pile``, against lines of any length: in wrapped text the room left is that of a word that did not fit, and
///   rarely more. Lines that end in a stop, which may be the last of paragraphs, are left out.
/// - ``fit``, against lines that are of about one length for another reason, as in tables, and over full lines only:
///   then the next word has nothing to do with the room left, and would have fitted as often as any first word.
///
/// Letters count with both: lines of wrapped text often begin with a small one, those of verse and lists with a capital.
///
/// Measured by `Scripts/eval-unwrap`.
struct WrapEvidence {
  /// What a line end shows.
  struct LineEnd: BitwiseCopyable {
    var width: UInt8
    /// Columns of the next line's first word and the blank before it.
    var needed: UInt8
    var signs: UInt8

    static let endsSentence: UInt8 = 1 << 0
    static let isBeforeLower: UInt8 = 1 << 1
    static let isBeforeUpper: UInt8 = 1 << 2
    static let isUnspaced: UInt8 = 1 << 3
    static let isOneWord: UInt8 = 1 << 4

    init(_ above: TextLine, _ below: TextLine) {
      width = UInt8(min(above.width, 255))
      needed = UInt8(min(below.firstWord + (above.isDivided(from: below) ? 1 : 0), 63))
      signs = above.traits.contains(.endsSentence) ? Self.endsSentence : 0
      if below.traits.contains(.startsLower) { signs |= Self.isBeforeLower }
      if below.traits.contains(.startsUpper) { signs |= Self.isBeforeUpper }
      if above.traits.contains(.endsUnspaced) && below.traits.contains(.startsUnspaced) { signs |= Self.isUnspaced }
      if above.traits.contains(.isOneWord) { signs |= Self.isOneWord }
    }
  }

  /// As many line ends are looked at as tell a text of any length; more would only cost memory.
  static let most = 1 << 16

  /// The column that agrees with the most line ends.
  private(set) var limit = 0
  private(set) var pile: Float = 0
  private(set) var letters: Float = 0
  private(set) var fit: Float = 0

  /// - Parameter limits: where the limit is looked for.
  init(_ ends: UnsafeBufferPointer<LineEnd>, limits: Range<Int>) {
    limit = Self.limit(ends, limits)
    weigh(ends)
  }

  /// The lowest of the columns, within bounds, that agree with the most line ends.
  private static func limit(_ ends: UnsafeBufferPointer<LineEnd>, _ limits: Range<Int>) -> Int {
    // A line of `width` and a word of `needed` agree with the columns from the first to one less than both together.
    // A kilobyte is what stays on the stack.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { changes in
      changes.initialize(repeating: 0)
      for end in ends {
        changes[Int(end.width)] += 1
        let behind = Int(end.width) + Int(end.needed)
        if behind < 256 { changes[behind] -= 1 }
      }
      var (best, most, count): (Int, Int32, Int32) = (limits.lowerBound, 0, 0)
      for column in 0..<limits.upperBound {
        count += changes[column]
        if column >= limits.lowerBound && count > most { (best, most) = (column, count) }
      }
      return best
    }
  }

  /// Of text that was not wrapped the pile has been at most 4, but for headlines, logs and tables with lines of about
  /// one length, whose fit is low; of text with six line ends that were wrapped it is mostly above 8.
  func isPlain(count: Int) -> Bool {
    let isFitting = fit + min(letters / 4, max(fit, 0)) >= 0.25 + 0.02 * Float(count)
    return isFitting && pile >= 8 && pile + letters >= 8
  }

  private mutating func weigh(_ ends: UnsafeBufferPointer<LineEnd>) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 65) { atLeast in
      Self.countNeeds(ends, atLeast)
      let needs = Needs(atLeast)
      for end in ends {
        let room = limit - Int(end.width)
        if room >= 0 && room <= Self.mostRoom { fit += fitPoints(end, room, needs) }
        guard end.signs & LineEnd.endsSentence == 0 else { continue }
        pile += pilePoints(end, room, needs)
        if end.signs & LineEnd.isBeforeLower != 0 { letters += Self.lower }
        if end.signs & LineEnd.isBeforeUpper != 0 { letters += Self.upper }
      }
    }
  }

  /// How many columns the first words of lines need.
  private struct Needs {
    /// For each number of columns how many need at least as many.
    let atLeast: UnsafeMutableBufferPointer<Int32>
    let mean: Float

    init(_ atLeast: UnsafeMutableBufferPointer<Int32>) {
      self.atLeast = atLeast
      var sum: Float = 0
      for columns in 1...64 { sum += Float(atLeast[columns]) }
      mean = sum / max(Float(atLeast[0]), 1)
    }

    /// The share of words that do not fit into `room`.
    func share(over room: Int) -> Float { (Float(atLeast[min(room + 1, 64)]) + 0.5) / (Float(atLeast[0]) + 1) }
  }

  /// For each number of columns how many first words need at least as many.
  private static func countNeeds(_ ends: UnsafeBufferPointer<LineEnd>, _ atLeast: UnsafeMutableBufferPointer<Int32>) {
    atLeast.initialize(repeating: 0)
    for end in ends { atLeast[Int(end.needed)] += 1 }
    for columns in stride(from: 63, through: 0, by: -1) { atLeast[columns] += atLeast[columns + 1] }
  }

  private func fitPoints(_ end: LineEnd, _ room: Int, _ needs: Needs) -> Float {
    // Where every first word is one character, its width says nothing; that the line is full does.
    let chance = end.signs & LineEnd.isUnspaced != 0 ? Self.fullByChance : needs.share(over: room)
    let wouldFit = Self.wouldFit(end)
    return Int(end.needed) > room ? logf((1 - wouldFit) / chance) : logf(wouldFit / (1 - chance))
  }

  private func pilePoints(_ end: LineEnd, _ room: Int, _ needs: Needs) -> Float {
    if room < 0 { return end.signs & LineEnd.isOneWord != 0 ? 0 : Self.tooLong }
    let wouldFit = Self.wouldFit(end)
    guard Int(end.needed) > room else { return logf(wouldFit) }
    // The room left by a word that does not fit is any from 0 to its width less one; without a limit the line might
    // have ended at any column up to some way behind.
    return logf((1 - wouldFit) * needs.share(over: room) / max(needs.mean, 1) * Float(limit + 20))
  }

  /// How often, in text that was wrapped, the next word would have fitted: in front of a small letter, behind a stop,
  /// where paragraphs end, and else.
  private static func wouldFit(_ end: LineEnd) -> Float {
    if end.signs & LineEnd.endsSentence != 0 { return 0.5 }
    return end.signs & LineEnd.isBeforeLower != 0 ? 0.02 : 0.1
  }

  /// Lines that end further before the limit are not full.
  private static let mostRoom = 12
  /// A line longer than the limit that could have been wrapped.
  private static let tooLong: Float = -2.7
  /// How often a line of a script that does not divide words ends right before the limit for a reason of its own.
  private static let fullByChance: Float = 0.2
  // A small letter begins 70 in 100 lines of wrapped text, and 42 of others; a capital 30 and 58.
  private static let lower: Float = 0.5
  private static let upper: Float = -0.66
}
