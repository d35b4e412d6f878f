import CAllocationCounter
import Foundation
import Tamis
import TestSupport
import XCTest

/// What the text room holds at most while it cleans a document, the result included: three times the document, or its
/// result where that is longer. Documents of which each letter changes are the worst.
final class TransientMemoryTests: XCTestCase {
  private static let size = 1 << 22

  private func repeated(_ piece: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(Self.size + piece.count)
    while text.count < Self.size { text += piece }
    return text
  }

  private func expectFew(
    _ name: String, _ piece: [UInt8], limit: Double = 3, _ change: (inout TextPolicy) -> Void = { _ in }
  ) throws {
    try XCTSkipIf(allocation_peak() < 0, "the allocator of this system cannot be counted")
    var policy = TextPolicy()
    change(&policy)
    let cleaner = try TextCleaner(policy)
    // What is made once for all documents.
    var warm = TextWorkspace()
    try piece.withUnsafeBufferPointer { try cleaner.clean($0, &warm) }
    let text = repeated(piece)
    var workspace = TextWorkspace()
    allocation_peak_start()
    try text.withUnsafeBufferPointer { try cleaner.clean($0, &workspace) }
    let times = Double(allocation_peak()) / Double(max(text.count, workspace.text.count))
    print("transient memory: \(name): \((times * 100).rounded() / 100) times the document")
    XCTAssertLessThanOrEqual(times, limit, name)
  }

  private func utf8(_ piece: String) -> [UInt8] { Array(piece.utf8) }

  /// The line feed at the end goes, so there is a copy.
  func testCleanText() throws {
    try expectFew("English", utf8("The tide comes in twice a day, and nobody asked it to.\n"), limit: 1.1)
    try expectFew("Russian", utf8("Дважды в день приходит вода, и никто её не звал.\n"), limit: 1.1)
  }

  func testUntidyText() throws {
    try expectFew("spaces", utf8("a  b\u{A0}\u{A0}c \t d\r\n"))
    try expectFew("controls", utf8("a\u{1}b\u{200B}c\u{FEFF}d\u{AD}e\n"))
    try expectFew("references", utf8("&amp;&lt;&eacute; &#8217;&nbsp;x&amp;amp;\n"))
    try expectFew("ill-formed", [0x61, 0xFF, 0xC3, 0x62, 0xE2, 0x82, 0x20])
    try expectFew("wrapped", utf8("It is a long way from the harbour to the station when it rains,\n"))
  }

  func testTextInOtherForms() throws {
    for (name, piece) in [
      ("French", "Où êtes-vous allés l'été dernier, à Orléans? "), ("Korean", "안녕하세요 여러분 반갑습니다. "),
      ("Vietnamese", "Tất cả mọi người sinh ra đều được tự do. "), ("Japanese", "がぎぐげご だぢづでど。"),
    ] {
      try expectFew("\(name) in NFD", utf8(piece.decomposedStringWithCanonicalMapping))
      try expectFew("\(name) to NFD", utf8(piece)) { $0.normalization = .nfd }
    }
    try expectFew("fullwidth to NFKC", utf8("ＡＢＣ１２３ｶﾞｷﾞ ")) { $0.normalization = .nfkc }
  }

  func testMisreadText() throws {
    try expectFew("mojibake", utf8("Ã©tÃ© Ã  lâ€™Ã¢ge, oÃ¹ lâ€™Ã®le "))
    let russian: [UInt8] = [0xCE, 0xED, 0x20, 0xF1, 0xEA, 0xE0, 0xE7, 0xE0, 0xEB, 0x2C, 0x20, 0xF7, 0xF2, 0xEE, 0x20]
    try expectFew("windows-1251", russian) { $0.encoding = .named("windows-1251") }
    let japanese: [UInt8] = [0x82, 0xB1, 0x82, 0xF1, 0x82, 0xC9, 0x82, 0xBF, 0x82, 0xCD, 0x81, 0x42]
    try expectFew("shift_jis", japanese) { $0.encoding = .named("shift_jis") }
    let utf16: [UInt8] = Array("Zwölf Boxkämpfer ".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    try expectFew("utf-16le", utf16) { $0.encoding = .named("utf-16le") }
  }
}
