import TamisRecords

/// What the verdicts depend on besides the text.
extension Flag {
  private static let judging: Commands = [.clean, .annotate]
  private static let withHosts: Commands = [.clean, .annotate, .repeats]

  static var judgingFlags: [Flag] {
    [
      .toggle("keep-boilerplate", "judge the blocks but keep them all", judging) {
        $0.cleaning.dropsBoilerplate = false
      },
      Flag(
        "favor", "precision|balanced|recall|X",
        "least score of a kept block, above 0 and below 1, or a word for it (default: balanced)", judging
      ) {
        guard let threshold = threshold($1.string) else {
          return "must be one of precision, balanced, recall, or a number above 0 and below 1"
        }
        $0.cleaning.threshold = threshold
        return nil
      },
      Flag("model", "FILE", "judge by a model that Scripts/train-boilerplate wrote", judging) { settings, argument in
        WholeFile.load(
          argument.path, head: BoilerplateModel.greatestHead, length: BoilerplateModel.fileLength
        ) { (file) throws(TamisError) in settings.cleaning.model = try BoilerplateModel(file) }
      },
      Flag("repeats", "FILE", "judge with an index that 'tamis repeats' made", judging) { settings, argument in
        WholeFile.loadRepeats(argument.path) { settings.cleaning.repeats = $0 }
      },
    ]
  }

  static var repeatsFlags: [Flag] {
    [
      Flag("host", "NAME", "the host that documents are from, by which --repeats tells them apart", withHosts) {
        $0.cleaning.host = $1.string
        return nil
      },
      Flag("host-field", "NAME", "the JSON field with the document's host or address, such as url", withHosts) {
        $0.hostField = $1.path.bytes
        return $1.path.bytes.isEmpty ? "must not be empty" : nil
      },
      Flag("memory", "N", "bytes that the index takes, for each thread while it is built (default: 20M)", .repeats) {
        let limits = Repeats.memoryLimits
        guard let bytes = byteCount($1.string), limits.contains(bytes) else {
          return "must be a number of bytes from \(limits.lowerBound) to \(limits.upperBound)"
        }
        $0.repeatsMemory = bytes
        return nil
      },
      Flag("seed", "N", "a secret, against hostile pages; the same for all to merge (default: 0)", .repeats) {
        guard let seed = UInt64($1.string) else { return "must be a number from 0 to \(UInt64.max)" }
        $0.repeatsSeed = seed
        return nil
      },
    ]
  }

  private static func threshold(_ text: String) -> Float? {
    switch text {
    case "precision": return Favor.precision.threshold
    case "balanced": return Favor.balanced.threshold
    case "recall": return Favor.recall.threshold
    default:
      // Swift also reads hexadecimal numbers, such as 0x0.8p0.
      guard text.allSatisfy({ "0123456789.eE+-".contains($0) }), let value = Float(text), value > 0, value < 1 else { return nil }
      return value
    }
  }
}
