import CBoilerplateData
import Foundation
import XCTest

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// `tamis repeats`, and what `clean` and `annotate` make of indexes, models and thresholds.
final class RepeatsTests: XCTestCase {
  private let museum =
    "The museum of the shore is kept by its friends, who count every shell that is brought to its door and number it."

  private func line(_ number: Int) -> String {
    let name = String(repeating: "x", count: number % 40 + 1)
    let article = "The keepers of the \(name) walked the sand from the pier to the mouth of the river, as in every year."
    return #"{"text":"What the tide left on \#(name)\n\#(article)\n\#(museum)","url":"https://shore.example/\#(number)"}"# + "\n"
  }

  private func lines(_ numbers: Range<Int>) -> String { numbers.map(line).joined() }

  private func index(_ folder: Folder, _ name: String, _ input: String, _ options: [String] = []) throws -> Data {
    let arguments = ["repeats", "build", "--memory", "256k", "--host-field", "url", "-o", name] + options
    let outcome = try Tool.run(arguments, input: input, in: folder.url)
    XCTAssertEqual(outcome.status, 0, outcome.messages)
    return try Data(contentsOf: folder.file(name))
  }

  func testBuiltInOneOrInPartsItIsTheSame() throws {
    let folder = try Folder()
    let whole = try index(folder, "whole", lines(0..<30))
    XCTAssertEqual(try index(folder, "again", lines(0..<30), ["-j", "3"]), whole)
    XCTAssertEqual(try index(folder, "backwards", (0..<30).reversed().map(line).joined()), whole)
    _ = try index(folder, "a", lines(0..<10))
    _ = try index(folder, "b", lines(10..<30))
    for parts in [["a", "b"], ["b", "a"]] {
      let outcome = try Tool.run(["repeats", "merge", "-o", "sum"] + parts, in: folder.url)
      XCTAssertEqual(outcome.status, 0, outcome.messages)
      XCTAssertEqual(try Data(contentsOf: folder.file("sum")), whole)
    }
    let piped = try Tool.run(["repeats", "merge", "a", "b"], in: folder.url)
    XCTAssertEqual(piped.output, whole)
  }

  func testWhatTheHostSharesIsDroppedAndNamed() throws {
    let folder = try Folder()
    _ = try index(folder, "shore", lines(0..<30))
    let plain = try Tool.run(["clean"], input: line(3))
    XCTAssertTrue(plain.text.contains("museum"), plain.text)
    let arguments = ["--repeats", "shore", "--host-field", "url"]
    let cleaned = try Tool.run(["clean"] + arguments, input: line(3), in: folder.url)
    XCTAssertTrue(cleaned.text.contains("keepers") && !cleaned.text.contains("museum"), cleaned.text)
    let annotated = try Tool.run(["annotate"] + arguments, input: line(3), in: folder.url)
    let blocks = try XCTUnwrap(annotated.objects.first?["blocks"] as? [[String: Any]])
    XCTAssertEqual(blocks[2]["kind"] as? String, "repeated")
    XCTAssertEqual((blocks[2]["reasons"] as? [String])?.first, "in-many-documents")
    // Another host, and none, know nothing of it.
    XCTAssertEqual(try Tool.run(["clean", "--repeats", "shore"], input: line(3), in: folder.url).text, plain.text)
    let elsewhere = try Tool.run(["clean", "--repeats", "shore", "--host", "x.example"], input: line(3), in: folder.url)
    XCTAssertEqual(elsewhere.text, plain.text)
    let named = try Tool.run(["clean", "--repeats", "shore", "--host", "www.Shore.example"], input: line(3), in: folder.url)
    XCTAssertEqual(named.text, cleaned.text)
  }

