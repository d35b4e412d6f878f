import TamisBase
import TamisICU
import TamisText

/// The text room as one would write it down at first: scalar by scalar, every stage over the whole text. The fast one must
/// do what this does.
public enum NaiveText {
  public static func clean(_ bytes: [UInt8], _ policy: TextPolicy = TextPolicy()) -> [UInt8] {
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars).map(\.value)
    for _ in 0..<8 {
      scalars = NaiveHTML.decoded(scalars, policy.htmlReferences)
      scalars = sanitized(scalars, policy)
      scalars = scalars.flatMap { plained($0, policy) }
      scalars = normalized(scalars, policy.normalization)
      scalars = tidied(scalars, policy)
      guard policy.htmlReferences == .automatic, NaiveHTML.isPlain(scalars) else { break }
    }
    return utf8(scalars)
  }

  public static func utf8(_ scalars: [UInt32]) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for value in scalars { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
    return Array(String(text).utf8)
  }

  public static func normalized(_ scalars: [UInt32], _ form: NormalizationForm) -> [UInt32] {
    guard form != .none, let normalizer = try? Normalizer(form) else { return scalars }
    let text = Array(String(decoding: utf8(scalars), as: UTF8.self).utf16)
    var output = GrowableBuffer<UInt16>()
    text.withUnsafeBufferPointer { try? normalizer.normalize($0, into: &output) }
    return String(decoding: output.view, as: UTF16.self).unicodeScalars.map(\.value)
  }

  private static func sanitized(_ scalars: [UInt32], _ policy: TextPolicy) -> [UInt32] {
    var result: [UInt32] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029:
        guard policy.unifiesLineEnds else { result.append(scalar); continue }
        if scalar == 0x0D, index < scalars.count, scalars[index] == 0x0A { index += 1 }
        result.append(0x0A)
      case 0...8, 0x0E...0x1F, 0x7F...0x9F, 0xFFF9...0xFFFC:
        if !policy.removesControls { result.append(scalar) }
      case 0x200B, 0x2060...0x2064, 0x206A...0x206F:
        if !policy.removesZeroWidth { result.append(scalar) }
      case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
        if !policy.removesBidirectionalMarks { result.append(scalar) }
      case 0xAD:
        if !policy.removesSoftHyphens { result.append(scalar) }
      case 0xFEFF:
        if !policy.removesByteOrderMarks { result.append(scalar) }
      case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000:
        result.append(policy.mapsSpaces ? 0x20 : scalar)
      case 0x200C, 0x200D:
        if !policy.removesZeroWidth || canJoin(result.last { combiningClass($0) == 0 }) { result.append(scalar) }
      default: result.append(scalar)
      }
    }
    return result
  }

  /// By code point: letters without case and their signs (OLetter and Extend of UAX #29), and pictographs.
  private static let joining: [Bool] = {
    var result = [Bool](repeating: false, count: 0x110000)
    try? CharacterProperty.sentenceBreak.forEachRange { (first, last, value) throws(TamisError) in
      if value == 6 || value == 12 { for scalar in first...last { result[Int(scalar)] = true } }
    }
    try? CharacterProperty.extendedPictographic.forEachRange { (first, last, _) throws(TamisError) in
      for scalar in first...last { result[Int(scalar)] = true }
    }
    return result
  }()

  private static func canJoin(_ scalar: UInt32?) -> Bool {
    guard let scalar, scalar >= 0x80, scalar != 0x200C, scalar != 0x200D else { return false }
    if (0x1F3FB...0x1F3FF).contains(scalar) { return true }
    // A letter that the compatibility form replaces does not count; a Hangul vowel, which it only joins, does.
    let stays = normalized([scalar], .nfkc) == [scalar]
    return stays && joining[Int(scalar)]
  }

  private static func plained(_ scalar: UInt32, _ policy: TextPolicy) -> [UInt32] {
    switch scalar {
    case 0x2018...0x201B, 0x2039...0x203A: policy.straightensQuotes ? [0x27] : [scalar]
    case 0x201C...0x201F, 0xAB, 0xBB: policy.straightensQuotes ? [0x22] : [scalar]
    case 0x2010...0x2015, 0x2212, 0xFE31, 0xFE32, 0xFE58, 0xFE63: policy.plainsDashes ? [0x2D] : [scalar]
    case 0x132, 0x133, 0xFB00...0xFB06, 0xFB13...0xFB17:
      policy.expandsLigatures ? normalized([scalar], .nfkc) : [scalar]
    case 0xFF01...0xFF5E, 0xFF61...0xFF9F: policy.narrowsFullwidth ? normalized([scalar], .nfkc) : [scalar]
    default: [scalar]
    }
  }

  private static func combiningClass(_ value: UInt32) -> UInt8 {
    Unicode.Scalar(value)?.properties.canonicalCombiningClass.rawValue ?? 0
  }

  private static func tidied(_ scalars: [UInt32], _ policy: TextPolicy) -> [UInt32] {
    var lines = scalars.split(separator: 0x0A, omittingEmptySubsequences: false).map { tidiedLine(Array($0), policy) }
    if policy.limitsLineBreaks {
      while lines.count > 1, lines[0].isEmpty { lines.removeFirst() }
      while lines.count > 1, lines[lines.count - 1].isEmpty { lines.removeLast() }
      for index in stride(from: lines.count - 1, to: 1, by: -1) where lines[index].isEmpty && lines[index - 1].isEmpty {
        lines.remove(at: index)
      }
    }
    return Array(lines.joined(separator: [0x0A]))
  }

  private static func tidiedLine(_ line: [UInt32], _ policy: TextPolicy) -> [UInt32] {
    var line = line
    if policy.mapsTabs { line = line.map { $0 == 9 ? 0x20 : $0 } }
    let isBlank = { (scalar: UInt32) in scalar == 9 || scalar == 0x20 }
    if policy.trimsLines {
      line = Array(line.drop(while: isBlank))
      while let last = line.last, isBlank(last) { line.removeLast() }
    }
    guard policy.collapsesSpaces else { return line }
    var result: [UInt32] = []
    for scalar in line {
      if isBlank(scalar), let last = result.last, isBlank(last) {
        if scalar == 0x20 { result[result.count - 1] = 0x20 }
      } else {
        result.append(scalar)
      }
    }
    return result
  }
}
