import CTamis
import Tamis

/// A failure on its way to C: a status, and what the message will say.
///
/// It is plain data and its texts are literals, so that failing never allocates.
struct Failure: Error {
  var status: tamis_status
  /// What the message is about, mostly an argument or a field by its name in tamis.h; empty for nothing in particular.
  var subject: StaticString
  /// What is wrong and what to do. Each `%` stands for the next of the numbers.
  var message: StaticString
  var numbers: (Int64, Int64)
  /// What only somebody else can say, behind the rest.
  var words = Words()
  var documentIndex: Int64 = -1
  var byteOffset: Int64 = -1

  init(
    _ status: Int, _ subject: StaticString, _ message: StaticString, _ first: Int64 = 0, _ second: Int64 = 0
  ) {
    self.status = tamis_status(truncatingIfNeeded: status)
    self.subject = subject
    self.message = message
    numbers = (first, second)
  }

  /// The same failure, met at a place.
  func at(document: Int64 = -1, byte: Int64 = -1) -> Failure {
    var placed = self
    if document >= 0 { placed.documentIndex = document }
    if byte >= 0 { placed.byteOffset = byte }
    return placed
  }

  static func null(_ subject: StaticString) -> Failure {
    Failure(TAMIS_INVALID_ARGUMENT, subject, "is null; it may not be")
  }

  static var cancelled: Failure { Failure(TAMIS_CANCELLED, "", "the progress function asked to stop") }

  static func tooSmall(_ subject: StaticString, capacity: Int64, required: Int64) -> Failure {
    Failure(TAMIS_BUFFER_TOO_SMALL, subject, "has room for % and needs %; call again with that", capacity, required)
  }
}

extension Failure {
  /// What the house throws, in C's words.
  init(_ error: TamisError) {
    switch error {
    case .outOfMemory:
      self.init(TAMIS_OUT_OF_MEMORY, "", "memory ran out; what the call had made was given back")
    case .documentTooLarge(let limit):
      self.init(
        TAMIS_DOCUMENT_TOO_LARGE, "",
        "the document is longer than % bytes; raise max_document_bytes (up to %) or cut the document", Int64(limit),
        Int64(CleaningOptions.greatestMaximumDocumentBytes))
      byteOffset = Int64(limit)
    case .invalidArgument(let what):
      self.init(TAMIS_INVALID_ARGUMENT, "", what)
    case .plugin(let place):
      self.init(
        TAMIS_PLUGIN_FAILED, "", "plugin % failed on the document; on-error=skip goes on without it", Int64(place))
    case .badFile(let what):
      self.init(TAMIS_BAD_FILE, "", what)
    case .icu(let code):
      self.init(TAMIS_ICU_FAILED, "", "ICU failed with error code %; is its data installed?", Int64(code))
    }
  }
}

/// Runs a call of the house and translates what it throws. Every call into the house goes through here.
func house<Result: ~Copyable>(_ call: () throws(TamisError) -> Result) throws(Failure) -> Result {
  do {
    return try call()
  } catch {
    throw Failure(error)
  }
}

/// A text of at most 400 bytes, cut if it is longer, which no allocation can fail for.
struct Words {
  private var storage = InlineArray<400, UInt8>(repeating: 0)
  private(set) var count = 0

  init() {}

  /// Several texts, one behind the other.
  init(_ texts: [UInt8]...) {
    for text in texts {
      for byte in text where count < 400 {
        storage[count] = byte
        count += 1
      }
    }
  }

  subscript(_ place: Int) -> UInt8 { storage[place] }
}
