extension Language {
  static let english = Language(
    code: "en", name: "English",
    small: words(
      """
      the of and to a in that is was for it on with as at by from this be are but had not they which or were have
      its an one their more when there would all so if out up into than them some about after over only between
      before most where
      """),
    large: words(
      """
      year town water house river council day light morning school market road work plan winter garden letter engine
      table city bridge harvest storm farmer record window summer village paper station forest field number report
      island teacher doctor signal picture machine question answer history garment coast minute mountain journey
      kitchen library minister company festival neighbour evening message building harbour orchard concert theatre
      railway factory museum committee measure open carry follow repair collect remember describe arrive gather
      return explain consider visit narrow quiet local public early heavy simple common distant wooden southern
      careful patient ordinary sudden
      """),
    endings: ["s", "ed", "ing", "er", "’s", "ly", "less", "-like"],
    abbreviations: ["Dr.", "St.", "e.g.", "a.m.", "approx.", "No. 7", "U.S.", "J. M."],
    furniture: lines(
      """
      Home
      News
      Sport
      Subscribe
      Sign in
      We use cookies to improve your visit. By continuing you accept our cookie policy.
      Share this article
      Advertisement
      Sign up for our weekly newsletter and never miss a story.
      Read more: what the council decided last week
      Support independent journalism from as little as $2 a week.
      Photograph: the regional archive
      Comments (12)
      Most read
      © All rights reserved. Terms of use | Privacy | Contact
      """))
}
