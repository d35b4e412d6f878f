import XCTest

/// Korean is told by its particles, which stand behind words and are counted in another way than stop words are.
final class KoreanTests: XCTestCase {
  func testArticleWithFurniture() throws {
    try check(
      """
      - 로그인
      - 회원가입
      강가의 버드나무를 심은 마을
      이 마을 사람들은 해마다 봄이 되면 강가에 버드나무를 심는다. 뿌리가 둑의 흙을 붙잡아 주기 때문이다.
      나무를 심기 전에는 큰비가 올 때마다 밭이 물에 잠겼다. 지금은 둑이 무너지는 일이 거의 없고, 여름에는 그늘도 생긴다.
      마을 이장은 나무를 심는 날이 잔칫날과 같다고 말했다. 아이들은 제 손으로 심은 나무에 이름을 붙인다.
      - 기사를 공유하기
      - 무단 전재 및 재배포 금지
      """)
  }
}
