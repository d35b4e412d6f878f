import CByteScan
import TestSupport
import XCTest

/// Common words are counted for their languages, whatever the kernel.
final class LanguageCountTests: XCTestCase {
  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testAllKernelsCountWhatADictionaryGives() {
    var generator = SeededGenerator(8)
    var table = [language_word](repeating: language_word(), count: Int(language_count_words))
    var known: [UInt32: UInt32] = [:]
    while known.count < 3000 {
      let word = UInt32.random(in: 1...UInt32.max, using: &generator)
      let first = language_place(word)
      let places = first..<first + Int(language_count_reach)
      guard let place = places.first(where: { table[$0].word == 0 }) else { continue }
      let languages = UInt32.random(in: 1...UInt32.max, using: &generator)
      table[place] = language_word(word: word, languages: languages)
      known[word] = languages
    }
    let words = known.keys.sorted()
    for round in 0..<200 {
      let text = (0..<round).map { _ in
        Bool.random(using: &generator)
          ? words.randomElement(using: &generator)! : UInt32.random(in: 1...UInt32.max, using: &generator)
      }
      let wanted = (0..<32).map { bit in UInt8(text.filter { known[$0, default: 0] >> bit & 1 != 0 }.count) }
      for kernel in ["avx512", "avx2", "sse2", "neon", "portable"] where scan_kernel_use(kernel) == 1 {
        var counts = [UInt8](repeating: 0, count: Int(language_count_languages))
        language_count(text, text.count, table, &counts)
        XCTAssertEqual(counts, wanted, kernel)
      }
    }
  }
}
