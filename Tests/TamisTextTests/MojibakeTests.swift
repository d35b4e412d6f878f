import CByteScan
import TamisBase
import TamisText
import TestSupport
import XCTest

final class MojibakeTests: XCTestCase {
  // MARK: what is repaired

  func testEachPageOnceAndTwice() throws {
    let texts = [
      "L’été, près de l’église, un cœur naïf dîne à l’auberge.", "Größe, Öl und süße Äpfel – „schön“!",
      "Příliš žluťoučký kůň úpěl ďábelské ódy.", "Zażółć gęślą jaźń.", "Árvíztűrő tükörfúrógép", "Șase țări și o mână",
      "Привет, мир! Как дела?", "Він їхав до Києва, її ґанок…", "Ελληνικά γράμματα", "中文字符", "日本語の文章です。", "한국어 문장",
      "עברית", "العربية", "हिन्दी में", "Tiếng Việt rất đẹp", "“Don’t” — she said… 5 € ™", "😀 👍🏽",
    ]
    for (name, page) in pages {
      for text in texts {
        let once = misread(text, page)
        XCTAssertEqual(try repaired(once), text, name)
        XCTAssertEqual(try repaired(misread(once, page)), text, "\(name), twice")
      }
    }
  }

  func testHandMadeCases() throws {
    let cases = [
      ("â€™", "’"), ("Ã©", "é"), ("It\u{2019}s caf\u{C3}\u{A9}", "It’s café"), ("РџСЂРёРІРµС‚", "Привет"),
      ("kĹŻĹ\u{2122}", "kůř"),
      ("25Â°C", "25°C"), ("fÃ¼r", "für"), ("Ãœber", "Über"), ("ÃŽle", "Île"), ("daÃŸ", "daß"), ("caf√©", "café"),
      ("don‚Äôt", "don’t"), ("цёч caf\u{446}\u{2558}", "цёч café"), ("ï»¿Text", "\u{FEFF}Text"), ("ðŸ˜€", "😀"),
      ("1 Â£", "1 £"),
      // Latin-1 and Windows-1252 mixed in one text.
      ("Ã\u{89}cole â\u{80}\u{99} Ã‰cole", "École ’ École"),
      // The no-break space has become a blank: the word is over, or the next letters tell that it is not.
      ("voilÃ  lâ€™Ã©tÃ©", "voilà l’été"), ("voilÃ lâ€™Ã©tÃ©", "voilà l’été"),
      ("Ã©tÃ© Â : oui dÃ©jÃ  vu", "été  : oui déjà vu"),
      ("РњРѕСЏ Р РѕСЃСЃРёСЏ", "Моя Россия"),
    ]
    for (broken, wanted) in cases { XCTAssertEqual(try repaired(broken), wanted, broken) }
  }

  func testOneBrokenSentenceAmongOthers() throws {
    let before = "Cet été, « l’école » était fermée. ", after = " Ça va, où êtes-vous ?\n\nÀ bientôt – là-bas."
    for (name, page) in pages.dropLast() {
      let text = before + misread("Déjà vu : l’œuvre d’Émile Zola, à côté.", page) + after
      XCTAssertEqual(try repaired(text), before + "Déjà vu : l’œuvre d’Émile Zola, à côté." + after, name)
    }
    let russian = "Он ушёл. В 1990 году «СССР» ещё был."
    let text = russian + " " + misread("Привет, мир! В году два.", pages[3].1) + " " + russian
    XCTAssertEqual(try repaired(text), russian + " Привет, мир! В году два. " + russian)
  }

  // MARK: what is refused

  func testRealTextStaysAsItIs() throws {
    let texts = [
      "Ã", "Â", "SÃO PAULO", "CÃO", "ÂGE", "LA MAÇÃ” e “IRMÔ", "A MAÇÃ… e a IRMÃ’S", "AMANHÃ – TALVEZ", "LÃ»",
      "ÃÃÃÃ ÂÂÂÂ", "£5 Â",
      "« À « la »", "été\u{A0}» ; « É »", "l’école d’été «É» “École” …à", "à «\u{A0}café\u{A0}»", "CAFÉ’S ANDRɔ CAFÉ…",
      "The letter “Ô and “â€™” and “Ã©” in a text about mojibake", "â€", "Ã ", "Â ", "â", "€",
      "WSPÓŁPRACA ŻÓŁTY ŁÓDŹ", "zvlášť déšť plášť příšť NÁŠ KŮŽE PÄŤ", "Ăsta, ÎNTÂI, câştigă", "Ă", "Ĺ",
      "Straße“ Spaß“ „Ä“",
      "TRÄ« NÄ»", "Ünlü İstanbul’da ÂŞIK", "Tiếng Việt: ĐÃ ÂM TÃ, đã", "Å – Å… (Å) «Å»", "Ärger, Öl; Ñ¿",
      "Він її мій Рік Сім Ні. Ні! ТІНІ ВІСІМ", "её своё моё ёё — её", "«СССР» и “РСФСР”…", "об’єкта армії дії",
      "20 м², 5 °C, м³",
      "√π ≈ ¬p ∆x √2 ≠ ∞", "word™ ÉCLAT® É© Â", "│ ─┼─ │", "¿Qué? ¡Él! Mª 1º", "Pokémon GO! naïve café", "中文“引号”—文字…",
      "Ελλάδα ’Αθήνα",
    ]
    for text in texts { XCTAssertEqual(try repaired(text), text) }
  }

