/// Writing results by hand: no strings are made on the way.
extension GrowableBuffer where Element == UInt8 {
  package mutating func append(_ text: StaticString) throws(TamisError) {
    try append(text.utf8Start, count: text.utf8CodeUnitCount)
  }

  package mutating func append(decimal number: Int) throws(TamisError) {
    var rest = number.magnitude
    var digits: InlineArray<24, UInt8> = .init(repeating: 0)
    var place = 24
    repeat {
      place -= 1
      digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if number < 0 { try append(UInt8(ascii: "-")) }
    while place < 24 {
      try append(digits[place])
      place += 1
    }
  }

  /// A number in 0…1 with at most four decimals and no needless zeros; what is outside or not a number is moved inside.
  package mutating func append(unit number: Float) throws(TamisError) {
    let bounded = number.isNaN ? 0 : min(max(number, 0), 1)
    var thousandths = Int((Double(bounded) * 10_000).rounded())
    if thousandths % 10_000 == 0 { return try append(decimal: thousandths / 10_000) }
    try append("0.")
    var scale = 1_000
    while thousandths > 0 {
      try append(UInt8(ascii: "0") + UInt8(thousandths / scale))
      thousandths %= scale
      scale /= 10
    }
  }

  /// Appends `text` with every ill-formed sequence replaced by U+FFFD.
  package mutating func append(repaired text: Bytes) throws(TamisError) {
    guard let base = text.baseAddress else { return }
    var position = 0
    var pending = 0
    while position < text.count {
      let scalar = decodeScalar(base, position, text.count)
      if !scalar.isWellFormed {
        try append(base + pending, count: position - pending)
        try append("\u{FFFD}")
        pending = position + scalar.length
      }
      position += scalar.length
    }
    try append(base + pending, count: position - pending)
  }
}
