import Foundation
import TestSupport
import XCTest

/// Short and odd documents keep their text; what is about furniture is not furniture.
final class OddDocumentTests: XCTestCase {
  func testPoem() throws {
    try check(
      """
      The Weir
      All night the water spoke
      of nothing but the fall,
      and I, who could not sleep,
      lay listening to it all.
      Toward the dawn it told
      the one thing that it knew:
      that holding back is old,
      and letting go is new.
      """)
  }

  func testInterviewWithShortAnswers() throws {
    try check(
      """
      Five questions for a lighthouse keeper
      How long have you lived on the rock?
      Thirty years.
      Do you miss the town?
      No.
      What do you do when the fog comes in and the horn has to sound every minute until morning?
      I read, and I count. After the first hundred you no longer hear it.
      And the gulls?
      They hear it.
      Will you leave when the light is made automatic next autumn?
      Never.
      """)
  }

  /// Its first line has a word of the lexicon, and nothing below it is furniture.
  func testTickerUnderItsName() throws {
    try check(
      """
      Live blog: lock keepers at night
      23:40 The last barge is through. We stop here.
      22:55 Somebody has brought soup.
      21:30 The gate jams again.
      20:10 Water is falling.
      19:00 We are on the bridge, with a lamp.
      """)
  }

  func testRecipe() throws {
    try check(
      """
      Barley soup with leeks
      This is the soup that my neighbour makes when the first snow falls, and it wants nothing but time.
      Ingredients
      200 g pearl barley
      3 leeks
      2 carrots
      1 litre of stock
      Salt and pepper
      Method
      Wash the barley and soak it overnight in plenty of cold water.
      Cut the leeks into rings, the carrots into slices, and soften both in a little butter.
      Add the barley and the stock and let it simmer for an hour.
      Season and serve.
      """)
  }

  func testLetter() throws {
    try check(
      """
      Dear Anna,
      thank you for the parcel, which came on Tuesday, wet on one side but otherwise whole. The children fought over the \
      ribbon and I fought over the cheese.
      We are all well. The roof is finished at last, and when it rains I go upstairs only to listen.
      Come when you can.
      Yours,
      Marek
      """)
  }

  func testArticleAboutCookies() throws {
    try check(
      """
      Why every page asks about cookies
      Cookies were invented so that a shop could remember what lay in a basket. A cookie is a line of text that the \
      browser keeps and sends back with each request.
      The law asks for consent before a site stores what it does not strictly need. So publishers show a banner with two \
      buttons, one of them large and green, and hope that readers accept all cookies without reading further.
      Privacy advocates say that most banners break the rules, because rejecting takes three clicks and accepting one.
      """)
  }

  func testArticleAboutDonations() throws {
    try check(
      """
      Small papers live on their readers' gifts
      When the advertisements went, the Valley Echo asked its readers for donations. Within a year two thousand of them \
      gave a monthly sum, and the paper could pay a second reporter.
      The editor says that a subscription would have brought in more money but fewer readers, and that the appeal under \
      each story costs her nothing but pride.
      Economists who study the press doubt that donations can carry a whole industry, because people give to what they \
      already read.
      """)
  }

  func testCode() throws {
    try check(
      """
      Reading a file line by line
      The loop below reads a text file and prints each line with its number, which is all that this little tool does.
      with open(name) as file:
          for number, line in enumerate(file, 1):
              print(number, line, end="")
      Run it with the name of a file, and it prints the file as it is, with a number before every line.
      """)
  }

  func testPlainArticlesComeOutWhole() throws {
    try check(
      """
      Der Brunnen im Hof
      Seit dem Frühjahr fließt im Hof der alten Mühle wieder Wasser. Zwei Jahre lang hatte ein Verein von Nachbarn den \
      Schacht gereinigt, Stein um Stein, und am Ende fehlte nur noch ein Seil.
      Das Wasser ist kalt und schmeckt ein wenig nach Eisen. Die Kinder trinken es trotzdem, und die Alten sagen, es habe \
      früher genauso geschmeckt.
      Ein Schild erklärt, wie tief der Brunnen ist. Wer es nicht glaubt, lässt einen Kiesel fallen und zählt.
      """)
    try check(
      """
      Мост через овраг
      Новый мост открыли в субботу утром, и первыми по нему прошли школьники. Раньше они обходили овраг по тропе, и \
      дорога занимала у них сорок минут.
      Мост построили сами жители за одно лето. Доски привезли со старой фермы, а гвозди, как шутят в деревне, \
      распрямляли всем миром.
      Теперь до школы пять минут ходьбы, и опаздывать стало труднее.
      """)
    try check(
      """
      山里的图书馆
      三年前，村里的老师把自家的堂屋腾出来，摆上了两百本书。孩子们放学以后就坐在门槛上读，一直读到天黑。
      后来书越来越多，堂屋放不下了，村民们便一起动手，在晒谷场边上盖了一间小屋。屋顶是旧瓦，窗子却是新的。
      如今邻村的孩子也走山路来借书。老师说，书被翻得越旧，她越高兴。
      """)
  }

  /// Where all that would be dropped is in doubt, it is kept: in no text alone, nor in one with a line of
  /// furniture, do the odds against what is dropped multiply to e² or less.
  func testWhatIsDroppedIsNotAllInDoubt() throws {
    var wholes = 0
    for sample in try samples() {
      for texts in [sample.map(\.text), sample.filter { $0.mark == "+" }.map(\.text)] where !texts.isEmpty {
        let doubts = try judged(texts).filter { $0.score < 0.5 }.map { log((1 - $0.score) / $0.score) }
        // Scores are kept in 1/1024 of a logit.
        XCTAssertTrue(doubts.isEmpty || doubts.reduce(0, +) > 1.99, "\(texts[0]): \(doubts)")
        wholes += doubts.isEmpty ? 1 : 0
      }
    }
    XCTAssertGreaterThan(wholes, 60)
  }

  func testOneWordAndNothing() throws {
    XCTAssertEqual(try judged(["Word"]).count, 1)
    XCTAssertEqual(try judged([]).count, 0)
    XCTAssertEqual(try judged(["", "", ""]).count, 3)
  }
}
