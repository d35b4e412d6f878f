/// Fractions of a text that repeat what the text has already, by the definitions of the two families that have them.
struct Repetition: ~Copyable {
  private var seen = KeyCounts()
  /// Hashes of the words one behind the other: at `i` those before word `i`; and how many bytes they have.
  private var prefixes = Room<UInt64>()
  private var lengths = Room<Int>()
  /// Powers of the hash's base.
  private var powers = Room<UInt64>()
  private var marks = Room<Bool>()

  /// What lines or paragraphs repeat: how many of them, and how many characters they have.
  struct Duplicates {
    var count = 0
    var characters = 0
    var elements = 0
  }

  mutating func duplicates(
    of lines: UnsafeMutableBufferPointer<Reading.Line>, where counts: (Reading.Line) -> Bool
  ) throws(OutOfMemory) -> Duplicates {
    var found = Duplicates()
    try seen.begin(lines.count)
    for line in lines where counts(line) {
      found.elements += 1
      if seen.add(line.hash) > 1 {
        found.count += 1
        found.characters += line.characters
      }
    }
    return found
  }

  /// Gopher's top n-gram as datatrove has it: the characters of the n-gram that comes most often, the first of equals,
  /// with the blanks between its words, times how often it comes.
  mutating func topCharacters(
    _ words: UnsafeMutableBufferPointer<Reading.Word>, _ n: Int, blanks: Int
  ) throws(OutOfMemory) -> (characters: Int, count: Int) {
    guard words.count >= n else { return (0, 0) }
    try seen.begin(words.count)
    var most: UInt32 = 0
    for place in 0...(words.count - n) { most = max(most, seen.add(Self.key(words, place, n))) }
    for place in 0...(words.count - n) where seen.count(of: Self.key(words, place, n)) == most {
      var characters = (n - 1) * blanks
      for word in words[place..<(place + n)] { characters += Int(word.characters) }
      return (characters * Int(most), Int(most))
    }
    return (0, 0)
  }

  @inline(__always)
  private static func key(_ words: UnsafeMutableBufferPointer<Reading.Word>, _ place: Int, _ n: Int) -> UInt64 {
    var key: UInt64 = 0
    for offset in 0..<n {
      key = (key ^ words[place &+ offset].hash) &* 0xD6E8_FEB8_6659_FD93
      key ^= key &>> 32
    }
    return key
  }

  /// Makes the words ready for ``repeatedCharacters(_:_:)``.
  mutating func prepare(_ words: UnsafeMutableBufferPointer<Reading.Word>) throws(OutOfMemory) {
    prefixes.removeAll()
    lengths.removeAll()
    if powers.isEmpty {
      var power: UInt64 = 1
      for _ in 0..<4_096 {
        try powers.append(power)
        power = Concatenation.multiply(power, Concatenation.base)
      }
    }
    var hash: UInt64 = 0
    var length = 0
    try prefixes.append(0)
    try lengths.append(0)
    for word in words {
      hash = Concatenation.reduce(Concatenation.multiply(hash, power(Int(word.bytes))) &+ word.hash)
      length += Int(word.bytes)
      try prefixes.append(hash)
      try lengths.append(length)
    }
  }

  @inline(__always)
  private func power(_ exponent: Int) -> UInt64 {
    if exponent < powers.count { return powers.view[exponent] }
    var result: UInt64 = 1
    for _ in 0..<(exponent / (powers.count - 1)) { result = Concatenation.multiply(result, powers[powers.count - 1]) }
    return Concatenation.multiply(result, powers[exponent % (powers.count - 1)])
  }

  /// Gopher's duplicate n-grams as datatrove has them: walking on, an n-gram whose letters one behind the other came
  /// before counts with all its characters and is stepped over.
  mutating func repeatedCharacters(
    _ words: UnsafeMutableBufferPointer<Reading.Word>, _ n: Int
  ) throws(OutOfMemory) -> Int {
    try seen.begin(words.count)
    let (hashes, bytes) = (prefixes.view, lengths.view)
    var repeated = 0
    var place = 0
    while place + n <= words.count {
      let tail = Concatenation.multiply(hashes[place], power(bytes[place &+ n] &- bytes[place]))
      let key = Concatenation.reduce(hashes[place &+ n] &+ Concatenation.prime &- tail)
      if seen.add(key) > 1 {
        for word in words[place..<(place + n)] { repeated += Int(word.characters) }
        place += n
      } else {
        place += 1
      }
    }
    return repeated
  }

  /// RedPajama's duplicate n-grams: the characters of all words that stand in an n-gram that comes more than once.
  mutating func duplicatedCharacters(
    _ words: UnsafeMutableBufferPointer<Reading.Word>, _ n: Int
  ) throws(OutOfMemory) -> Int {
    guard words.count >= n else { return 0 }
    try seen.begin(words.count)
    for place in 0...(words.count - n) { _ = seen.add(Self.key(words, place, n)) }
    var characters = 0
    var counted = 0
    for place in 0...(words.count - n) where seen.count(of: Self.key(words, place, n)) > 1 {
      for word in words[max(place, counted)..<(place + n)] { characters += Int(word.characters) }
      counted = place + n
    }
    return characters
  }

  /// How many different words there are, and the entropy of their distribution in nats.
  mutating func diversity(
    _ words: UnsafeMutableBufferPointer<Reading.Word>, logarithm: (Double) -> Double
  ) throws(OutOfMemory) -> (different: Int, entropy: Double) {
    try seen.begin(words.count)
    for word in words { _ = seen.add(word.hash) }
    var different = 0
    var entropy = 0.0
    seen.forEachCount { count in
      different += 1
      let share = Double(count) / Double(words.count)
      entropy -= share * logarithm(share)
    }
    return (different, entropy)
  }
}
