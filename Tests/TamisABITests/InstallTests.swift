import Foundation
import TestSupport
import XCTest

/// `make install` into a scratch folder, and strangers' programs built and run with what is there.
final class InstallTests: XCTestCase {
  private static let sentence = "The ferry crosses the harbour every morning before seven.\n"
  private static let prefix = "/opt/some where/tamis"

  /// Installed once, the way packagers do it; the whole is then moved, as they do too.
  private static let installed: Result<URL, Error> = Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-install-\(UUID().uuidString)")
    try Built.must(make("install", into: folder.appendingPathComponent("stage")))
    let moved = folder.appendingPathComponent("moved")
    try FileManager.default.moveItem(at: folder.appendingPathComponent("stage" + prefix), to: moved)
    return moved
  }

  override class func tearDown() {
    if let folder = try? installed.get() { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
  }

  private static func make(_ target: String, into stage: URL, libraries: String = "lib") -> [String] {
    ["make", "-s", target, "PREFIX=" + prefix, "DESTDIR=" + stage.path, "LIBDIR=" + libraries]
  }

  private func installed() throws -> URL { try Self.installed.get() }

  func testWhatIsInstalled() throws {
    let root = try installed()
    let wanted = [
      "bin/tamis", "include/tamis.h", "lib/libtamis.so.1", "lib/libtamis.so", "lib/libtamis.a",
      "lib/pkgconfig/tamis.pc", "lib/cmake/tamis/tamis-config.cmake", "lib/cmake/tamis/tamis-config-version.cmake",
      "share/man/man1/tamis.1", "share/man/man3/libtamis.3", "share/bash-completion/completions/tamis",
      "share/zsh/site-functions/_tamis", "share/fish/vendor_completions.d/tamis.fish",
    ]
    for name in wanted {
      let size = (try? Data(contentsOf: root.appendingPathComponent(name)))?.count ?? 0
      XCTAssertGreaterThan(size, 100, name)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: Place.root.appendingPathComponent("include").path)
    where name.hasSuffix(".h") {
      XCTAssertTrue(FileManager.default.fileExists(atPath: root.appendingPathComponent("include/" + name).path), name)
    }
    // A module map in a folder that everybody's headers share would be a trap.
    XCTAssertFalse(FileManager.default.fileExists(atPath: root.appendingPathComponent("include/module.modulemap").path))
    let library = root.appendingPathComponent("lib/libtamis.so").path
    XCTAssertEqual(try FileManager.default.destinationOfSymbolicLink(atPath: library), "libtamis.so.1")
  }

  func testTheCommandNeedsNoSwift() throws {
    let command = try installed().appendingPathComponent("bin/tamis").path
    let needed = try Built.must(["ldd", command]).text
    for stranger in ["Foundation", "libswift", "libdispatch", "not found"] {
      XCTAssertFalse(needed.contains(stranger), needed)
    }
    let article = Data("Home\nSign in\nThe ferry crosses the harbour every morning before seven.\nShare".utf8)
    XCTAssertEqual(try execute(["env", "-i", command, "clean"], input: article).text, Self.sentence)
  }

  func testACProgramByPkgConfig() throws {
    let root = try installed()
    try XCTSkipUnless(isInstalled("pkg-config"), "pkg-config is not installed")
    let program = root.appendingPathComponent("stranger").path
    let build = """
      set -e
      export PKG_CONFIG_PATH="$1/lib/pkgconfig"
      test "$(pkg-config --modversion tamis)" = "$3"
      eval "cc -std=c99 -Wall -Wextra -Wpedantic -Werror Tests/Install/program.c -o '$2' \\
        $(pkg-config --cflags --libs tamis)"
      eval "cc -std=c99 Tests/Install/program.c -o '$2-static' $(pkg-config --cflags tamis) \\
        $(pkg-config --static --libs tamis | sed 's/-ltamis/-l:libtamis.a/')"
      """
    let version = try DeclaredFunction.header().components(separatedBy: "TAMIS_VERSION_STRING \"")[1]
      .components(separatedBy: "\"")[0]
    try Built.must(["sh", "-c", build, "sh", root.path, program, version])
    let found = ["LD_LIBRARY_PATH": root.appendingPathComponent("lib").path]
    XCTAssertEqual(try execute([program], environment: found).text, Self.sentence)
    XCTAssertEqual(try execute([program + "-static"]).text, Self.sentence)
    XCTAssertTrue(try execute(["ldd", program], environment: found).text.contains("libtamis.so.1"))
    XCTAssertFalse(try execute(["ldd", program + "-static"]).text.contains("tamis"))
  }

  func testACXXProgramByCMake() throws {
    let root = try installed()
    try XCTSkipUnless(isInstalled("cmake"), "cmake is not installed")
    let folder = root.appendingPathComponent("cmake build").path
    let search = "-DCMAKE_PREFIX_PATH=" + root.path
    try Built.must(["cmake", "-S", "Tests/Install", "-B", folder, search])
    try Built.must(["cmake", "--build", folder])
    for program in ["shared", "static"] { XCTAssertEqual(try execute([folder + "/" + program]).text, Self.sentence) }
    let versions = root.appendingPathComponent("versions")
    try FileManager.default.createDirectory(at: versions, withIntermediateDirectories: true)
    for (version, isThere) in [("0.1.0", true), ("0.1.1", false), ("0.0", false), ("0.2", false), ("1", false)] {
      let program = "cmake_minimum_required(VERSION 3.16)\nproject(p NONE)\nfind_package(tamis \(version) CONFIG REQUIRED)"
      try Data(program.utf8).write(to: versions.appendingPathComponent("CMakeLists.txt"))
      let outcome = try execute(["cmake", "-S", versions.path, "-B", versions.path + "/" + version, search])
      XCTAssertEqual(outcome.status == 0, isThere, "\(version): \(outcome.errors)")
    }
  }

  func testTheManualsAreFormatted() throws {
    let root = try installed()
    try XCTSkipUnless(isInstalled("groff"), "groff is not installed")
    for page in ["man1/tamis.1", "man3/libtamis.3"] {
      let outcome = try execute(["groff", "-ww", "-man", "-Tascii", root.appendingPathComponent("share/man/" + page).path])
      XCTAssertEqual(outcome.errors, "")
      XCTAssertGreaterThan(outcome.output.count, 2000)
    }
    let manual = try String(contentsOf: root.appendingPathComponent("share/man/man3/libtamis.3"), encoding: .utf8)
    for function in try DeclaredFunction.all() { XCTAssertTrue(manual.contains("\n.SS \(function.name)\n"), function.name) }
  }

  func testUninstallLeavesNothingButFolders() throws {
    let stage = FileManager.default.temporaryDirectory.appendingPathComponent("tamis-stage-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: stage) }
    let libraries = "lib/some-triplet"
    try Built.must(Self.make("install", into: stage, libraries: libraries))
    let package = stage.path + Self.prefix + "/" + libraries
    let found = try execute(
      ["pkg-config", "--variable=includedir", "tamis"], environment: ["PKG_CONFIG_PATH": package + "/pkgconfig"])
    let header = found.text.trimmingCharacters(in: .newlines).replacingOccurrences(of: "\\", with: "") + "/tamis.h"
    XCTAssertTrue(FileManager.default.fileExists(atPath: header), header)
    try Built.must(Self.make("uninstall", into: stage, libraries: libraries))
    let left = try Built.must(["find", stage.path, "!", "-type", "d"]).text
    XCTAssertEqual(left, "")
    XCTAssertFalse(FileManager.default.fileExists(atPath: package + "/cmake/tamis"))
  }

  func testARelativePrefixIsRefused() throws {
    let outcome = try execute(["env", "PREFIX=here", "Scripts/install", "install"])
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.errors.contains("begins with /"), outcome.errors)
  }
}
