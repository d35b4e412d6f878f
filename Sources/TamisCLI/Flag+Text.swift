import TamisICU
import TamisRecords

/// The options of the text room.
extension Flag {
  static var encodingFlags: [Flag] {
    [
      Flag("encoding", "utf-8|auto|NAME", "what text documents are written in (default: utf-8)") {
        guard let encoding = encoding($1.string) else { return "must be utf-8, auto, or an encoding that ICU knows" }
        $0.cleaning.text.encoding = encoding
        return nil
      }
    ]
  }

  /// What earlier processing left in the text.
  static var repairFlags: [Flag] {
    let references: KeyValuePairs<String, HTMLReferences> = ["off": .off, "on": .on, "auto": .automatic]
    let unwrapping: KeyValuePairs<String, Unwrapping> = ["off": .off, "on": .on, "auto": .automatic]
    return [
      .choice(
        "html-references", references, "decode &amp; and the like; auto: where they plainly are (default: auto)"
      ) { $0.cleaning.text.htmlReferences = $1 },
      .choice(
        "unwrap", unwrapping, "join hard-wrapped lines; auto: where the text plainly is (default: auto)"
      ) { $0.cleaning.text.unwrapping = $1 },
      .keep("keep-mojibake", \.repairsMojibake, "what was misread as another encoding"),
    ]
  }

  /// The switches of the text policy; each turns one of its changes off, and two turn off several at once.
  static var policyFlags: [Flag] {
    [
      .keep("keep-line-ends", \.unifiesLineEnds, "all line ends as they are"),
      .keep("keep-controls", \.removesControls, "control characters"),
      .keep("keep-invisibles", \.removesInvisibles, "characters without a width: all of the next four"),
      .keep("keep-zero-width", \.removesZeroWidth, "zero-width spaces and joiners"),
      .keep("keep-bidi-marks", \.removesBidirectionalMarks, "marks of writing direction"),
      .keep("keep-soft-hyphens", \.removesSoftHyphens, "soft hyphens"),
      .keep("keep-byte-order-marks", \.removesByteOrderMarks, "byte order marks"),
      .keep("keep-spaces", \.tidiesSpaces, "white space as it is: all of the next five"),
      .keep("keep-tabs", \.mapsTabs, "tabs"),
      .keep("keep-wide-spaces", \.mapsSpaces, "spaces other than U+0020, such as the no-break space"),
      .keep("keep-edge-spaces", \.trimsLines, "spaces at either end of a line"),
      .keep("keep-space-runs", \.collapsesSpaces, "several spaces in a row"),
      .keep("keep-blank-lines", \.limitsLineBreaks, "more than one blank line in a row, and those at either end"),
    ]
  }

  static var typographyFlags: [Flag] {
    [
      .plain("straight-quotes", \.straightensQuotes, "make all quotation marks ' and \""),
      .plain("plain-dashes", \.plainsDashes, "make all dashes and the minus -"),
      .plain("expand-ligatures", \.expandsLigatures, "write ligatures as the letters that they join"),
      .plain("narrow-fullwidth", \.narrowsFullwidth, "make fullwidth forms ASCII, halfwidth katakana full"),
    ]
  }

  /// Turns a change of the text room on that is off by default.
  private static func plain(_ name: StaticString, _ change: WritableKeyPath<TextPolicy, Bool>, _ help: String) -> Flag {
    .toggle(name, help) { $0.cleaning.text[keyPath: change] = true }
  }

  /// Nil for a name that ICU does not know. All names of UTF-8 are one.
  private static func encoding(_ name: String) -> TextEncoding? {
    switch name.lowercased() {
    case "utf-8", "utf8": return .utf8
    case "auto": return .automatic
    default:
      let name = EncodingName(name)
      guard name != "", let converter = try? Converter(name) else { return nil }
      return converter.isUTF8 ? .utf8 : .named(name)
    }
  }
}