  /// Lines of which the first has a host, and the others none in one way each.
  private var strangers: String {
    let values = ["\"https://shore.example/x\"", "null", "\"\"", "7", "\"/x\"", nil]
    return values.map { value in
      line(3).replacingOccurrences(of: #","url":"https://shore.example/3""#, with: value.map { ",\"url\":\($0)" } ?? "")
    }.joined()
  }

  func testWhatHasNoHostIsNotCounted() throws {
    let folder = try Folder()
    let whole = try index(folder, "one", line(3))
    let arguments = ["repeats", "build", "--memory", "256k", "-o", "index", "--host-field"]
    for jobs in ["1", "2"] {
      let outcome = try Tool.run(arguments + ["url", "-j", jobs], input: strangers, in: folder.url)
      XCTAssertEqual(outcome.status, 0)
      XCTAssertEqual(
        outcome.messages,
        "tamis: 5 of 6 lines have no field \"url\" with a host; not counted, --host-field names the field that has one\n")
      XCTAssertEqual(try Data(contentsOf: folder.file("index")), whole)
    }
    try folder.write("a.txt", "A line.")
    try folder.write("b.jsonl", line(3))
    let mixed = try Tool.run(arguments + ["url", "a.txt", "b.jsonl"], in: folder.url)
    XCTAssertTrue(mixed.messages.hasPrefix("tamis: 1 of 2 documents have no field \"url\""), mixed.messages)
    XCTAssertEqual(try Data(contentsOf: folder.file("index")), whole)
    // What --host says holds for them.
    let told = try Tool.run(arguments + ["url", "--host", "x.example"], input: strangers, in: folder.url)
    XCTAssertEqual(told.messages, "")
    XCTAssertNotEqual(try Data(contentsOf: folder.file("index")), whole)
    let empty = try Tool.run(arguments + [""], input: strangers, in: folder.url)
    XCTAssertEqual(empty.status, 2)
    XCTAssertTrue(empty.messages.hasPrefix("tamis: --host-field '': must not be empty; "), empty.messages)
  }

  func testAnIndexSaysNothingOfWhatHasNoHost() throws {
    let folder = try Folder()
    _ = try index(folder, "shore", lines(0..<30))
    let plain = try Tool.run(["clean"], input: line(3)).text
    let mistyped = try Tool.run(["clean", "--repeats", "shore", "--host-field", "ur1"], input: line(3) + line(3), in: folder.url)
    XCTAssertEqual(mistyped.text, plain + plain)
    XCTAssertEqual(mistyped.status, 0)
    XCTAssertEqual(
      mistyped.messages,
      "tamis: 2 of 2 lines have no field \"ur1\" with a host; judged without the index, --host-field names the field that has one\n"
    )
    for input in [line(3), "A line."] {
      let unnamed = try Tool.run(["annotate", "--repeats", "shore"], input: input + input, in: folder.url)
      XCTAssertEqual(unnamed.status, 0)
      XCTAssertEqual(
        unnamed.messages,
        "tamis: no document has a host, by which the index tells them apart; judged without the index, give --host or --host-field\n"
      )
    }
  }

  /// Without --host and --host-field all that is read has one origin.
  func testACorpusOfOneOriginNeedsNoHost() throws {
    let folder = try Folder()
    for number in 0..<30 {
      let text = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line(number).utf8)) as? [String: String])["text"]
      try folder.write("in/\(number).txt", try XCTUnwrap(text))
    }
    let built = try Tool.run(["repeats", "build", "--memory", "256k", "-o", "origin", "in"], in: folder.url)
    XCTAssertEqual(built.messages, "")
    let cleaned = try Tool.run(["clean", "--repeats", "origin", "in/3.txt"], in: folder.url)
    XCTAssertEqual(cleaned.messages, "")
    XCTAssertTrue(cleaned.text.contains("keepers") && !cleaned.text.contains("museum"), cleaned.text)
    // A line that should say where it comes from, and does not, is not of that origin.
    let stranger = try Tool.run(["clean", "--repeats", "origin", "--host-field", "ur1"], input: line(3), in: folder.url)
    XCTAssertEqual(stranger.text, try Tool.run(["clean"], input: line(3)).text)
  }

  func testDamagedIndexesAreLeftOutOfASum() throws {
    let folder = try Folder()
    let whole = try index(folder, "good", lines(0..<5))
    try folder.write("cut", whole.prefix(1000))
    try folder.write("wrong", "no index at all")
    _ = try index(folder, "large", lines(0..<5), ["--memory", "512k"])
    let outcome = try Tool.run(["repeats", "merge", "-o", "sum", "good", "cut", "wrong", "large", "none"], in: folder.url)
    XCTAssertEqual(outcome.status, 1)
    XCTAssertEqual(
      outcome.messages,
      """
      tamis: cut: it is cut short, or something stands behind it; left out, build it again
      tamis: wrong: this is no index of repeated blocks; left out, build it again
      tamis: large: indexes to merge must have the same memory and the same seed; left out, build it like the others
      tamis: none: No such file or directory; left out, build it again

      """)
    XCTAssertEqual(try Data(contentsOf: folder.file("sum")), whole)
    for name in ["cut", "wrong", "none"] {
      let refused = try Tool.run(["clean", "--repeats", name], input: "x", in: folder.url)
      XCTAssertEqual(refused.status, 2)
      XCTAssertTrue(refused.messages.hasPrefix("tamis: --repeats '\(name)': "), refused.messages)
    }
  }

  func testASumOfNothingIsNotWritten() throws {
    let folder = try Folder()
    let whole = try index(folder, "good", lines(0..<5))
    try folder.write("cut", whole.prefix(1000))
    for name in ["good", "new"] {
      let outcome = try Tool.run(["repeats", "merge", "-o", name, "cut", "none"], in: folder.url)
      XCTAssertEqual(outcome.status, 2)
      XCTAssertEqual(outcome.messages.split(separator: "\n").count, 3, outcome.messages)
      XCTAssertTrue(outcome.messages.hasSuffix("tamis: none of these can be merged; nothing was written\n"), outcome.messages)
    }
    let built = try Tool.run(["repeats", "build", "--memory", "256k", "-o", "good", "none.jsonl"], in: folder.url)
    XCTAssertEqual(built.status, 2)
    XCTAssertEqual(try Data(contentsOf: folder.file("good")), whole)
    XCTAssertFalse(folder.exists("new"))
  }

  func testWhatBeginsWronglyIsNotReadToItsEnd() throws {
    let folder = try Folder()
    for (option, wanted) in [
      ("--repeats", "this is no index of repeated blocks"), ("--model", "it is no Tamis boilerplate model"),
    ] {
      let outcome = try Tool.shell("\"$TAMIS\" clean \(option) /dev/zero", in: folder)
      XCTAssertEqual(outcome.status, 2, outcome.messages)
      XCTAssertTrue(outcome.messages.hasPrefix("tamis: \(option) '/dev/zero': \(wanted); "), outcome.messages)
    }
    let merged = try Tool.shell("\"$TAMIS\" repeats merge /dev/zero", in: folder)
    XCTAssertEqual(merged.status, 2, merged.messages)
    XCTAssertTrue(merged.messages.hasPrefix("tamis: /dev/zero: this is no index of repeated blocks; "), merged.messages)
  }

  func testWhatTheBeginningAnnouncesIsRead() throws {
    let folder = try Folder()
    let whole = try index(folder, "good", lines(0..<30))
    try folder.write("in.jsonl", line(3))
    let model = Data(bytes: boilerplate_model_bytes(), count: Int(boilerplate_model_length))
    try folder.write("model", model)
    let outcome = try Tool.shell(
      "mkfifo a b; cat good >a & cat model >b & \"$TAMIS\" clean --repeats a --model b --host-field url in.jsonl", in: folder)
    XCTAssertEqual(outcome.status, 0, outcome.messages)
    XCTAssertTrue(outcome.text.contains("keepers") && !outcome.text.contains("museum"), outcome.text)
    for (option, file) in [("--repeats", whole), ("--model", model)] {
      for wrong in [file + [0], file.dropLast(), file.prefix(50), file + Data(count: 64)] {
        try folder.write("wrong", wrong)
        let refused = try Tool.run(["clean", option, "wrong", "in.jsonl"], in: folder.url)
        XCTAssertEqual(refused.status, 2)
        XCTAssertTrue(refused.messages.contains("cut short, or something stands behind it"), refused.messages)
      }
    }
  }

  func testAnIndexThatMemoryDoesNotHold() throws {
    #if os(macOS)
    throw XCTSkip("the memory of a process cannot be limited here")
    #else
    let folder = try Folder()
    let whole = try index(folder, "index", lines(0..<5))
    for (memory, named) in [("60G", "60G"), ("62914560k", "60G"), ("64424509441", "64424509441 bytes")] {
      let outcome = try Tool.shell("\"$TAMIS\" repeats build --memory \(memory) -o index", in: folder)
      XCTAssertEqual(outcome.status, 2)
      XCTAssertEqual(
        outcome.messages,
        "tamis: there is no memory for an index of \(named); nothing was done, use a smaller --memory\n")
      XCTAssertEqual(try Data(contentsOf: folder.file("index")), whole)
    }
    #endif
  }

  func testAnIndexIsNotWrittenToATerminal() throws {
    var leader: Int32 = -1
    var follower: Int32 = -1
    guard openpty(&leader, &follower, nil, nil, nil) == 0, let name = ttyname(follower) else {
      throw XCTSkip("there are no terminals here")
    }
    let path = String(cString: name)
    let terminal = FileHandle(fileDescriptor: follower, closeOnDealloc: true)
    // Whatever is written all the same has a reader, so that the tool comes to its end.
    Thread.detachNewThread { [leader] in
      var screen = [UInt8](repeating: 0, count: 4096)
      while read(leader, &screen, screen.count) > 0 {}
      close(leader)
    }
    let folder = try Folder()
    _ = try index(folder, "index", lines(0..<5))
    let cases = [
      (["repeats", "build"], "standard output"), (["repeats", "merge", folder.file("index").path], "standard output"),
      (["repeats", "build", "-o", path], path),
    ]
    for (arguments, output) in cases {
      let messages = try folder.create("messages")
      let process = try Tool.start(arguments, input: FileHandle.nullDevice, output: terminal, messages: messages)
      process.waitUntilExit()
      XCTAssertEqual(process.terminationStatus, 2, "\(arguments)")
      let wanted = "tamis: \(output): is a terminal, and an index is no text; nothing was done, give -o a file\n"
      XCTAssertEqual(folder.read("messages"), wanted)
    }
  }

  func testWhatIsNotUnderstood() throws {
    for (arguments, wanted) in [
      (["repeats"], "followed by build or merge, which is missing;"), (["repeats", "wash"], "not by 'wash'"),
      (["repeats", "merge"], "missing"), (["repeats", "build", "--memory", "1k"], "--memory '1k'"),
      (["repeats", "build", "--seed", "-1"], "--seed '-1'"), (["repeats", "build", "-o", "folder/"], "one file"),
      (["clean", "--favor", "1"], "--favor '1'"), (["clean", "--favor", "most"], "precision, balanced, recall"),
      (["clean", "--favor", "0x0.8p0"], "--favor '0x0.8p0'"), (["clean", "--favor", "0"], "above 0 and below 1"),
      (["clean", "--model", "none"], "--model 'none'"),
    ] {
      let outcome = try Tool.run(arguments)
      XCTAssertEqual(outcome.status, 2, "\(arguments)")
      XCTAssertTrue(outcome.messages.contains(wanted), "\(arguments): \(outcome.messages)")
    }
  }

  func testThresholds() throws {
    let text = "Menu\nShare\nThe keepers walked the sand from the pier to the mouth of the river, as in every year.\nRead more"
    func kept(_ favor: String) throws -> Int {
      try Tool.run(["clean", "--favor", favor], input: text).text.split(separator: "\n").count
    }
    XCTAssertEqual(try Tool.run(["clean", "--favor", "balanced"], input: text).text, try Tool.run(["clean"], input: text).text)
    let counts = try ["0.999", "precision", "balanced", "recall", "0.001"].map(kept)
    XCTAssertEqual(counts, counts.sorted())
    XCTAssertEqual(counts.first, 0)
    XCTAssertEqual(counts.last, 4)
  }

  func testAModelFromAFile() throws {
    let folder = try Folder()
    let model = Data(bytes: boilerplate_model_bytes(), count: Int(boilerplate_model_length))
    try folder.write("model", model)
    let loaded = try Tool.run(["annotate", "--model", "model"], input: line(3), in: folder.url)
    XCTAssertEqual(loaded.text, try Tool.run(["annotate"], input: line(3)).text)
    try folder.write("cut", model.dropLast(64))
    let refused = try Tool.run(["clean", "--model", "cut"], input: "x", in: folder.url)
    XCTAssertEqual(refused.status, 2)
    XCTAssertTrue(refused.messages.contains("cut short"), refused.messages)
  }
}
