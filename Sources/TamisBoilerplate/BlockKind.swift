/// What a block is. The raw values are part of the C interface: new kinds are added at the end.
@frozen
public enum BlockKind: UInt8, CaseIterable, Sendable {
  case title = 0
  case heading
  case paragraph
  case listItem
  case quote
  case byline
  case dateline
  case caption
  case navigation
  case share
  /// Subscribe, donate, newsletter.
  case appeal
  /// Cookies.
  case consent
  /// Read more, most read, and the titles below.
  case related
  case legal
  /// Of readers, and their names, times and buttons.
  case comments
  case advert
  case bio
  /// Of no other kind that could be told, and the document, or many of its host, have it elsewhere too.
  case repeated
  case other

  /// The name used in every result that leaves the house.
  public var name: StaticString {
    switch self {
    case .title: "title"
    case .heading: "heading"
    case .paragraph: "paragraph"
    case .listItem: "list-item"
    case .quote: "quote"
    case .byline: "byline"
    case .dateline: "dateline"
    case .caption: "caption"
    case .navigation: "navigation"
    case .share: "share"
    case .appeal: "appeal"
    case .consent: "consent"
    case .related: "related"
    case .legal: "legal"
    case .comments: "comments"
    case .advert: "advert"
    case .bio: "bio"
    case .repeated: "repeated"
    case .other: "other"
    }
  }
}
