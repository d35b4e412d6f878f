import CTamis
import Foundation
import Tamis
import TestSupport
import XCTest

/// A function as the header declares and describes it.
struct DeclaredFunction {
  let name: String
  let result: String
  let parameters: [String]
  let description: [String]

  /// All functions of the headers, in order.
  static func all() throws -> [DeclaredFunction] {
    try ["tamis.h", "tamis_arrow.h"].flatMap { try all(in: header($0)) }
  }

  private static func all(in header: String) throws -> [DeclaredFunction] {
    var functions: [DeclaredFunction] = []
    var description: [String] = []
    var declaration = ""
    let firstLine = "^(const )?(char|void|int[0-9]+_t|tamis_[a-z]+) "
    for line in header.components(separatedBy: "\n") {
      if line.hasPrefix("///") {
        description.append(String(line.dropFirst(3)).trimmingCharacters(in: .whitespaces))
      } else if let function = parse(declaration + line, description) {
        functions.append(function)
        (description, declaration) = ([], "")
      } else if !declaration.isEmpty || line.range(of: firstLine, options: .regularExpression) != nil {
        declaration += line
      } else {
        (description, declaration) = ([], "")
      }
    }
    return functions
  }

  static func header(_ name: String = "tamis.h") throws -> String {
    try String(contentsOf: Place.root.appendingPathComponent("include/" + name), encoding: .utf8)
  }

  private static func parse(_ declaration: String, _ description: [String]) -> DeclaredFunction? {
    let pattern = try! NSRegularExpression(pattern: #"^([a-z0-9_ ]+[ *]+)(tamis_[a-z0-9_]+)\((.*)\);$"#)
    let whole = NSRange(declaration.startIndex..., in: declaration)
    guard let match = pattern.firstMatch(in: declaration, range: whole) else { return nil }
    let parts = (1...3).map { String(declaration[Range(match.range(at: $0), in: declaration)!]) }
    let parameters = parts[2] == "void" ? [] : parts[2].components(separatedBy: ",")
    return DeclaredFunction(
      name: parts[1], result: parts[0].trimmingCharacters(in: .whitespaces),
      parameters: parameters.map { $0.components(separatedBy: CharacterSet(charactersIn: " *")).last! },
      description: description)
  }

  func lines(_ start: String) -> [String] {
    description.filter { $0.hasPrefix(start) }.map {
      String($0.dropFirst(start.count)).trimmingCharacters(in: .whitespaces)
    }
  }
}

final class HeaderTests: XCTestCase {
  func testHeaderCompilesWithoutAWarning() throws {
    let use = """
      #include "tamis_arrow.h"
      #include "tamis_arrow.h"
      #include "tamis.h"
      int main(void) {
        tamis_error error = TAMIS_ERROR_INIT;
        tamis_options options = TAMIS_OPTIONS_INIT;
        tamis_edits edits = TAMIS_EDITS_INIT;
        tamis_batch_options batch_options = TAMIS_BATCH_OPTIONS_INIT;
        tamis_arrow_options arrow_options = TAMIS_ARROW_OPTIONS_INIT;
        struct ArrowArrayStream stream;
        tamis_document *document = 0;
        stream.release = 0;
        if (tamis_arrow_clean_stream(0, &stream, &arrow_options, &stream, &error) == TAMIS_OK) return 2;
        if (tamis_clean("a", 1, &options, &document, &error) == TAMIS_OK) return 1;
        return edits.struct_size > 0 && batch_options.struct_size > 0 && tamis_document_text(document).length > 0;
      }

      """
    let warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wundef", "-Werror", "-fsyntax-only"]
    var compiled = 0
    for compiler in ["gcc", "clang"] where isInstalled(compiler) {
      for (language, standard) in [("c", "c99"), ("c", "c11"), ("c++", "c++17")] {
        let outcome = try execute(
          [compiler, "-x", language, "-std=\(standard)", "-I", "include"] + warnings + ["-"], input: Data(use.utf8))
        XCTAssertEqual(outcome.status, 0, "\(compiler) \(standard)\n\(outcome.errors)")
        compiled += 1
      }
    }
    XCTAssertGreaterThan(compiled, 0, "no compiler found")
  }

