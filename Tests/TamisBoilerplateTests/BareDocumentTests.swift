import TamisBase
import XCTest

@testable import TamisBoilerplate

/// Of documents that are nothing but furniture nothing is left, and what is short is no furniture for that.
final class BareDocumentTests: XCTestCase {
  func testNothingIsLeftOfConsentWallsMenusAndFooters() throws {
    let documents = [
      ["We value your privacy", "We and our partners use cookies to store and access information on your device.", "Accept all", "Reject all",
       "Manage preferences"],
      ["Home", "News", "Sport", "Weather", "Sign in", "Subscribe", "Contact us", "About us"],
      ["Startseite", "Politik", "Wirtschaft", "Kultur", "Anmelden", "Abonnieren", "Impressum", "Datenschutz"],
      ["Subscribe to continue reading", "Already a subscriber? Log in", "Cancel anytime"],
      ["Se connecter", "Adresse e-mail", "Mot de passe", "Mot de passe oublié ?", "Créer un compte"],
    ]
    for texts in documents {
      for favor in [Favor.balanced, .precision] {
        let kept = try zip(texts, judged(texts, threshold: favor.threshold)).filter(\.1.isKept).map(\.0)
        XCTAssertEqual(kept, [], "\(texts[0]), \(favor)")
      }
    }
  }

  func testShortTextsStay() throws {
    let documents = [
      ["The ferry goes again"], ["See you on Friday at nine, and bring the ladder."], ["Milk", "Bread", "Eggs", "Candles"],
      ["An old silent pond…", "A frog jumps into the pond,", "splash! Silence again."],
      ["Login fails after the update: clear your cookies and sign in again."], ["Am Sonntag bleibt das Museum geschlossen."],
    ]
    // A line or two may be anything.
    let words = ["Login", "Merci", "No", "12", "Total: 12 €", "Реклама"].map { [$0] }
    for texts in documents + words { XCTAssertTrue(try judged(texts).allSatisfy(\.isKept), texts[0]) }
  }

  /// What is half prose is not asked: a menu around an article is none of its own.
  func testProseIsNotAsked() throws {
    let menu = ["Home", "News", "Sport", "Weather", "Sign in", "Subscribe", "Contact us", "About us"]
    let text = "For eleven winters the council had said that the ferry cost too much, and for eleven winters the people of the north shore "
      + "had rowed to the meetings to say that they would pay for it themselves."
    let verdicts = try judged(menu + [text])
    XCTAssertTrue(verdicts[menu.count].isKept)
  }
}
