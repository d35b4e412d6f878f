/// A piece of evidence, named. The raw values are part of the C interface: new reasons are added at the end. Zero is no
/// reason.
@frozen
public enum Reason: UInt8, CaseIterable, Sendable {
  case longSentences = 1
  case longBlock = 4
  case shortLine
  case endsLikeSentence
  case noTerminalPunctuation
  case manyStopWords
  case fewStopWords
  case manyCapitals
  case manyDigits
  case manyLinks
  case repeated
  case topicWords
  case offTopic
  case nearGoodRun
  case farFromGoodRun
  case goodNeighbours
  case boilerplateNeighbours
  case articleWords
  case boilerplateWords
  case addressesReader
  case asksForSupport
  case asksToSubscribe
  case shareWords
  case loginWords
  case consentWords
  case readMoreWords
  case relatedWords
  case commentWords
  case legalWords
  case advertWords
  case creditWords
  case bylineWords
  case dateWords
  case appWords
  case tagWords
  case navigationWords
  case bioWords
  case mediaWords
  /// The block stands in many documents of its host: see ``Repeats``.
  case inManyDocuments
  /// The block stands behind the article and behind a block that is in many documents of its host.
  case behindSharedBlock

  /// The name used in every result that leaves the house.
  public var name: StaticString {
    switch self {
    case .longSentences: "long-sentences"
    case .longBlock: "long-block"
    case .shortLine: "short-line"
    case .endsLikeSentence: "ends-like-sentence"
    case .noTerminalPunctuation: "no-terminal-punctuation"
    case .manyStopWords: "many-stop-words"
    case .fewStopWords: "few-stop-words"
    case .manyCapitals: "many-capitals"
    case .manyDigits: "many-digits"
    case .manyLinks: "many-links"
    case .repeated: "repeated"
    case .topicWords: "topic-words"
    case .offTopic: "off-topic"
    case .nearGoodRun: "near-good-run"
    case .farFromGoodRun: "far-from-good-run"
    case .goodNeighbours: "good-neighbours"
    case .boilerplateNeighbours: "boilerplate-neighbours"
    case .articleWords: "article-words"
    case .boilerplateWords: "boilerplate-words"
    case .addressesReader: "addresses-reader"
    case .asksForSupport: "asks-for-support"
    case .asksToSubscribe: "asks-to-subscribe"
    case .shareWords: "share-words"
    case .loginWords: "login-words"
    case .consentWords: "consent-words"
    case .readMoreWords: "read-more-words"
    case .relatedWords: "related-words"
    case .commentWords: "comment-words"
    case .legalWords: "legal-words"
    case .advertWords: "advert-words"
    case .creditWords: "credit-words"
    case .bylineWords: "byline-words"
    case .dateWords: "date-words"
    case .appWords: "app-words"
    case .tagWords: "tag-words"
    case .navigationWords: "navigation-words"
    case .bioWords: "bio-words"
    case .mediaWords: "media-words"
    case .inManyDocuments: "in-many-documents"
    case .behindSharedBlock: "behind-shared-block"
    }
  }

  /// What a cue says, as a reason against a block.
  init(against cue: Cue) {
    switch cue {
    case .us, .you, .ask: self = .addressesReader
    case .share: self = .shareWords
    case .subscribe: self = .asksToSubscribe
    case .donate: self = .asksForSupport
    case .login: self = .loginWords
    case .consent: self = .consentWords
    case .more: self = .readMoreWords
    case .related: self = .relatedWords
    case .comments: self = .commentWords
    case .legal: self = .legalWords
    case .advert: self = .advertWords
    case .credit: self = .creditWords
    case .byline: self = .bylineWords
    case .date: self = .dateWords
    case .app: self = .appWords
    case .tags: self = .tagWords
    case .navigation: self = .navigationWords
    case .bio: self = .bioWords
    case .media: self = .mediaWords
    }
  }
}