  /// What looks the same whether it was misread or not, and what is made of it: these are choices.
  func testOneLetterInEnglishThatNoEnglishWordBeginsWithIsNoEvidence() throws {
    for text in ["This is what the Ã³dd ones of us have.", "you and the Ä\u{8D}at of them", "That was the Ã±u from over there"] {
      XCTAssertEqual(try repaired(text), text)
    }
    let cases = [
      // Another language, or not enough to tell.
      ("Ellos viven de la Ã³pera.", "Ellos viven de la ópera."), ("the Ã³pera", "the ópera"),
      // Inside a word, a capital, a letter by itself, and what English has borrowed.
      ("That is what the cafÃ© of this street is.", "That is what the café of this street is."),
      ("They have it from Ã‰ric, and that is all.", "They have it from Éric, and that is all."),
      ("What this Ã³ means to you and the rest.", "What this ó means to you and the rest."),
      ("You have the Ã©lan of this, and that.", "You have the élan of this, and that."),
      ("With the Ã¼bermensch of that age.", "With the übermensch of that age."),
      // Something else beyond ASCII, whatever it is.
      ("This is what the Ã³dd ones donâ€™t have of it.", "This is what the ódd ones don’t have of it."),
      ("This is the Ã³pera of MÃ¡laga, and that.", "This is the ópera of Málaga, and that."),
      ("This is the Ã³pera of “them”, and that.", "This is the ópera of “them”, and that."),
    ]
    for (broken, wanted) in cases { XCTAssertEqual(try repaired(broken), wanted, broken) }
  }

  func testAmbiguousTextIsDecidedSo() throws {
    let cases = [
      // All capitals: an ellipsis or quote behind a word that ends with Ã is Portuguese.
      ("STJÃ…LET", "STJÃ…LET"), ("IRMÔ", "IRMÔ"),
      // Mojibake that is spoken of in ASCII quotes, or whose last character is the quote itself, cannot be told from
      // any other.
      ("the \"â€™\" sign", "the \"’\" sign"), ("“â€” it says", "“— it says"),
      // The last byte of a three-byte sequence is lost; what it was is a guess.
      ("He said: â€œyesâ€", "He said: “yesâ€"),
    ]
    for (text, wanted) in cases { XCTAssertEqual(try repaired(text), wanted) }
  }

  func testTheSampleArticlesStayAsTheyAre() throws {
    for article in try SampleArticle.all() { XCTAssertEqual(try clean(article.bytes, only).edits.mojibake, 0,
      article.name) }
  }

  func testIllFormedBytesAreBordersAndStay() throws {
    let input = [0xC3, 0xFF] + Array("fÃ¼r".utf8) + [0x80, 0xC3] + Array("Ã".utf8) + [0xE2, 0x80]
    let wanted = [0xC3, 0xFF] + Array("für".utf8) + [0x80, 0xC3] + Array("Ã".utf8) + [0xE2, 0x80]
    // The stage leaves them; the Sanitizer behind it makes each maximal subpart U+FFFD.
    XCTAssertEqual(string(try clean(input, only).text), String(decoding: wanted, as: UTF8.self))
  }

  func testTheSwitchIsOnItsOwnAndTheCountIsOneEachRepair() throws {
    var policy = TextPolicy()
    policy.repairsMojibake = false
    XCTAssertEqual(string(try clean(Array("fÃ¼r".utf8), policy).text), "fÃ¼r")
    XCTAssertEqual(try clean(Array("fÃ¼r dÃ©jÃ\u{A0} vu".utf8)).edits.mojibake, 3)
    // Part of what is repaired is what later stages clean.
    XCTAssertEqual(string(try clean(Array("soÂ\u{AD}ft caf\u{C3}\u{A9}".utf8)).text), "soft café")
  }

  // MARK: properties

