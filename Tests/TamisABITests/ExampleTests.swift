import Foundation
import Tamis
import TestSupport
import XCTest

/// The examples are built as their comments say, and print the same bytes as the house and the command.
final class ExampleTests: XCTestCase {
  func testEveryExamplePrintsTheSame() throws {
    let programs = [
      ("C", [try Built.program("Examples/C/clean_one.c")]), ("Python", ["python3", "Examples/Python/clean.py"]),
      ("Swift", [try Built.swiftExample.get()]),
    ]
    let cleaner = try Cleaner()
    try forEachCase { name, bytes, file in
      let wanted = try printed(by: cleaner, bytes)
      for (language, program) in programs {
        let outcome = try execute(program + [file])
        XCTAssertEqual(outcome.status, 0, "\(language) \(name): \(outcome.errors)")
        XCTAssertEqual(outcome.output, wanted, "\(language) \(name)")
      }
    }
  }

  func testTheCommandPrintsTheSame() throws {
    let command = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("tamis-cli").path
    guard FileManager.default.isExecutableFile(atPath: command) else { throw XCTSkip("there is no tamis-cli") }
    let example = try Built.program("Examples/C/clean_one.c")
    try forEachCase { name, bytes, file in
      let wanted = try execute([example, file])
      let outcome = try execute([command, "clean", "--input-format", "text", file])
      XCTAssertEqual(outcome.output, wanted.output, "\(name): \(outcome.errors)")
    }
  }

  func testExamplesReadStandardInput() throws {
    let article = try SampleArticle.all()[0].bytes
    let wanted = try printed(by: Cleaner(), article)
    let programs = [
      [try Built.program("Examples/C/clean_one.c")], ["python3", "Examples/Python/clean.py"],
      [try Built.swiftExample.get()],
    ]
    for program in programs {
      XCTAssertEqual(try execute(program, input: Data(article)).output, wanted, "\(program)")
      XCTAssertEqual(try execute(program + ["-"], input: Data(article)).output, wanted, "\(program)")
    }
  }

  func testExamplesSayWhichFileIsMissing() throws {
    let programs = [
      [try Built.program("Examples/C/clean_one.c")], ["python3", "Examples/Python/clean.py"],
      [try Built.swiftExample.get()], [try Built.program("Examples/C/sentences.c")],
    ]
    for program in programs {
      let outcome = try execute(program + ["there/is/no.such"])
      XCTAssertEqual(outcome.status, 2, "\(program)")
      XCTAssertTrue(outcome.output.isEmpty && outcome.errors.contains("there/is/no.such"), outcome.errors)
    }
  }

  func testSentencesExample() throws {
    let program = try Built.program("Examples/C/sentences.c")
    let articles = try SampleArticle.all()
    let files = articles.map { Place.articles.appendingPathComponent($0.name + ".txt").path }
    let cleaner = try Cleaner()
    var wanted = Data()
    for article in articles {
      let document = try clean(cleaner, article.bytes)
      for sentence in document.sentences where !sentence.cleaned.isEmpty {
        wanted += document.text[sentence.cleaned.start..<sentence.cleaned.end] + [10]
      }
    }
    XCTAssertEqual(try execute([program] + files).output, wanted)
  }

