#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CByteScan
import TamisBase

/// The weights of hashed words and pairs of words, an eighth of a logit a step; all zero when there is no table.
///
/// A fifth of the places have a weight, so of the words of a language that nobody taught one in five gets another word's. Such
/// documents are judged without: with them they lost 2.6 % of their text in Greek and 6.0 % in Russian, without 1.3 and 3.0.
struct WordWeights: @unchecked Sendable {
  let weights: UnsafePointer<Int8>
  /// The bits of the languages whose words were taught, in the lexicon's order; that of ``LanguageWords/unknown`` stands for
  /// documents in no known one.
  let taught: UInt32
  static let count = Int(word_read_weights)
}

extension WordWeights {
  /// The table of a model's section, until ``deallocate()``.
  ///
  /// - Parameter packed: for each 64 weights a number of which bits say which are not zero; then these.
  init(packed: Bytes?, taught: UInt32) throws(TamisError) {
    let maps = WordWeights.count / 64
    guard let packed, packed.count >= 8 * maps else { throw Model.wrongSection }
    let given = (0..<maps).reduce(0) { $0 + packed.number(8 * $1, as: UInt64.self).nonzeroBitCount }
    guard packed.count == 8 * maps + given else { throw Model.wrongSection }
    guard let memory = calloc(WordWeights.count, 1) else { throw .outOfMemory }
    let table = memory.bindMemory(to: Int8.self, capacity: WordWeights.count)
    var next = 8 * maps
    for map in 0..<maps {
      var left = packed.number(8 * map, as: UInt64.self)
      while left != 0 {
        table[64 * map + left.trailingZeroBitCount] = Int8(bitPattern: packed[next])
        left &= left - 1
        next += 1
      }
    }
    self.init(weights: table, taught: taught)
  }

  func deallocate() { free(UnsafeMutableRawPointer(mutating: weights)) }
}
