/// What a phrase of the lexicon speaks of. The raw values are places in the features: new cues are added at the end.
package enum Cue: UInt8, CaseIterable, Sendable {
  case us = 0
  case you
  case ask
  case share
  case subscribe
  case donate
  case login
  case consent
  case more
  case related
  case comments
  case legal
  case advert
  case credit
  case byline
  case date
  case app
  case tags
  case navigation
  case bio
  case media

  /// The name at the start of a line of the lexicon.
  var name: StaticString {
    switch self {
    case .us: "us"
    case .you: "you"
    case .ask: "ask"
    case .share: "share"
    case .subscribe: "subscribe"
    case .donate: "donate"
    case .login: "login"
    case .consent: "consent"
    case .more: "more"
    case .related: "related"
    case .comments: "comments"
    case .legal: "legal"
    case .advert: "advert"
    case .credit: "credit"
    case .byline: "byline"
    case .date: "date"
    case .app: "app"
    case .tags: "tags"
    case .navigation: "navigation"
    case .bio: "bio"
    case .media: "media"
    }
  }

  static let count = 21
}
