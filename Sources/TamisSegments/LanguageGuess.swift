import TamisBase

/// Tells the language of a text from its function words, those of the lists that sentences like to begin with: enough to
/// choose abbreviations and weights by, no more.
struct LanguageGuess {
  static let bytesLookedAt = 1024
  /// Fewer hits tell nothing, nor do those of a language that leads by less than an eighth.
  private static let fewestHits: Int32 = 3

  private struct Slot {
    var hash: UInt32 = 0
    /// One bit for each language.
    var languages: UInt64 = 0
  }

  private let slots: [Slot]
  private static let mask = UInt32(slotCount - 1)
  private static let slotCount = 4096
  private static let table = LanguageGuess()

  private init() {
    var slots = [Slot](repeating: Slot(), count: Self.slotCount)
    for list in abbreviationLists where list.kind == .starter {
      let text = list.words.withUTF8Buffer { Array($0) }
      for word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
        let hash = WordHash(word).value
        var place = Int(hash & Self.mask)
        while slots[place].languages != 0 && slots[place].hash != hash { place = (place + 1) & Int(Self.mask) }
        slots[place].hash = hash
        slots[place].languages |= 1 << UInt64(list.language.rawValue)
      }
    }
    self.slots = slots
  }

  /// The language of a stretch, or the unknown one.
  static func language(of reader: TextReader) -> SentenceLanguage {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 64) { hits in
      hits.initialize(repeating: 0)
      table.count(reader, hits)
      var best = 0
      var second: Int32 = 0
      for language in 1..<64 where hits[language] > 0 {
        if hits[language] > hits[best] {
          second = hits[best]
          best = language
        } else {
          second = max(second, hits[language])
        }
      }
      guard hits[best] >= fewestHits, hits[best] &* 8 >= second &* 9 else { return .unknown }
      return SentenceLanguage(rawValue: UInt8(best)) ?? .unknown
    }
  }

  private func count(_ reader: TextReader, _ hits: UnsafeMutableBufferPointer<Int32>) {
    slots.withUnsafeBufferPointer { slots in
      var p = reader.start
      while p < reader.end {
        let (end, measure, hash) = reader.word(at: p)
        p = end
        if measure.length == 0 {
          // No word: a blank, a mark.
          p &+= 1
          continue
        }
        var place = hash & LanguageGuess.mask
        while slots[Int(place)].languages != 0 && slots[Int(place)].hash != hash { place = (place &+ 1) & LanguageGuess.mask }
        var languages = slots[Int(place)].languages
        while languages != 0 {
          hits[languages.trailingZeroBitCount] &+= 1
          languages &= languages &- 1
        }
      }
    }
  }
}
