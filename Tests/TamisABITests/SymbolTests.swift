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
    let exported = try Built.must(["nm", "-D", "--with-symbol-versions", "--defined-only", Built.library.path]).text.split(separator: "\n")
    let symbols = exported.compactMap { line -> String? in
      let fields = line.split(separator: " ")
      // The version node itself is an absolute symbol.
      if fields[1] == "A" { return nil }
      XCTAssertEqual(fields[1], "T", "\(line)")
      XCTAssertTrue(fields[2].hasSuffix("@@TAMIS_1"), "\(line)")
      return String(fields[2].prefix { $0 != "@" })
    }
    XCTAssertEqual(Set(symbols), Set(listed))
  }

  /// Every function gets another result; the compiler must refuse the body of each.
  func testAChangedSignatureDoesNotCompile() throws {
    let headers = try ["tamis.h", "tamis_arrow.h"].map { ($0, try DeclaredFunction.header($0)) }
    let unchanged = try compileBodies(against: headers)
    XCTAssertEqual(unchanged.status, 0, "the true headers compile\n\(unchanged.errors)")

    let names = try DeclaredFunction.all().map(\.name)
    var found = 0
    let changed = headers.map { name, text in
      var text = text
      for name in names {
        let declaration = text.range(of: #"\n[^/\n]*\b\#(name)\("#, options: .regularExpression)
        guard let declaration else { continue }
        text.replaceSubrange(declaration, with: "\ndouble \(name)(")
        found += 1
      }
      return (name, text)
    }
    XCTAssertEqual(found, names.count)
    let refused = try compileBodies(against: changed).errors
    for name in names {
      let isRefused = refused.contains("'\(name)' of type") || refused.contains("'\(name)()' of type")
      XCTAssertTrue(isRefused, "\(name) was changed and compiled all the same")
    }
  }

  private func compileBodies(against headers: [(name: String, text: String)]) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // The headers lie over those of the checkout, where other modules find them too.
    let roots = headers.map { header in
      let place = Place.root.appendingPathComponent("include/\(header.name)").path
      let other = folder.appendingPathComponent(header.name).path
      return #"{"type": "file", "name": "\#(place)", "external-contents": "\#(other)"}"#
    }
    let overlay = folder.appendingPathComponent("overlay.yaml")
    try Data(#"{"version": 0, "roots": [\#(roots.joined(separator: ", "))]}"#.utf8).write(to: overlay)
    for header in headers { try Data(header.text.utf8).write(to: folder.appendingPathComponent(header.name)) }
    let command = """
      for headers in Sources/C*/include; do
        room=$(basename "$(dirname "$headers")")
        map=$headers/module.modulemap
        [ -f "$map" ] || map=.build-lib/release/$room.build/module.modulemap
        [ -f "$map" ] || continue
        set -- "$@" -Xcc -fmodule-map-file="$map"
      done
      # One job for all files: with one each, the first refusal stops the others.
      package=$(sed -n 's/.*"-package-name","\\([^"]*\\)".*/\\1/p' .build-lib/release.yaml | head -n 1)
      swiftc -typecheck -wmo -swift-version 6 -module-name TamisABI -package-name "$package" "$@" \
        -I .build-lib/release/Modules $(find Sources/TamisABI -name '*.swift')
      """
    let cache = folder.appendingPathComponent("modules").path
    return try execute(
      ["sh", "-c", command, "sh", "-I", "include", "-vfsoverlay", overlay.path, "-module-cache-path", cache])
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
    XCTAssertTrue(dynamic.contains("Library soname: [libtamis.so.1]"), dynamic)
  }

  func testLibraryIsSmall() throws {
    let size = try Data(contentsOf: Built.library).count
    XCTAssertLessThan(size, 10 << 20)
  }
}
