import Foundation
import TestSupport
import XCTest

/// What the library shows of itself and what it needs.
final class SymbolTests: XCTestCase {
  override func setUpWithError() throws {
    try Built.build.get()
  }

  func testHeaderListAndLibraryAgree() throws {
    let list = try String(contentsOf: Place.root.appendingPathComponent("Scripts/libtamis.symbols"), encoding: .utf8)
    let listed = list.split(separator: "\n").map(String.init)
    XCTAssertEqual(listed, listed.sorted(), "the list is kept in order")
    XCTAssertEqual(Set(try DeclaredFunction.all().map(\.name)), Set(listed))
    let exported = try Built.must(["nm", "-D", "--defined-only", Built.library.path]).text.split(separator: "\n")
    let symbols = exported.compactMap { line -> String? in
      let fields = line.split(separator: " ")
      // The version node itself is an absolute symbol.
      if fields[1] == "A" { return nil }
      XCTAssertEqual(fields[1], "T", "\(line)")
      return String(fields[2].prefix { $0 != "@" })
    }
    XCTAssertEqual(Set(symbols), Set(listed))
  }

  func testLibraryNeedsNeitherFoundationNorSwift() throws {
    let needed = try Built.must(["ldd", Built.library.path]).text
    for stranger in ["Foundation", "libswift", "libdispatch", "libBlocksRuntime", "not found"] {
      XCTAssertFalse(needed.contains(stranger), needed)
    }
    let strings = try Built.must(["sh", "-c", "strings '\(Built.library.path)' | grep -c '10Foundation' || true"]).text
    XCTAssertEqual(strings.trimmingCharacters(in: .whitespacesAndNewlines), "0", "names of Foundation's types")
  }

  func testLibraryIsNamedByItsABI() throws {
    let dynamic = try Built.must(["readelf", "-d", Built.library.path]).text
    XCTAssertTrue(dynamic.contains("Library soname: [libtamis.so.0]"), dynamic)
  }

  func testLibraryIsSmall() throws {
    let size = try Data(contentsOf: Built.library).count
    XCTAssertLessThan(size, 10 << 20)
  }
}
