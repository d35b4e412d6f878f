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
      let columns = (0..<20 * 100).map { _ in next() }
      let trees = (0..<30).map { _ in
        var tree = tree_score_tree()
        withUnsafeMutableBytes(of: &tree) { raw in
          for place in 0..<raw.count { raw[place] = place < 6 ? next() % 20 : place == 12 ? next() % 8 : next() }
        }
        return tree
      }
      func scores(_ kernel: String) -> [Int16]? {
        guard scan_kernel_use(kernel) == 1 else { return nil }
        var scores = [Int16](repeating: 7, count: Int(tree_score_lanes))
        columns.withUnsafeBufferPointer { columns in
          let addresses = (0..<20).map { Optional(columns.baseAddress! + $0 * 100) }
          tree_score(addresses, round % 30, rows, trees, trees.count, &scores)
        }
        return Array(scores[..<rows])
      }
      let expected = scores("portable")
      for kernel in ["avx2", "avx512", "sse2", "neon"] {
        guard let found = scores(kernel) else { continue }
        XCTAssertEqual(found, expected, kernel)
      }
      scan_kernel_use(nil)
    }
  }
}