  /// The header of plugins stands alone, and beside the other one, which a plugin's program may include too.
  func testThePluginHeaderCompilesWithoutAWarning() throws {
    let entry = """
      #include "tamis_plugin.h"
      #include "tamis_plugin.h"
      #ifdef BOTH
      #include "tamis.h"
      #endif
      static const void *get_factory(const char *id) { return id; }
      const tamis_plugin_entry tamis_plugin_entry_v1 = {
        sizeof(tamis_plugin_entry), TAMIS_PLUGIN_ABI_VERSION, "a", "b", "c", 0, 0, get_factory};

      """
    let warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wundef", "-Werror", "-fsyntax-only"]
    for compiler in ["gcc", "clang"] where isInstalled(compiler) {
      for (language, standard) in [("c", "c99"), ("c", "c11"), ("c++", "c++17")] {
        for define in ["-DALONE", "-DBOTH"] {
          let outcome = try execute(
            [compiler, "-x", language, "-std=\(standard)", "-I", "include", define] + warnings + ["-"],
            input: Data(entry.utf8))
          XCTAssertEqual(outcome.status, 0, "\(compiler) \(standard) \(define)\n\(outcome.errors)")
        }
      }
    }
  }

  /// The binary interface of plugins: a size or an offset that moves breaks those that are built already.
  func testTheStructsOfPluginsStayWhereTheyAre() throws {
    let program = """
      #include <stddef.h>
      #include "tamis_plugin.h"
      #define IS(x, n) _Static_assert((x) == (n), #x)
      IS(sizeof(tamis_plugin_span), 16); IS(sizeof(tamis_plugin_block), 24); IS(sizeof(tamis_plugin_call), 96);
      IS(offsetof(tamis_plugin_call, name), 24); IS(offsetof(tamis_plugin_call, text), 48);
      IS(offsetof(tamis_plugin_call, blocks), 64); IS(offsetof(tamis_plugin_call, sentences), 80);
      IS(sizeof(tamis_plugin_host), 96); IS(offsetof(tamis_plugin_host, log), 24);
      IS(offsetof(tamis_plugin_host, edit), 48); IS(offsetof(tamis_plugin_host, drop), 88);
      IS(sizeof(tamis_plugin_text_filter), 16); IS(sizeof(tamis_plugin_verdict), 8);
      IS(sizeof(tamis_plugin_block_scorer), 24); IS(sizeof(tamis_plugin_sentence_rules), 24);
      IS(sizeof(tamis_plugin_annotator), 16); IS(sizeof(tamis_plugin_document_filter), 16);
      IS(sizeof(tamis_plugin_option), 24); IS(sizeof(tamis_plugin_setting), 16); IS(sizeof(tamis_plugin_factory), 56);
      IS(sizeof(tamis_plugin_entry), 56); IS(offsetof(tamis_plugin_entry, abi_version), 4);
      IS(offsetof(tamis_plugin_entry, get_factory), 48); IS(TAMIS_PLUGIN_ABI_VERSION, 1);

      """
    let outcome = try execute(
      ["cc", "-x", "c", "-std=c11", "-I", "include", "-fsyntax-only", "-"], input: Data(program.utf8))
    XCTAssertEqual(outcome.status, 0, outcome.errors)
  }

