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
    var policy = TextPolicy()
    policy.htmlReferences = .off
    policy.repairsMojibake = false
    policy.unwrapping = .off
    return try TextCheck("check", "Validate, quick-check and apply the space policy to clean text", policy)
  }

  /// Text that is in the form is lent to the caller as it is.
  static func normalize() throws(TamisError) -> TextCheck {
    var policy = TextPolicy.repairOnly
    policy.normalization = .nfc
    return try TextCheck("normalize", "Normalise to NFC text that is in NFC", policy)
  }

  static func wholeRoom() throws(TamisError) -> TextCheck {
    try TextCheck("text", "Take clean text through the whole text room", TextPolicy())
  }
}

/// Validation and normalisation into a buffer of the caller's; nothing of the cleaning policy, as ICU has none.
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
    var options = CleaningOptions()
    options.text = .repairOnly
    options.text.normalization = .nfc
    cleaner = try Cleaner(options)
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
