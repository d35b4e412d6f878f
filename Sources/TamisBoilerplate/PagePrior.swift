#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import CByteScan
import TamisBase

/// What kind of page the blocks stand on, as far as it moves the border between content and furniture.
///
/// On the page of a shop, a forum, a list or a manual blocks that an article would not have are content, and no block is as
/// sure as the paragraphs of an article are. The choice that serves the F-measure best keeps there what is more likely than
/// half of the measure that can be had (Lipton, Elkan, Naryanaswamy, "Optimal thresholding of classifiers to maximize F1
/// measure", 2014), which is less than a half. So the scores of a page that looks like none of an article are raised, the
/// less like one the more. What it looks like is told by a logistic regression over the means of its blocks' features.
///
/// There are three. One is asked of whole pages in the languages whose words were taught and of which the fit saw pages of both kinds.
/// Elsewhere it fails: of Chinese and Russian news, none of which was fitted to, one page in twenty looked like no article, since
/// what stands around a short report weighs more than the report. The other one, taught without words, is asked of a page's
/// core (``PageCore``), of which articles are articles again. By the third scores are lowered, where there is no content at all: see
/// ``Model/lowering(_:language:)``.
struct PagePrior: @unchecked Sendable {
  /// One for each feature that a block or its document has by itself, ``FeatureLayout/since`` of them.
  private let weights: UnsafePointer<Int32>
  /// In logits, as is the most that a score is raised by.
  private let offset: Float
  private let greatest: Float
  /// Where it is asked, by the bits of ``WordWeights/taught``.
  private let languages: UInt32

  static let numbers = FeatureLayout.since + 2
  /// Far above any that a fit gives; a weight of it is a number of 32 bits still.
  static let limit: Float = 30
  /// Of a weight.
  private static let unit: Float = 16_777_216

  /// - Parameter numbers: ``numbers`` of them: what a mean of 1 adds to the logit, for each feature; offset; greatest. None
  ///   is beyond ``limit``.
  init(_ numbers: UnsafePointer<Float>, languages: UInt32) throws(TamisError) {
    let memory = try TableMemory(bytes: FeatureLayout.since * MemoryLayout<Int32>.stride)
    let weights = memory.start.assumingMemoryBound(to: Int32.self)
    memory.keep()
    for feature in 0..<FeatureLayout.since { weights[feature] = Int32(numbers[feature] * PagePrior.unit) }
    self.weights = UnsafePointer(weights)
    self.languages = languages
    offset = numbers[FeatureLayout.since]
    greatest = numbers[FeatureLayout.since + 1]
  }

  static func areSound(_ numbers: UnsafePointer<Float>) -> Bool {
    UnsafeBufferPointer(start: numbers, count: PagePrior.numbers).allSatisfy { abs($0) < limit }
  }

  func deallocate() { free(UnsafeMutableRawPointer(mutating: weights)) }

  /// How sure it is that the page is none of an article, in logits; nil in a language where nothing tells.
  func oddness(_ columns: FeatureColumns, language: UInt32) -> Float? {
    guard language & languages != 0 else { return nil }
    let sum = column_weigh(columns.column(0), columns.stride, columns.count, weights, FeatureLayout.since)
    return Float(sum) / (PagePrior.unit * Float(columns.count)) + offset
  }

  /// What the scores of a page's blocks are to be raised by, in logits.
  func raise(oddness: Float?) -> Float { oddness.map { max(0, min(greatest, $0)) } ?? 0 }

  /// How much of what other pages say of a block counts, 0…1: none on a page whose scores are raised by the most. What the pages
  /// of a shop or a forum share is as often their content.
  func trustInRepeats(oddness: Float?) -> Float { greatest > 0 ? 1 - raise(oddness: oddness) / greatest : 1 }
}