  func testAnyBytesAreRepairedOnceAndForAllWithAnExactMap() throws {
    var generator = SeededGenerator(11)
    let cleaners = try [only, TextCleaner()]
    for round in 0..<30_000 {
      let input = randomText(round, &generator)
      for cleaner in cleaners {
        let output = try clean(input, cleaner).text
        XCTAssertEqual(try clean(output, cleaner).text, output, "\(string(input).debugDescription)")
        try checkMap(input, cleaner)
      }
    }
  }

  func testAdversarialInputTakesLinearTime() throws {
    let size = 1 << 20
    var inputs = ["Ã", "Â", "â", "Ã©", "Ãƒ", "Р", "РІ", "В ", "é»", "ђ", "‚Ä", "ц╘", "ƒô", "ÃÂâðÅÄÐÑ", "Ã\n©",
      "ð\u{178}", "Ã ", "Ã”", "«É"]
      .map { Array(String(repeating: $0, count: size / $0.utf8.count).utf8) }
    inputs.append(Array(String((0xC2...0xF4).map { Character(Unicode.Scalar($0)!) }).utf8))
    inputs[inputs.count - 1] = Array(repeatElement(inputs[inputs.count - 1], count: size / 100).joined())
    var deep = "é"
    for _ in 0..<14 { deep = misread(deep, pages[0].1) }
    inputs.append(Array(deep.utf8))
    for input in inputs {
      let start = ContinuousClock.now
      _ = try clean(input, only)
      XCTAssertLessThan(ContinuousClock.now - start, .seconds(2), String(string(input).prefix(8)))
    }
  }

  func testTheScanAgreesWithItsDefinition() {
    var generator = SeededGenerator(12)
    for round in 0..<3_000 {
      let bytes = randomText(round, &generator) + (0..<round % 200).map { _ in UInt8.random(in: 0xBE...0xE4,
        using: &generator) }
      let blocks = (bytes.count + 63) / 64
      var fast = [UInt64](repeating: 1, count: blocks), plain = fast
      XCTAssertEqual(
        mojibake_scan(bytes, bytes.count, 0, bytes.count, &fast), mojibake_scan_portable(bytes, bytes.count, 0,
        bytes.count, &plain))
      XCTAssertEqual(fast, plain)
    }
  }

  // MARK: helpers

  private let only: TextCleaner = {
    var policy = TextPolicy.repairOnly
    policy.repairsMojibake = true
    return try! TextCleaner(policy)
  }()

  private func repaired(_ text: String) throws -> String {
    string(try clean(Array(text.utf8), only).text)
  }

  private func randomText(_ round: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    var result: [UInt8] = []
    for _ in 0..<round % 12 {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: result += Trouble.text(1, &generator)
      case 1: result += Array(misread(words.randomElement(using: &generator)!,
        pages.randomElement(using: &generator)!.1).utf8)
      case 2:
        let page = pages.randomElement(using: &generator)!.1
        result += Array(misread(misread(words.randomElement(using: &generator)!, page), page).utf8)
      case 3: result += Array(words.randomElement(using: &generator)!.utf8)
      case 4: result += Array(String(pages.randomElement(using: &generator)!.1.randomElement(using: &generator)!).utf8)
      default: result.append(UInt8.random(in: 0...255, using: &generator))
      }
    }
    return result
  }

  private let words = ["é", "à", " ", "für ", "’", "Привет", "ё", "ł", "ó", "Ã", "中", "\n", "a", "É", "я", "😀",
    "\u{AD}", "\u{A0}"]

  /// Each byte of the text's UTF-8 as one character.
  private func misread(_ text: String, _ page: [Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    for byte in text.utf8 { result.append(byte < 0x80 ? Unicode.Scalar(byte) : page[Int(byte) - 0x80]) }
    return String(result)
  }

  /// The pages once more, for the tests, as their mapping tables have them.
  private let pages: [(String, [Unicode.Scalar])] = [
    ("Windows-1252",
     "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ" + MojibakeTests.latin1(0xA0)),
    ("Latin-1", MojibakeTests.latin1(0x80)),
    ("Windows-1250",
     "€\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\u{90}‘’“”•–—\u{98}™š›śťžź\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż"
       + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"),
    ("Windows-1251",
     "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
       + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"),
    ("MacRoman",
     "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
       + "¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"),
    ("KOI8-R",
     "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{A0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
       + "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ"),
  ].map { ($0.0, Array($0.1.unicodeScalars)) }

  private static func latin1(_ first: UInt8) -> String {
    var result = String.UnicodeScalarView()
    for byte in first...0xFF { result.append(Unicode.Scalar(byte)) }
    return String(result)
  }
}
