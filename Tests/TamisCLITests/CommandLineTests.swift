import Tamis
import XCTest

final class CommandLineTests: XCTestCase {
  private let commands = ["clean", "sentences", "normalize", "annotate", "repeats"]

  func testHelpEverywhere() throws {
    for arguments in [["--help"], ["-h"], ["help"]] {
      let outcome = try Tool.run(arguments)
      XCTAssertEqual(outcome.status, 0)
      for command in commands { XCTAssertTrue(outcome.text.contains("  \(command)"), outcome.text) }
      XCTAssertTrue(outcome.text.contains("Exit codes:"))
    }
    for command in commands {
      let long = try Tool.run([command, "--help"])
      XCTAssertEqual(long.status, 0)
      XCTAssertEqual(long.text, try Tool.run(["help", command]).text)
      for word in ["Usage: tamis \(command)", "--jobs", "--output", "--text-field", "Exit codes:", "  2  "] {
        XCTAssertTrue(long.text.contains(word), "\(command): \(word)")
      }
      XCTAssertTrue(long.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
    XCTAssertFalse(try Tool.run(["clean", "--help"]).text.contains("--offsets"))
    XCTAssertTrue(try Tool.run(["clean", "--help"]).text.contains("above 0 and below 1"))
    // It reads no documents.
    let plugins = try Tool.run(["plugins", "--help"]).text
    XCTAssertTrue(plugins.contains("Usage: tamis plugins [OPTION...]\n"), plugins)
    XCTAssertFalse(plugins.contains("FILE") || plugins.contains("JSON Lines"), plugins)
  }

  func testVersionsEverywhere() throws {
    let version = try Tool.run(["--version"])
    XCTAssertEqual(version.status, 0)
    let pattern = #"^tamis \#(TamisVersion.string)\nICU \d+\.\d+\nUnicode \d+\.\d+\n$"#
    XCTAssertNotNil(version.text.range(of: pattern, options: .regularExpression))
    for command in commands { XCTAssertEqual(try Tool.run([command, "-V"]).text, version.text) }
  }

  func testWhatIsNotUnderstoodIsSaidInOneLineAndExitsWithTwo() throws {
    let cases: [([String], String)] = [
      ([], "tamis: what is to be done is missing; see 'tamis --help'\n"),
      (["wash"], "unknown command 'wash'"), (["--jobs"], "unknown option '--jobs'"),
      (["help", "wash"], "unknown command 'wash'"),
      (["clean", "--wash"], "tamis: 'clean' has no option --wash; see 'tamis clean --help'\n"),
      (["clean", "-x"], "'clean' has no option -x"), (["clean", "--offsets", "bytes"], "no option --offsets"),
      (["clean", "--jobs"], "--jobs needs an argument"), (["clean", "-j"], "-j needs an argument"),
      (["clean", "--keep-spaces=3"], "--keep-spaces takes no argument"),
      (["clean", "--jobs", "0"], "--jobs '0': must be a number from 1 to 1024"),
      (["clean", "-j", "two"], "--jobs 'two'"),
      (["clean", "--favor", "2"], "--favor '2': must be"), (["clean", "--favor", "nan"], "--favor 'nan'"),
      (["clean", "--form", "nfx"], "must be one of none, nfc, nfd, nfkc, nfkd, nfkc-casefold"),
      (["clean", "--max-bytes", "3G"], "--max-bytes '3G'"), (["clean", "--max-bytes", "-1"], "--max-bytes '-1'"),
      (["clean", "--input-format", "xml"], "must be one of text, jsonl"), (["clean", "-o", ""], "must not be empty"),
      (["sentences", "--format", "xml"], "must be one of lines, json, tsv"),
      (["annotate", "--offsets", "words"], "must be one of bytes, codepoints"),
    ]
    for (arguments, wanted) in cases {
      let outcome = try Tool.run(arguments)
      XCTAssertEqual(outcome.status, 2, "\(arguments)")
      XCTAssertTrue(outcome.messages.contains(wanted), "\(arguments): \(outcome.messages)")
      XCTAssertEqual(outcome.messages.split(separator: "\n").count, 1, outcome.messages)
      XCTAssertTrue(outcome.messages.hasPrefix("tamis: "))
      XCTAssertTrue(outcome.output.isEmpty)
    }
  }

  func testOptionsAndInputsComeInAnyOrder() throws {
    let scratch = try Folder()
    try scratch.write("-x.txt", "Good text.")
    let wanted = "Good text.\n"
    for arguments in [
      ["normalize", "./-x.txt", "-j2"], ["normalize", "--jobs=1", "--", "-x.txt"],
      ["normalize", "--job", "1", "./-x.txt"],
    ] {
      XCTAssertEqual(try Tool.run(arguments, in: scratch.url).text, wanted, "\(arguments)")
    }
    XCTAssertEqual(try Tool.run(["normalize"], input: "Good text.").text, wanted)
    XCTAssertEqual(try Tool.run(["normalize", "-"], input: "Good text.").text, wanted)
  }

  func testRecipeOptionsReachTheCleaner() throws {
    let text = "e\u{301} ﬁ\u{200B}x\u{7}  y\r\nz"
    let cases: [([String], String)] = [
      ([], "é ﬁx y\nz\n"), (["--form", "nfd"], "e\u{301} ﬁx y\nz\n"), (["--form=nfkc"], "é fix y\nz\n"),
      (["--form", "none"], "e\u{301} ﬁx y\nz\n"), (["--keep-controls"], "é ﬁx\u{7} y\nz\n"),
      (["--keep-invisibles"], "é ﬁ\u{200B}x y\nz\n"), (["--keep-spaces"], "é ﬁx  y\nz\n"),
      (
        ["--form=none", "--keep-controls", "--keep-invisibles", "--keep-spaces", "--keep-line-ends"], text + "\n"
      ),
    ]
    for (arguments, wanted) in cases {
      let outcome = try Tool.run(["normalize"] + arguments, input: text)
      XCTAssertEqual(Array(outcome.text.unicodeScalars), Array(wanted.unicodeScalars), "\(arguments)")
      XCTAssertEqual(outcome.status, 0)
    }
    let blocks = "Share on Facebook\n\nHello."
    XCTAssertEqual(try Tool.run(["clean", "--keep-boilerplate"], input: blocks).text, blocks + "\n")
    XCTAssertEqual(try Tool.run(["sentences"], input: blocks).text, "Share on Facebook\nHello.\n")
    let abbreviation = "We met Mr. Smith of W. Africa today."
    let plain = try Tool.run(["sentences", "--rules", "uax29"], input: abbreviation).text
    XCTAssertEqual(plain.replacingOccurrences(of: "\n", with: " "), abbreviation + " ")
  }
}