  func testHostPluginExample() throws {
    let program = try Built.program("Examples/C/host_plugin.c")
    let folder = Built.folder.appendingPathComponent("tests/example-plugins").path
    for name in ["minimal", "redact"] { try Built.must(["make", "-s", "-C", "Plugins/" + name, "OUT=" + folder]) }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".txt")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("The Harbour Office answers every question: write to office@example.org, and wait.".utf8).write(to: file)
    let outcome = try execute([program, file.path, folder + "/minimal.so", folder + "/redact.so:email=<mail>"])
    let text = "The Harbour Office answers every question: write to <mail>, and wait.\n"
    XCTAssertEqual(outcome.text, "minimal: capitals 3\n" + text, outcome.errors)
    XCTAssertEqual(outcome.status, 0)
    let refused = try execute([program, file.path, folder + "/redact.so:colour=red"])
    XCTAssertEqual(refused.status, 1)
    XCTAssertTrue(refused.errors.contains("redact has no option 'colour'"), refused.errors)
  }

  func testManyAtOnce() throws {
    let program = try Built.program("Examples/C/clean_many.c")
    let articles = try SampleArticle.all()
    let files = articles.map { Place.articles.appendingPathComponent($0.name + ".txt").path }
    let cleaner = try Cleaner()
    let wanted = try articles.reduce(into: Data()) { $0 += Data(try clean(cleaner, $1.bytes).string.utf8) + [10] }
    for threads in ["1", "2", "0"] {
      let outcome = try execute([program, threads] + files)
      XCTAssertEqual(outcome.status, 0, outcome.errors)
      XCTAssertEqual(outcome.output, wanted, threads)
      // The first thread, which tells, may find nothing left to do.
      if threads == "1" { XCTAssertTrue(outcome.errors.hasSuffix("\(files.count) of \(files.count)\n"), outcome.errors) }
    }
    let outcome = try execute([program, "2", files[0], "there/is/no.such", files[1]])
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.errors.contains("there/is/no.such"))
    XCTAssertEqual(outcome.text.hasSuffix("\n"), true)
    XCTAssertEqual(try execute([program, "999", files[0]]).status, 2)
    XCTAssertEqual(try execute([program]).status, 2)
  }

  func testTheSentenceRoomAlone() throws {
    let program = try Built.program("Examples/C/split_sentences.c")
    for (name, bytes) in try Cases.all() {
      for language in ["", "de"] {
        let splitter = try SentenceSplitter(rules: .standard, language: language)
        var sentences = GrowableBuffer<ByteSpan>()
        let wanted = try bytes.withUnsafeBufferPointer { bytes in
          try splitter.guessing(bytes).split(bytes, in: ByteSpan(0, bytes.count), into: &sentences)
          return sentences.view.reduce(into: Data()) { $0 += Data(bytes[$1.start..<$1.end]) + [10] }
        }
        let outcome = try execute([program] + (language.isEmpty ? [] : [language]), input: Data(bytes))
        XCTAssertEqual(outcome.status, 0, outcome.errors)
        XCTAssertEqual(outcome.output, wanted, "\(name) \(language)")
      }
    }
  }

  func testArrowExample() throws {
    let program = try Built.program("Examples/C/clean_arrow.c")
    let articles = try SampleArticle.all()
    let files = articles.map { Place.articles.appendingPathComponent($0.name + ".txt").path }
    let cleaner = try Cleaner()
    var wanted = ""
    for (article, file) in zip(articles, files) {
      let document = try clean(cleaner, article.bytes)
      wanted += file + "\n"
      for block in document.blocks {
        let reasons = (0..<block.verdict.reasons.count).compactMap { block.verdict.reasons[$0]?.name.description }
        let words = ["\(block.source.start)-\(block.source.end)", block.verdict.kind.name.description] + reasons
        wanted += (block.isKept ? "+ " : "- ") + words.joined(separator: " ") + "\n"
      }
    }
    XCTAssertEqual(try execute([program] + files).text, wanted)
    let outcome = try execute([program, "there/is/no.such"])
    XCTAssertEqual(outcome.status, 2)
    XCTAssertTrue(outcome.errors.contains("there/is/no.such"), outcome.errors)
  }

  /// AddressSanitizer needs a library of its own, so it is left to `make check-memory`.
  func testNoInvalidAccessAndNoLeak() throws {
    try XCTSkipUnless(isInstalled("valgrind"), "valgrind is not installed")
    let outcome = try execute(["Scripts/check-memory", "valgrind"])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertEqual(outcome.text.components(separatedBy: " is clean\n").count - 1, 10, outcome.text)
  }

  func testTheHeadersOwnExampleCompiles() throws {
    let essay = try DeclaredFunction.header().components(separatedBy: "#ifndef TAMIS_H")[0]
    let code = essay.components(separatedBy: "\n").filter { $0.hasPrefix("///        ") }.map { $0.dropFirst(4) }
    XCTAssertGreaterThan(code.count, 10)
    let program = """
      #include <stdio.h>
      #include "tamis.h"
      int next(const char **data, int64_t *length);
      void use(const tamis_document *document);
      void all(const char *data, int64_t length, tamis_cleaner *cleaner, tamis_scratch *scratch,
               const int64_t *offsets, int64_t data_length, int64_t count) {
        tamis_batch *batch = NULL;
        tamis_status status;
      \(code.joined(separator: "\n"))
        if (status != TAMIS_OK) return;
      }
      """
    let outcome = try execute(
      ["cc", "-x", "c", "-std=c99", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", "include", "-"],
      input: Data(program.utf8))
    XCTAssertEqual(outcome.status, 0, outcome.errors)
  }

  /// The cleaned text and a line feed; nothing if it is empty.
  private func printed(by cleaner: Cleaner, _ bytes: [UInt8]) throws -> Data {
    let document = try clean(cleaner, bytes)
    return document.text.isEmpty ? Data() : Data(document.text) + [10]
  }

  private func clean(_ cleaner: Cleaner, _ bytes: [UInt8]) throws -> CleanedDocument {
    try bytes.withUnsafeBufferPointer { (bytes) throws(TamisError) in try cleaner.clean(bytes) }
  }

  private func forEachCase(_ body: (_ name: String, _ bytes: [UInt8], _ file: String) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".txt")
    defer { try? FileManager.default.removeItem(at: file) }
    for (name, bytes) in try Cases.all() {
      try Data(bytes).write(to: file)
      try body(name, bytes, file.path)
    }
  }
}
