import TamisICU

/// The normalisation forms of Unicode Standard Annex #15, and `none`.
public typealias NormalizationForm = TamisICU.NormalizationForm

/// What the text room changes. Every switch is on its own; ill-formed UTF-8 is always repaired.
public struct TextPolicy: Sendable, Equatable {
  /// The normalisation form of the result.
  public var normalization: NormalizationForm = .nfc

  /// The encoding of the source.
  public var encoding: TextEncoding = .utf8

  // What earlier processing left.

  /// Character references of HTML: decoded where the text plainly has them.
  public var htmlReferences: HTMLReferences = .automatic
  /// UTF-8 that was misread as Windows-1252, Latin-1, Windows-1251, Windows-1250, MacRoman or KOI8-R and written
  /// down so (`Ã©` for `é`), once or more often, is read aright where that is sure. On, because of 54,080 sentences in 26
  /// languages it changes one, which is mojibake.
  public var repairsMojibake = true

  /// Hard-wrapped text: its lines are joined into paragraphs where it was plainly wrapped.
  public var unwrapping: Unwrapping = .automatic

  // Line ends and controls.

  /// CR, CRLF, VT, FF, U+0085, U+2028 and U+2029 become LF.
  public var unifiesLineEnds = true
  /// C0 controls other than tab and line ends, DEL and C1 controls go, and interlinear anchors and U+FFFC with them.
  public var removesControls = true

  // Characters without a width.

  /// U+200B, U+2060 to U+2064 and U+206A to U+206F go; and ZWJ and ZWNJ where nothing can join: behind anything but an
  /// emoji or a letter of a script without case (Arabic, Indic, …) and its signs, on which they act.
  public var removesZeroWidth = true
  /// U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069 go.
  public var removesBidirectionalMarks = true
  /// U+00AD goes.
  public var removesSoftHyphens = true
  /// U+FEFF goes, wherever it stands.
  public var removesByteOrderMarks = true

  // Spaces.

  /// Tabs become blanks.
  public var mapsTabs = true
  /// U+00A0 and all other Unicode spaces become blanks (U+0020).
  public var mapsSpaces = true
  /// Blanks and tabs at either end of a line go.
  public var trimsLines = true
  /// Runs of blanks and tabs inside a line become one.
  public var collapsesSpaces = true
  /// Of three or more line feeds in a row two stay, and none at either end of the document.
  public var limitsLineBreaks = true

  // Typography made plain; see ``TypographyStage`` for what each takes.

  /// Quotation marks become `'` and `"`.
  public var straightensQuotes = false
  /// Dashes and the minus become `-`.
  public var plainsDashes = false
  /// Ligatures become the letters that they join.
  public var expandsLigatures = false
  /// Fullwidth forms become ASCII, halfwidth katakana become katakana.
  public var narrowsFullwidth = false

  // The account.

  /// Whether each change is recorded with its place: ``TextWorkspace/recordedEdits``. The counts are kept either way.
  public var recordsEdits = false

  public init() {}

  /// Leaves well-formed text as it is.
  public static var repairOnly: TextPolicy {
    var policy = TextPolicy()
    policy.normalization = .none
    policy.htmlReferences = .off
    policy.repairsMojibake = false
    policy.unwrapping = .off
    policy.unifiesLineEnds = false
    policy.removesControls = false
    policy.removesInvisibles = false
    policy.tidiesSpaces = false
    return policy
  }

  /// The four switches for characters without a width at once; true when all are on.
  public var removesInvisibles: Bool {
    get { removesZeroWidth && removesBidirectionalMarks && removesSoftHyphens && removesByteOrderMarks }
    set {
      removesZeroWidth = newValue
      removesBidirectionalMarks = newValue
      removesSoftHyphens = newValue
      removesByteOrderMarks = newValue
    }
  }

  /// The five switches for spaces at once; true when all are on.
  public var tidiesSpaces: Bool {
    get { mapsTabs && mapsSpaces && trimsLines && collapsesSpaces && limitsLineBreaks }
    set {
      mapsTabs = newValue
      mapsSpaces = newValue
      trimsLines = newValue
      collapsesSpaces = newValue
      limitsLineBreaks = newValue
    }
  }

  /// Whether the last stage has anything to do at all.
  var tidiesAnySpaces: Bool { mapsTabs || trimsLines || collapsesSpaces || limitsLineBreaks }
}
