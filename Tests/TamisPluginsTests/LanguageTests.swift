import Foundation
import TamisPlugins
import TestSupport
import XCTest

/// The language of the sample articles, whose names begin with it.
final class LanguageTests: XCTestCase {
  private func plugin(_ settings: String = "") throws -> PluginSet {
    guard FileManager.default.fileExists(atPath: "/usr/include/cld2/public/compact_lang_det.h") else {
      throw XCTSkip("libcld2-dev is not installed")
    }
    return try PluginSet([PluginRequest(Built.plugin("language") + settings)])
  }

  func testTheSampleArticles() throws {
    let cleaner = try Cleaner(guests: plugin())
    let (scratch, document) = (Scratch(), CleanedDocument())
    for article in try SampleArticle.all() {
      try article.bytes.withUnsafeBufferPointer { try cleaner.clean($0, scratch: scratch, into: document) }
      XCTAssertEqual(string(document.facts.language), String(article.name.prefix(2)), article.name)
    }
  }

  func testOtherLanguagesAreDropped() throws {
    let german = "Das ist ein deutscher Satz, der lang genug ist, um erkannt zu werden, und noch ein wenig länger."
    let english = "This is an English sentence that is long enough to be recognised, and then a little longer still."
    let set = try plugin(":keep=de+fr")
    XCTAssertFalse(try clean(german, set).facts.isDropped)
    XCTAssertTrue(try clean(english, set).facts.isDropped)
    XCTAssertTrue(try clean("1 2 3", set).said.contains("drop  0.0 language not known"))
    XCTAssertFalse(try clean(english, plugin(":keep=")).facts.isDropped)
  }

  func testWhatIsNotSureIsNotSaid() throws {
    let document = try clean("This is an English sentence that is long enough to be recognised.", plugin(":least=1"))
    XCTAssertTrue(document.facts.language.isEmpty)
    XCTAssertTrue(document.said.contains("text unsure 0.0 en"), "\(document.said)")
    XCTAssertThrowsError(try plugin(":least=2")) { XCTAssertTrue("\($0)".contains("least is not"), "\($0)") }
    XCTAssertThrowsError(try plugin(":least=")) { XCTAssertTrue("\($0)".contains("least is not"), "\($0)") }
  }

  func testAnyText() throws {
    var generator = SeededGenerator(8)
    let cleaner = try Cleaner(guests: plugin())
    let (scratch, document) = (Scratch(), CleanedDocument())
    for _ in 0..<500 {
      let text = Trouble.text(60, &generator)
      try text.withUnsafeBufferPointer { try cleaner.clean($0, scratch: scratch, into: document) }
      XCTAssertTrue(document.faults.isEmpty, "\(document.said)")
    }
  }
}
