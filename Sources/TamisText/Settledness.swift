import TamisBase

/// Tells of an unsettled character whether NFC really has something to do where it stands, without composing anything.
///
/// Devanagari, Arabic and Hebrew text is full of marks that are in order already. Asked of every character that the sieve
/// lets through, from left to right.
struct Settledness: Sendable {
  private let normalization: CodePointTable
  private let compositions: Compositions

  /// The last mark met: where it ended and its combining class.
  struct Marks {
    var end = -1
    var order: UInt16 = 0
  }

  init(_ classes: TextClasses) {
    normalization = classes.normalization
    compositions = classes.compositions
  }

  /// True when text up to and with the character is in NFC as far as this character goes; false when it is not, or when
  /// telling would take more than a look at the character before.
  func isSettled(_ scalar: UInt32, _ span: ByteSpan, behind base: UnsafePointer<UInt8>, _ marks: inout Marks) -> Bool {
    let facts = normalization[scalar]
    let order = facts & TextClasses.Normalization.combiningClass
    let isBehindMark = marks.end == span.start
    defer { marks = Marks(end: span.end, order: order) }
    if isBehindMark && order != 0 && marks.order > order { return false }
    if facts & TextClasses.Normalization.notYes == 0 { return true }
    guard facts & TextClasses.Normalization.maybe != 0, !isBehindMark, span.start > 0 else { return false }
    let start = scalarStart(before: span.start, in: base, from: 0)
    let before = decodeScalar(base, start, span.start).value
    return normalization[before] & TextClasses.Normalization.decomposes == 0
      && compositions.compose(before, scalar) == nil
  }
}
