import TamisPlugins
import TestSupport
import XCTest

/// What redact takes for an address or a number, and what it does not.
final class RedactTests: XCTestCase {
  private static let plugin = Result { try Built.plugin("redact") }

  private func redacted(_ text: String, _ settings: String = "") throws -> String {
    let set = try PluginSet([PluginRequest(Self.plugin.get() + settings)])
    let cleaner = try Cleaner(guests: set)
    var output = ByteBuffer()
    _ = try Array(text.utf8).withUnsafeBufferPointer { try cleaner.normalize($0, scratch: Scratch(), into: &output) }
    return string(output.view)
  }

  private func expect(_ token: String, _ texts: [String]) throws {
    for text in texts { XCTAssertEqual(try redacted("a \(text), b"), "a \(token), b", text) }
  }

  private func expectNothing(_ texts: [String]) throws {
    for text in texts { XCTAssertEqual(try redacted("a \(text), b"), "a \(text), b") }
  }

  func testAddresses() throws {
    try expect(
      "[EMAIL]",
      [
        "jane.doe@example.org", "o'neil+list@mail.example.co.uk", "x_1@a-b.de", "jürgen@müller.de", "a@xn--p1b.xn--p1ai",
        "1@2.museum",
      ])
    try expectNothing(["a@b", "@name", "me@", "a@.de", "a@b..de", "a@b.c", "a@b.4", "3 @ 4.50", "a@-b.de"])
    XCTAssertEqual(try redacted("<jane@example.org>. \"bob@example.net\"! a@b.de/c"), "<[EMAIL]>. \"[EMAIL]\"! [EMAIL]/c")
    XCTAssertEqual(try redacted("one@example.org,two@example.org"), "[EMAIL],[EMAIL]")
  }

  func testTelephoneNumbers() throws {
    try expect(
      "[PHONE]",
      [
        "+49 30 1234567", "+1 (555) 234-5678", "+442079460958", "0049 30 1234567", "(030) 123 45 67", "030/1234567",
        "0171-1234567", "01 23 45 67 89", "01.23.45.67.89", "555-234-5678", "(212) 555-0123", "1-800-555-0199",
        "212.555.0123",
      ])
    try expectNothing([
      "01.02.2024", "2024-01-02", "1234567890", "12:30:45", "3.14159265", "10,000,000", "978-3-16-148410-0",
      "2001-2010", "1914 1918 1939 1945", "$12 345 678", "+3", "+0123456789", "123-456-7890", "1/2/2024", "v1.234.567.8901",
    ])
    XCTAssertEqual(try redacted("in 2024 030 1234567 rang"), "in 2024 [PHONE] rang")
  }

  func testCardNumbersPassLuhn() throws {
    try expect(
      "[CARD]",
      [
        "4111 1111 1111 1111", "4111111111111111", "5500-0000-0000-0004", "3782 822463 10005", "30569309025904",
        "6011000990139424", "2223003122003222",
      ])
    try expectNothing(["4111 1111 1111 1112", "1234567812345670", "4111.1111.1111.1111", "41 11 11 11 11 11 11 11"])
  }

  func testInternetAddresses() throws {
    try expect(
      "[IP]",
      [
        "192.168.0.1", "8.8.8.8", "255.255.255.255", "2001:db8::1", "fe80::1ff:fe23:4567:890a", "::ffff:1",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
      ])
    try expectNothing([
      "1.2.3", "256.1.1.1", "1.2.3.4.5", "01.2.3.4", "std::vector", "face::book", "12:34:56", "1:2:3:4:5:6:7:8:9",
      "2001:db8::1::2", "x1.2.3.4",
    ])
  }

  func testTokensAreTheUsers() throws {
    let text = "a@b.de, +49 30 1234567, 4111111111111111, 8.8.8.8"
    XCTAssertEqual(
      try redacted(text, ":email=<mail>,phone=,card=card\\, hidden,ip=é"),
      "<mail>, +49 30 1234567, card, hidden, é")
  }

  /// Time is linear: digits, dots and signs by the hundred thousand.
  func testHostileTexts() throws {
    for piece in ["@", "1", "1.", "a.", "1 ", "a@a.", "::", "a:", "+", "(1", "0-", "@a@"] {
      let text = String(repeating: piece, count: 200_000)
      _ = try redacted(text)
    }
  }

  func testAnyTextStaysText() throws {
    var generator = SeededGenerator(3)
    let pieces = ["a", "@", ".", "1", "22", "4111", " ", "-", "+", "(", ")", ":", "é", "::", "255", "de", "/", "0"]
    let cleaner = try Cleaner(guests: PluginSet([PluginRequest(Self.plugin.get())]))
    let (scratch, document) = (Scratch(), CleanedDocument())
    for _ in 0..<3_000 {
      let text = (0..<30).map { _ in pieces.randomElement(using: &generator)! }.joined()
      try Array(text.utf8).withUnsafeBufferPointer { try cleaner.clean($0, scratch: scratch, into: document) }
      XCTAssertTrue(document.facts.all.isEmpty, "\(text): \(document.said)")
    }
  }
}