  func testEveryFunctionSaysWhatTheHeaderPromises() throws {
    let functions = try DeclaredFunction.all()
    XCTAssertGreaterThan(functions.count, 30)
    let ownership = #"^(static|none|(caller|borrowed|taken) \([a-z_]+\))$"#
    let threads = #"^(any|exclusive \([a-z_]+(, [a-z_]+)*\))$"#
    for function in functions {
      XCTAssertFalse(function.description.first?.isEmpty ?? true, "\(function.name) has no abstract")
      let described = function.lines("@param").map { $0.components(separatedBy: " ")[0] }
      XCTAssertEqual(described, function.parameters, function.name)
      XCTAssertEqual(function.lines("@return").count, function.result == "void" ? 0 : 1, function.name)
      for (word, form) in [("Ownership:", ownership), ("Threads:", threads), ("Since:", #"^[0-9]+\.[0-9]+$"#)] {
        let lines = function.lines(word)
        XCTAssertEqual(lines.count, 1, "\(function.name) \(word)")
        XCTAssertNotNil(lines.first?.range(of: form, options: .regularExpression), "\(function.name) \(word) \(lines)")
      }
    }
  }

  func testErrorIsTheLastParameter() throws {
    for function in try DeclaredFunction.all() where !function.name.hasSuffix("_init") {
      let place = function.parameters.firstIndex(of: "error") ?? function.parameters.count - 1
      XCTAssertEqual(place, function.parameters.count - 1, function.name)
    }
  }

  func testStatusesHaveTheirNames() throws {
    let header = try DeclaredFunction.header()
    let statuses = try numbers(header, of: #"(TAMIS_[A-Z_0-9]+) = (-?[0-9]+)"#, between: "TAMIS_OK = 0", and: "};")
    XCTAssertEqual(Set(statuses.map(\.1)).count, statuses.count)
    for (name, value) in statuses { XCTAssertEqual(String(cString: tamis_status_name(Int32(value))), name) }
    let known = Set(statuses.map { Int32($0.1) })
    for value in Int32(-200)...200 where !known.contains(value) {
      XCTAssertEqual(String(cString: tamis_status_name(value)), "unknown")
    }
  }

  func testKindsAndReasonsAreTheHouses() throws {
    let header = try DeclaredFunction.header()
    let kinds = try numbers(header, of: #"TAMIS_KIND_([A-Z_]+) = ([0-9]+)"#, between: "TAMIS_KIND_TITLE = 0", and: "};")
    XCTAssertEqual(kinds.count, BlockKind.allCases.count)
    for (name, value) in kinds {
      let house = try XCTUnwrap(BlockKind(rawValue: UInt8(value))).name.description
      XCTAssertEqual(name.lowercased().replacingOccurrences(of: "_", with: "-"), house)
      XCTAssertEqual(String(cString: tamis_kind_name(Int32(value))), house)
    }
    let changes = try numbers(
      header, of: #"TAMIS_CHANGE_([A-Z_]+) = ([0-9]+)"#, between: "TAMIS_CHANGE_REPAIRED = 0", and: "};")
    XCTAssertEqual(changes.count, EditKind.allCases.count)
    for (name, value) in changes {
      XCTAssertEqual(name.lowercased(), try XCTUnwrap(EditKind(rawValue: UInt8(value))).name.description)
      XCTAssertEqual(String(cString: tamis_change_name(Int32(value))), name.lowercased())
    }
    for reason in Reason.allCases {
      XCTAssertEqual(String(cString: tamis_reason_name(Int32(reason.rawValue))), reason.name.description)
    }
  }

  func testVersionsAgree() {
    XCTAssertEqual(TAMIS_VERSION_STRING, "\(TAMIS_VERSION_MAJOR).\(TAMIS_VERSION_MINOR).\(TAMIS_VERSION_PATCH)")
    XCTAssertEqual(TAMIS_VERSION_STRING, TamisVersion.string)
    XCTAssertEqual(String(cString: tamis_version_string()), TamisVersion.string)
  }

  private func numbers(
    _ text: String, of pattern: String, between start: String, and end: String
  ) throws -> [(String, Int)] {
    let from = try XCTUnwrap(text.range(of: start)).lowerBound
    let to = try XCTUnwrap(text.range(of: end, range: from..<text.endIndex)).lowerBound
    let part = String(text[from..<to])
    let matches = try NSRegularExpression(pattern: pattern).matches(
      in: part, range: NSRange(part.startIndex..., in: part))
    return matches.map {
      (String(part[Range($0.range(at: 1), in: part)!]), Int(part[Range($0.range(at: 2), in: part)!])!)
    }
  }
}
