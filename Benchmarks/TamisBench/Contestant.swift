import Tamis

/// Something that goes through documents and can be timed. It keeps its workspace from run to run.
protocol Contestant: AnyObject {
  /// A short name for `--only` and for JSON.
  var name: String { get }
  /// A sentence that names the operation and the condition.
  var title: String { get }
  var role: Role { get }
  /// Whether the thread that calls ``run(_:)`` does all the work.
  var isAlone: Bool { get }
  /// Goes through all documents once; returns a number that depends on the work, so that none of it can be left out.
  func run(_ texts: Texts) throws(TamisError) -> Int
}

extension Contestant {
  var isAlone: Bool { true }
}

enum Role: String {
  /// A rival is what subjects are measured beside.
  case memcpy, icu
  case tamis
}

/// What went wrong in a rival, which has no errors of ours.
func require(_ answer: Int64) throws(TamisError) -> Int {
  guard answer >= 0 else { throw .invalidArgument("ICU refused a document: is the text UTF-8?") }
  return Int(answer)
}
