import CByteScan
import TestSupport
import XCTest

/// What rules ask of blocks is what the header says, whatever the kernel.
final class BlockSignsTests: XCTestCase {
  private let stride = 320
  private let firstCue: UInt8 = 3
  private let cueCount: UInt8 = 18
  private let (date, donate, subscribe) = (UInt8(15), UInt8(5), UInt8(4))

  override func tearDown() {
    scan_kernel_use(nil)
  }

  func testAllKernelsFindTheSigns() {
    var generator = SeededGenerator(12)
    for count in [0, 1, 2, 15, 16, 17, 31, 33, 64, 65, 200, 255] {
      func column(_ range: ClosedRange<UInt8>, most: UInt8 = 0) -> [UInt8] {
        (0..<stride).map { _ in
          let value = UInt8.random(in: range, using: &generator)
          return value > most ? value : 0
        }
      }
      let (tokens, plea) = (column(0...30), column(0...6))
      let (copies, addresses) = (column(0...2, most: 1), column(0...20, most: 18))
      let (flags, firstCues) = (column(0...127), column(0...3, most: 1))
      // Shares that are often equal, in some blocks around a half.
      let cues = (0..<Int(cueCount)).flatMap { _ in column(0...12, most: 8).map { $0 > 11 ? $0 + 116 : $0 } }
      let columns = tokens + plea + copies + addresses + flags + firstCues + cues
      for kernel in ["avx512", "avx2", "sse2", "neon", "portable"] where scan_kernel_use(kernel) == 1 {
        var (signs, heaviest) = ([UInt8](repeating: 9, count: stride), [UInt8](repeating: 9, count: stride))
        fill(count, columns, &signs, &heaviest)
        for row in 0..<count {
          let shares = (0..<Int(cueCount)).map { cues[$0 * stride + row] }
          let isSentence = flags[row] & UInt8(feature_is_ended) != 0 && firstCues[row] == 0
          let wantedSigns = wantedSigns(tokens[row], plea[row], copies[row], addresses[row], shares, isSentence)
          XCTAssertEqual(signs[row], wantedSigns, "\(kernel), \(row) of \(count)")
          let most = shares.max() ?? 0
          let wanted = most == 0 ? 0 : firstCue + UInt8(shares.firstIndex(of: most) ?? 0)
          XCTAssertEqual(heaviest[row], wanted, "\(kernel), \(row) of \(count)")
        }
        XCTAssertEqual(signs[((count + 15) / 16 * 16)...].filter { $0 != 9 }, [])
      }
    }
  }

  func testBitsOfAColumn() {
    var generator = SeededGenerator(13)
    for _ in 0..<100 {
      let column = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
      for bit in 0..<8 {
        let wanted = column.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element >> bit & 1) << UInt64($1.offset) }
        for rows in 0...64 {
          XCTAssertEqual(column_bits(column, rows, 1 << bit), rows < 64 ? wanted & (1 << UInt64(rows) - 1) : wanted)
        }
      }
    }
  }

  /// `columns` are `stride` bytes each: tokens, words of a plea, copies, addresses, flags, first cues, then the cues' shares.
  private func fill(_ count: Int, _ columns: [UInt8], _ signs: inout [UInt8], _ heaviest: inout [UInt8]) {
    columns.withUnsafeBufferPointer { columns in
      func column(_ number: Int) -> UnsafePointer<UInt8> { columns.baseAddress! + number * stride }
      signs.withUnsafeMutableBufferPointer { signs in
        heaviest.withUnsafeMutableBufferPointer { heaviest in
          var columns = block_columns(
            count: count, tokens: column(0), plea: column(1), copies: column(2), addresses: column(3), flags: column(4),
            first_cues: column(5), cues: column(6), stride: stride, first_cue: firstCue, cue_count: cueCount, date: date,
            donate: donate, subscribe: subscribe, signs: signs.baseAddress, heaviest: heaviest.baseAddress)
          block_signs_fill(&columns)
        }
      }
    }
  }

  private func wantedSigns(
    _ tokens: UInt8, _ plea: UInt8, _ copies: UInt8, _ addresses: UInt8, _ shares: [UInt8], _ isSentence: Bool
  ) -> UInt8 {
    let (words, speaking) = (Int(tokens), Int(plea))
    var signs = 0
    if words > 8 && speaking * 16 > words { signs |= block_speaks_to_reader }
    let wants = shares[Int(donate - firstCue)] > 0 || shares[Int(subscribe - firstCue)] > 0
    if words > 8 ? speaking * 20 > words : wants { signs |= block_goes_on }
    let isNamed = shares.enumerated().contains { $0.element >= (isSentence ? 128 : 1) && UInt8($0.offset) + firstCue != date }
    if isNamed || copies > 1 || addresses > 0 || words > 8 && speaking * 12 > words { signs |= block_looks_like_furniture }
    return UInt8(signs)
  }
}
