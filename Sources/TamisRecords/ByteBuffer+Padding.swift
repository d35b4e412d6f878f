extension GrowableBuffer where Element == UInt8 {
  /// Makes sure that ``JSONLineParser/padding`` readable bytes follow the last one.
  package mutating func pad() throws(TamisError) {
    let room = try spare(JSONLineParser.padding)
    room.update(repeating: 0, count: JSONLineParser.padding)
  }
}
