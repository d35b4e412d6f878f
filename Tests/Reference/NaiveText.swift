import TamisBase
import TamisICU
import TamisText

/// The text room as one would write it down at first: scalar by scalar, every stage over the whole text. The fast one must
/// do what this does.
public enum NaiveText {
  public static func clean(_ bytes: [UInt8], _ policy: TextPolicy = TextPolicy()) -> [UInt8] {
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars).map(\.value)
    scalars = sanitized(scalars, policy)
    scalars = normalized(scalars, policy.normalization)
    if policy.tidiesSpaces { scalars = tidied(scalars) }
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
      case 0...8, 0x0E...0x1F, 0x7F...0x9F:
        if !policy.removesControls { result.append(scalar) }
      case 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFEFF,
        0xFFF9...0xFFFC:
        if !policy.removesInvisibles { result.append(scalar) }
      case 0x200C, 0x200D:
        if !policy.removesInvisibles || canJoin(result.last { combiningClass($0) == 0 }) { result.append(scalar) }
      default: result.append(scalar)
      }
    }
    return result
  }

  private static func canJoin(_ value: UInt32?) -> Bool {
    guard let value, value >= 0x80, let scalar = Unicode.Scalar(value) else { return false }
    if value == 0xFE0F || (0x1F3FB...0x1F3FF).contains(value) { return true }
    let isStable = normalized([value], .nfkc) == [value]
    if scalar.properties.isEmojiPresentation || (scalar.properties.isEmoji && isStable) { return isStable }
    // The alphabet of the random texts: what of it is an uncased letter or mark of a script of its own.
    return switch value {
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1100...0x11FF, 0x0620...0x064A, 0x6CC,
      0x0900...0x0939, 0x93C, 0x94D, 0xF71:
      true
    default: false
    }
  }

  private static func combiningClass(_ value: UInt32) -> UInt8 {
    Unicode.Scalar(value)?.properties.canonicalCombiningClass.rawValue ?? 0
  }

  private static func tidied(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var index = 0
    while index < scalars.count {
      var lineFeeds = 0
      let start = index
      while index < scalars.count, isSpace(scalars[index]) {
        if scalars[index] == 0x0A { lineFeeds += 1 }
        index += 1
      }
      if index > start, start > 0, index < scalars.count {
        result += lineFeeds == 0 ? [0x20] : Array(repeating: 0x0A, count: min(lineFeeds, 2))
      }
      if index < scalars.count {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0A, 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }
}
