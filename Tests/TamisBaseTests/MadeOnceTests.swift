import Dispatch
import Synchronization
import XCTest

@testable import TamisBase

/// A table of the process is made once, and a failure to make it is not the last word.
final class MadeOnceTests: XCTestCase {
  func testAFailureIsTriedAgainAndATableIsKept() throws {
    let place = MadeOnce()
    for error in [TamisError.outOfMemory, .icu(code: 2)] {
      XCTAssertThrowsError(try place.get(room: 1) { () throws(TamisError) -> Int in throw error }) {
        XCTAssertEqual($0 as? TamisError, error)
      }
    }
    XCTAssertEqual(try place.get(room: 1) { () throws(TamisError) in 7 }, 7)
    XCTAssertEqual(try place.get(room: 1) { () throws(TamisError) in 8 }, 7)
  }

  /// Nothing is made where there is no room for it.
  func testRoomIsAskedForFirst() {
    let place = MadeOnce()
    var asked = false
    XCTAssertThrowsError(
      try place.get(room: .max) { () throws(TamisError) in
        asked = true
        return 7
      })
    XCTAssertFalse(asked)
  }

  func testThreadsThatAskAtOnceGetOneTable() {
    for _ in 0..<200 {
      let place = MadeOnce()
      let made = Atomic<Int>(0)
      let wrong = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: 8) { number in
        // The first two fail.
        let got = try? place.get(room: 1) { () throws(TamisError) -> Int in
          let before = made.add(1, ordering: .relaxed).oldValue
          if before < 2 { throw .outOfMemory }
          return before
        }
        if let got, got != 2 { wrong.add(1, ordering: .relaxed) }
      }
      XCTAssertEqual(made.load(ordering: .relaxed), 3)
      XCTAssertEqual(wrong.load(ordering: .relaxed), 0)
    }
  }
}
