import CByteScan
import Foundation
import TestSupport
import XCTest

/// The small kernels over columns are what plain loops give, whatever the kernel.
final class ColumnKernelTests: XCTestCase {
  private let kernels = ["avx512", "avx2", "sse2", "neon", "portable"]

  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testEqualNumbersAreCounted() {
    var generator = SeededGenerator(3)
    for round in 0..<500 {
      let count = round % (Int(equal_count_most) + 1)
      var numbers = [UInt32](repeating: 7, count: Int(equal_count_most)), weights = numbers
      for place in 0..<count {
        numbers[place] = UInt32.random(in: 0...UInt32(1 + round % 50), using: &generator) &* 0x9E37_79B9
        weights[place] = UInt32.random(in: 0...2, using: &generator)
      }
      let wanted = (0..<count).map { place in
        (0..<count).reduce(UInt32(0)) { $0 + (numbers[$1] == numbers[place] ? weights[$1] : 0) }
      }
      for kernel in kernels where scan_kernel_use(kernel) == 1 {
        var sums = [UInt32](repeating: 0, count: Int(equal_count_most))
        equal_count(numbers, weights, count, &sums)
        XCTAssertEqual(Array(sums[..<count]), wanted, "\(kernel), round \(round)")
      }
    }
  }

  func testProbabilitiesAreThoseOfLogits() {
    let logits = (Int(Int16.min)...Int(Int16.max)).map { Int16($0) }
    var first: [Float] = []
    for kernel in kernels where scan_kernel_use(kernel) == 1 {
      var found = [Float](repeating: 0, count: logits.count)
      logistic_fill(logits, logits.count, &found)
      if first.isEmpty { first = found }
      XCTAssertEqual(found, first, kernel)
    }
    for (logit, found) in zip(logits, first) {
      let wanted = 1 / (1 + exp(-min(30, max(-30, Double(logit) / 1024))))
      XCTAssertEqual(Double(found), wanted, accuracy: 4e-6 * max(wanted, 1e-9))
    }
    XCTAssertTrue(zip(first, first.dropFirst()).allSatisfy { $0 <= $1 + 1e-6 })
    for probability: Float in [0, 0.01, 0.25, 0.5, 0.7, 0.99, 1] {
      let wanted = first.firstIndex { $0 >= probability }.map { Int32(logits[$0]) } ?? 32_768
      XCTAssertEqual(logistic_least(probability), wanted, accuracy: 1, "\(probability)")
    }
    XCTAssertEqual(logistic_least(1.5), 32_768)
  }
}
