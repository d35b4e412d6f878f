/// What a stop of ASCII and the two bytes behind it are, at one look: the commonest stops by tables instead of questions
/// whose answers a processor cannot guess. What is not certain is left to the rules.
struct StopTable: @unchecked Sendable {
  /// What is certain: bits, and in the lowest two how far behind the stop the next sentence begins.
  enum Action {
    static let distance: UInt8 = 3
    /// Ends a sentence of UAX #29, and ends none there.
    static let endsUAX29: UInt8 = 4
    static let goesOnUAX29: UInt8 = 8
    /// Ends nothing under any rules.
    static let nothing: UInt8 = 16
    static let lineFeed: UInt8 = 32
    /// One stop, a blank and a capital of ASCII.
    static let capital: UInt8 = 64
    /// One stop, a blank and what may be a capital of Cyrillic.
    static let cyrillic: UInt8 = 128
  }

  private enum Kind: UInt8 {
    case other, fullStop, question, lineFeed, blank, upper, lower, digit, cyrillicLead

    init(_ byte: UInt8) {
      switch byte {
      case 0x2E: self = .fullStop
      case 0x21, 0x3F: self = .question
      case 0x0A: self = .lineFeed
      case 0x20: self = .blank
      case 0x41...0x5A: self = .upper
      case 0x61...0x7A: self = .lower
      case 0x30...0x39: self = .digit
      case 0xD0: self = .cyrillicLead
      default: self = .other
      }
    }
  }

  /// 256 kinds, then the actions by three kinds of four bits. Never freed.
  private let kinds: UnsafePointer<UInt8>
  private let actions: UnsafePointer<UInt8>

  static let shared = StopTable()

  private init() {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 256 + 4096)
    bytes.initialize(repeating: 0, count: 256 + 4096)
    for byte in 0...255 as ClosedRange<UInt8> { bytes[Int(byte)] = Kind(byte).rawValue }
    for place in 0..<4096 {
      guard let stop = Kind(rawValue: UInt8(place >> 8)), let next = Kind(rawValue: UInt8(place >> 4 & 15)),
        let third = Kind(rawValue: UInt8(place & 15))
      else { continue }
      bytes[256 + place] = StopTable.action(stop, next, third)
    }
    kinds = UnsafePointer(bytes)
    actions = kinds + 256
  }

  /// Of the three bytes at `bytes`, all of them readable.
  @inline(__always)
  func action(_ bytes: UnsafePointer<UInt8>) -> UInt8 {
    let stop = Int(kinds[Int(bytes[0])])
    let next = Int(kinds[Int(bytes[1])])
    return actions[stop &<< 8 | next &<< 4 | Int(kinds[Int(bytes[2])])]
  }

  private static func action(_ stop: Kind, _ next: Kind, _ third: Kind) -> UInt8 {
    switch (stop, next) {
    case (.lineFeed, _): return Action.lineFeed | Action.endsUAX29 | 1  // SB4
    // The line feed ends the sentence (SB9, SB10). Inside numbers, addresses and abbreviations (SB6, SB8).
    case (.fullStop, .lineFeed), (.question, .lineFeed), (.fullStop, .lower), (.fullStop, .digit):
      return Action.nothing | Action.goesOnUAX29
    case (.fullStop, .blank), (.question, .blank): break
    default: return 0
    }
    switch third {
    case .upper: return Action.capital | Action.endsUAX29 | 2  // SB11
    case .cyrillicLead: return Action.cyrillic | 2
    case .lower where stop == .fullStop: return Action.goesOnUAX29  // SB8
    case .lower, .digit: return stop == .question ? Action.endsUAX29 | 2 : 0  // SB11
    default: return 0
    }
  }
}
