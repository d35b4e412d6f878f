/// Which sentence boundaries are wanted.
@frozen
public enum SentenceRules: Int32, CaseIterable, Sendable {
  /// UAX #29 with the house's layer for abbreviations, initials, numbers, ellipsis and quotes.
  case standard = 0
  /// UAX #29 as it is written.
  case uax29 = 1
}
