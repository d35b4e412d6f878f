import Foundation
import TamisPlugins
import TestSupport
import XCTest

/// What is no plugin, or not a proper one, is refused with its path and the reason, and nothing crashes.
final class RefusalTests: XCTestCase {
  func testWhatIsWrongWithThePluginItselfIsSaid() throws {
    let cases: [(macros: [String], PluginError.Reason, String)] = [
      (["NO_ENTRY"], .notAPlugin, "exports no tamis_plugin_entry_v1"),
      (["ENTRY_MADE_AT_RUN_TIME"], .invalid, "not a constant"),
      (["VERSION=2"], .wrongVersion, "made for version 2 of the plugin interface, and this is 1"),
      (["VERSION=0"], .wrongVersion, "made for version 0"),
      (["VERSION=0xFFFFFFFF"], .wrongVersion, "4294967295"),
      (["SIZE=16"], .invalid, "the entry has struct_size 16"),
      (["ID=0"], .invalid, "the id is null"),
      (["ID=\"\""], .invalid, "the id is ''"),
      (["ID=\"Guest\""], .invalid, "the id is 'Guest'"),
      (["NO_GET_FACTORY"], .invalid, "no get_factory"),
      (["NO_FACTORY"], .invalid, "no factory"),
      (["SHORT_FACTORY"], .invalid, "the factory has struct_size 8"),
      (["NO_CREATE"], .invalid, "lacks create"),
      (["ONE_WORKSPACE_FUNCTION"], .invalid, "only one of workspace_new"),
      (["SHORT_KIND"], .invalid, "tamis.text-filter/1 has struct_size 8"),
      (["NULL_FUNCTION"], .invalid, "tamis.text-filter/1 has no function"),
      (["BAD_REASON"], .invalid, "a reason is 'A reason'"),
      (["BAD_OPTION"], .invalid, "an option's key is 'Do it'"),
      (["OPTION_TWICE"], .invalid, "'do' is there twice"),
      (["INIT_FAILS"], .failed, "its init returned 4"),
      (["NEEDED_OPTION"], .badOption, "needs the option 'needed'"),
    ]
    for (macros, reason, text) in cases {
      let path = try Built.guest(macros[0])
      try expectRefusal(path, reason, text)
    }
  }

  /// Its constructor would end this process.
  func testTheVersionIsReadBeforeAnyCodeRuns() throws {
    try expectRefusal(try Built.guest("VERSION=2", "EXIT_WHEN_LOADED"), .wrongVersion, "version 2")
  }

  func testWhatIsWrongWithTheRequestIsSaid() throws {
    let path = try Built.plain.get()
    try expectRefusal(path + ":colour=red", .badOption, "guest has no option 'colour'; it has do, on-error")
    try expectRefusal(path + ":do=good,red", .badOption, "'red' is no option")
    try expectRefusal(path + ":do=good,do=better", .badOption, "'do' is given twice")
    try expectRefusal(path + ":on-error=shout", .badOption, "on-error is 'shout'; it is skip or reject")
    try expectRefusal(path + ":do=refuse", .failed, "guest: it is Monday")
    try expectRefusal(path + ":do=refuse-silently", .failed, "guest: its create returned -2")
    try expectRefusal(path + ":do=abbreviations-many", .invalid, "70000 abbreviations")
    try expectRefusal(path + ":do=abbreviations-null", .invalid, "1 abbreviations")
    try expectRefusal(path + ":do=abbreviations-fail", .failed, "abbreviations returned -2")
    try expectRefusal("no/such.so", .notFound, "No such file")
    try expectRefusal("no-such", .notFound, "no such plugin")
    try expectRefusal("no:such=1", .notFound, "no such plugin")
    try expectRefusal("/", .notAPlugin, "not a shared library")
    try expectRefusal("/dev/null.so/x", .notFound, "check the path")
    try expectRefusal(#filePath, .notAPlugin, "not a shared library")
  }

  /// A library that is cut off would fault when it is mapped.
  func testAFileThatIsCutOffIsRefused() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: Built.plain.get()))
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-\(UUID().uuidString).so")
    defer { try? FileManager.default.removeItem(at: file) }
    // Behind the segments there are only section headers, which nobody needs to load it.
    for length in stride(from: 0, to: whole.count, by: 311) {
      // A file of its own each time: what was loaded stays mapped.
      try whole.prefix(length).write(to: file, options: .atomic)
      do throws(PluginError) {
        _ = try PluginSet.describe(path: file.path)
        XCTAssertGreaterThan(length, whole.count / 2)
      } catch {
        XCTAssertEqual(error.reason, .notAPlugin, "\(length): \(error)")
      }
    }
  }

  /// The look into the file holds for any bytes: headers spoilt at random, entries that are none.
  func testAFileThatIsSpoiltDoesNotCrashTheLook() throws {
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Built.guest("VERSION=2"))))
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-\(UUID().uuidString).so")
    defer { try? FileManager.default.removeItem(at: file) }
    var generator = SeededGenerator(5)
    var refused = 0
    for round in 0..<500 {
      var bytes = whole
      for _ in 0...(round % 8) {
        // Headers and tables come first, where it hurts most.
        let place = Int.random(in: 0..<(round.isMultiple(of: 2) ? 1_024 : bytes.count), using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      // What still claims to be loadable would be loaded, and the loader is not ours.
      try Data(bytes).write(to: file)
      var size: UInt32 = 0
      var version: UInt32 = 0
      if peek(file.path, &size, &version) != 0 || version != 2 { refused += 1 }
    }
    XCTAssertGreaterThan(refused, 25)
  }

  func testRequestsAreRead() throws {
    func read(_ text: String) throws -> [String] {
      let request = try PluginRequest(text)
      return [request.path] + request.settings.map { "\($0.key)|\($0.value)" }
    }
    XCTAssertEqual(try read("a.so"), ["a.so"])
    XCTAssertEqual(try read("a:b/c.so:key=value"), ["a:b/c.so", "key|value"])
    XCTAssertEqual(try read("c:k=a=b,l=,m=x:y"), ["c", "k|a=b", "l|", "m|x:y"])
    XCTAssertEqual(try read(#"c:k=a\,b\\,l=\x\"#), ["c", #"k|a,b\"#, #"l|\x\"#])
    XCTAssertEqual(try read("C:\\x"), ["C:\\x"])
    XCTAssertThrowsError(try read("c:k=v,"))
  }

  func testSearchTakesTheFirstFolder() throws {
    let path = try Built.plain.get()
    let search = PluginSearch(folders: ["/no/such/folder", Built.folder.path])
    XCTAssertEqual(try search.path(of: "guest"), path)
    XCTAssertTrue(search.files.contains(path))
    XCTAssertEqual(try search.path(of: "x/guest"), "x/guest")
    XCTAssertEqual(try search.path(of: "guest.so"), "guest.so")
  }

  private func expectRefusal(_ request: String, _ reason: PluginError.Reason, _ text: String) throws {
    do throws(PluginError) {
      _ = try PluginSet([try PluginRequest(request)])
      XCTFail("\(request) was loaded")
    } catch {
      XCTAssertEqual(error.reason, reason, "\(request): \(error)")
      XCTAssertTrue(error.message.contains(text), "\(request): \(error)")
      XCTAssertTrue(request.hasPrefix(error.path), "\(error)")
    }
  }
}
