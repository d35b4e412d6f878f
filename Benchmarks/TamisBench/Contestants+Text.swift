import Tamis

/// The text room without its output: what it costs to find out that a text is in order.
final class TextCheck: Contestant {
  let name: String
  let title: String
  let role = Role.tamis
  private let cleaner: TextCleaner
  private var workspace = TextWorkspace()

  init(_ name: String, _ title: String, _ policy: TextPolicy) throws(TamisError) {
    self.name = name
    self.title = title
    cleaner = try TextCleaner(policy)
  }

  func run(_ texts: Texts) throws(TamisError) -> Int {
    var sum = 0
    for place in 0..<texts.count {
      try cleaner.clean(texts[place], &workspace)
      sum &+= workspace.text.count
    }
    return sum
  }

  static func validate() throws(TamisError) -> TextCheck {
    try TextCheck("validate", "Validate clean text", .repairOnly)
  }

  static func check() throws(TamisError) -> TextCheck {
    try TextCheck("check", "Validate, quick-check and apply the space policy to clean text", TextPolicy())
  }
}

/// The text room with its output, as ICU gives one.
final class Normalize: Contestant {
  let name: String
  let title: String
  let role = Role.tamis
  private let cleaner: Cleaner
  private let scratch = Scratch()
  private var output = ByteBuffer()

  init(_ name: String, _ title: String) throws(TamisError) {
    self.name = name
    self.title = title
    cleaner = try Cleaner()
  }

  func run(_ texts: Texts) throws(TamisError) -> Int {
    var sum = 0
    for place in 0..<texts.count {
      output.removeAll()
      _ = try cleaner.normalize(texts[place], scratch: scratch, into: &output)
      sum &+= output.count
    }
    return sum
  }
}
