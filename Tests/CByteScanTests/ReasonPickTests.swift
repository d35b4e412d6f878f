import CByteScan
import TestSupport
import XCTest

/// The heaviest reasons are those that sorting gives, whatever the kernel.
final class ReasonPickTests: XCTestCase {
  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testAllKernelsPickWhatSortingGives() {
    var generator = SeededGenerator(5)
    let stride = 40
    for round in 0..<300 {
      // Every third column has nothing but zeros.
      let columns = (0..<50 * stride).map { $0 / stride % 3 == 0 ? 0 : UInt8.random(in: 0...255, using: &generator) }
      var parts: [reason_part] = []
      for number in 0..<round % 45 {
        let isJoined = number > 0 && Bool.random(using: &generator)
        let reason = isJoined ? parts[number - 1].reason : UInt8(parts.count + 1)
        let (mean, weight) = (Float.random(in: 0...255, using: &generator), Float.random(in: -0.02...0.02, using: &generator))
        parts.append(
          reason_part(
            mean: mean, weight: weight, column: UInt8.random(in: 0..<50, using: &generator), reason: reason,
            is_joined: isJoined ? 1 : 0, needs_some: weight < 0 ? 0 : UInt8.random(in: 0...1, using: &generator)))
      }
      for kernel in ["avx512", "avx2", "sse2", "neon", "portable"] where scan_kernel_use(kernel) == 1 {
        var picked = [UInt32](repeating: 0, count: reason_pick_rows)
        let rows = 1 + round % reason_pick_rows
        reason_pick(columns, stride, rows, parts, parts.count, &picked)
        let wanted = (0..<rows).map { naive(columns, stride, parts, $0) }
        XCTAssertEqual(Array(picked[..<rows]), wanted, "\(kernel), \(rows) rows, round \(round)")
      }
    }
  }

  private func naive(_ columns: [UInt8], _ stride: Int, _ parts: [reason_part], _ row: Int) -> UInt32 {
    var heaviest: [UInt8: Int] = [:]
    for part in parts {
      let weight = part.weight * (Float(columns[Int(part.column) * stride + row]) - part.mean)
      guard weight > 0.05 else { continue }
      heaviest[part.reason] = max(heaviest[part.reason] ?? 0, Int(min(weight, 30_000) * 65_536) / 64)
    }
    let sorted = heaviest.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
    return sorted.prefix(4).enumerated().reduce(0) { $0 | UInt32($1.element.key) << UInt32(8 * $1.offset) }
  }
}
