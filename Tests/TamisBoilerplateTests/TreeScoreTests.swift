import CByteScan
import XCTest

/// The fast kernel gives what the definition gives.
final class TreeScoreTests: XCTestCase {
  func testKernelsAgree() {
    var state: UInt64 = 42
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    for round in 0..<200 {
      let rows = round % 64 + 1
      let columns = (0..<20 * 100 + 64).map { _ in next() }
      let trees = (0..<30).map { _ in
        var tree = tree_score_tree()
        withUnsafeMutableBytes(of: &tree) { raw in
          for place in 0..<raw.count { raw[place] = place < 6 ? next() % 20 : place == 12 ? next() % 8 : next() }
        }
        return tree
      }
      // Odd numbers of trees too.
      let taken = trees.count - round % 3
      var pairs = [tree_score_pair](repeating: tree_score_pair(), count: (taken + 1) / 2)
      tree_score_pairs(trees, taken, (0..<20).map { UInt16($0 * 100 + 5) }, &pairs)
      func scores(_ kernel: String) -> [Int16]? {
        guard scan_kernel_use(kernel) == 1 else { return nil }
        var scores = [Int16](repeating: 7, count: Int(tree_score_lanes))
        columns.withUnsafeBufferPointer { columns in
          let addresses = (0..<20).map { Optional(columns.baseAddress! + $0 * 100) }
          let base = columns.baseAddress! + round % 30 - 5
          tree_score(addresses, rows <= tree_score_narrow ? base : nil, round % 30, rows, pairs, pairs.count, &scores)
        }
        return Array(scores[..<rows])
      }
      let expected = scores("portable")
      XCTAssertEqual(expected, (0..<rows).map { naive(trees[..<taken], columns, round % 30 + $0) })
      for kernel in ["avx2", "avx512", "sse2", "neon"] {
        guard let found = scores(kernel) else { continue }
        XCTAssertEqual(found, expected, kernel)
      }
      scan_kernel_use(nil)
    }
  }

  /// By twos, as the header says.
  private func naive(_ trees: ArraySlice<tree_score_tree>, _ columns: [UInt8], _ row: Int) -> Int16 {
    var score = 7
    for first in stride(from: 0, to: trees.count, by: 2) {
      let sum = trees[first..<min(first + 2, trees.count)].reduce(0) { $0 + value($1, columns, row) }
      score = max(Int(Int16.min), min(Int(Int16.max), score + sum))
    }
    return Int16(score)
  }

  private func value(_ tree: tree_score_tree, _ columns: [UInt8], _ row: Int) -> Int {
    withUnsafeBytes(of: tree) { raw in
      let leaf = (0..<6).reduce(0) { $0 | (columns[Int(raw[$1]) * 100 + row] >= raw[6 + $1] ? 1 << $1 : 0) }
      return Int(Int8(bitPattern: raw[13 + leaf])) << Int(tree.shift)
    }
  }
}
