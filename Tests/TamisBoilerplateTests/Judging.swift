import Foundation
import TamisBase
import TamisBoilerplate
import TestSupport
import XCTest

/// A line that should be kept, dropped, or may be either.
struct Line {
  let mark: Character
  let text: String
}

/// Lines in the form of the gold files: `+ keep`, `- drop`, `~ either`; without a mark, keep.
func lines(_ gold: String) -> [Line] {
  gold.split(separator: "\n").map { line in
    let hasMark = ["+ ", "- ", "~ "].contains(line.prefix(2))
    return Line(mark: hasMark ? line.first! : "+", text: hasMark ? String(line.dropFirst(2)) : String(line))
  }
}

/// The documents of Tests/Samples, in the order of their names.
func samples() throws -> [[Line]] {
  try Place.goldNames(Place.samples).map { lines(try Place.gold($0, in: Place.samples)) }
}

/// Lines as one document.
func document(_ texts: [String]) -> (text: [UInt8], spans: [ByteSpan]) {
  var text: [UInt8] = []
  var spans: [ByteSpan] = []
  for line in texts {
    let start = text.count
    text += Array(line.utf8)
    spans.append(ByteSpan(start, text.count))
    text.append(0x0A)
  }
  return (text, spans)
}

/// Judges lines as one document.
func judged(_ texts: [String], threshold: Float = 0.5, model: BoilerplateModel? = nil) throws -> [Verdict] {
  let (text, spans) = document(texts)
  return try judged(text, spans, threshold: threshold, model: model)
}

func judged(
  _ text: [UInt8], _ spans: [ByteSpan], threshold: Float = 0.5, model: BoilerplateModel? = nil
) throws -> [Verdict] {
  let judge = try BlockJudge(threshold: threshold, model: model)
  var workspace = JudgeWorkspace()
  var verdicts = GrowableBuffer<Verdict>()
  try text.withUnsafeBufferPointer { text in
    try spans.withUnsafeBufferPointer {
      try judge.judge(text, blocks: $0, workspace: &workspace, into: &verdicts)
    }
  }
  return (0..<verdicts.count).map { verdicts[$0] }
}

/// Fails for each line that is judged otherwise than marked.
func check(_ gold: String, file: StaticString = #filePath, line: UInt = #line) throws {
  let wanted = lines(gold)
  for (want, verdict) in zip(wanted, try judged(wanted.map(\.text))) where want.mark != "~" {
    XCTAssertEqual(verdict.isKept, want.mark == "+", "\(verdict.score) \(want.text)", file: file, line: line)
  }
}
