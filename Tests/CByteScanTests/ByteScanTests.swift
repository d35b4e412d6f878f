import CByteScan
import TestSupport
import XCTest

final class ByteScanTests: XCTestCase {
  private let kernels = ["avx512", "avx2", "sse2", "neon", "portable"]

  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testEveryByteHasItsClasses() {
    for byte in UInt8.min...UInt8.max {
      let block = scan([byte], "portable")![0]
      XCTAssertEqual(block.non_ascii, byte >= 0x80 ? 1 : 0)
      XCTAssertEqual(block.newline, byte == 10 ? 1 : 0)
      XCTAssertEqual(block.space, byte == 32 ? 1 : 0)
      XCTAssertEqual(block.control, (byte < 32 && byte != 10) || byte == 127 ? 1 : 0)
      XCTAssertEqual(block.terminator, ".!?".utf8.contains(byte) ? 1 : 0)
      XCTAssertEqual(block.upper, (65...90).contains(byte) ? 1 : 0)
      XCTAssertEqual(block.lower, (97...122).contains(byte) ? 1 : 0)
      XCTAssertEqual(block.digit, (48...57).contains(byte) ? 1 : 0)
    }
  }

  func testAllKernelsAgreeOnEveryLength() {
    var generator = SeededGenerator(1)
    for length in 0...300 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let wanted = scan(bytes, "portable")!
      for kernel in kernels {
        guard let words = scan(bytes, kernel) else { continue }
        XCTAssertTrue(same(words, wanted), "\(kernel), \(length) bytes")
      }
    }
  }

  func testTheKernelInUseIsOneOfOurs() {
    XCTAssertTrue(kernels.contains(String(cString: scan_kernel_name())))
    XCTAssertEqual(scan_kernel_use("abacus"), 0)
  }

  private func scan(_ bytes: [UInt8], _ kernel: String) -> [byte_scan_block]? {
    var blocks = [byte_scan_block](repeating: byte_scan_block(), count: (bytes.count + 63) / 64)
    guard scan_kernel_use(kernel) == 1 else { return nil }
    byte_scan(bytes, bytes.count, &blocks)
    return blocks
  }

  private func same(_ a: [byte_scan_block], _ b: [byte_scan_block]) -> Bool {
    a.withUnsafeBytes { x in b.withUnsafeBytes { y in x.elementsEqual(y) } }
  }
}
