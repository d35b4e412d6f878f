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
    for _ in 0..<200 {
      let columns = (0..<20 * 32).map { _ in next() }
      let trees = (0..<30).map { _ in
        var tree = tree_score_tree()
        withUnsafeMutableBytes(of: &tree) { raw in
          for place in 0..<raw.count { raw[place] = place < 6 ? next() % 20 : place == 12 ? next() % 8 : next() }
        }
        return tree
      }
      var portable = [Int16](repeating: 7, count: 32)
      var fast = portable
      XCTAssertEqual(scan_kernel_use("portable"), 1)
      tree_score(columns, trees, trees.count, &portable)
      scan_kernel_use(nil)
      tree_score(columns, trees, trees.count, &fast)
      XCTAssertEqual(portable, fast)
    }
  }
}
