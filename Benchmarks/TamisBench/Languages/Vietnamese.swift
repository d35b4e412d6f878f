extension Language {
  static let vietnamese = Language(
    code: "vi", name: "Vietnamese",
    small: words(
      """
      của và là có được cho một trong không những các với người đã này đến khi từ cũng như để ra còn về ở vào trên
      nhiều sẽ bị lại đó rất nhưng theo sau trước hay thì mà nếu hơn chỉ vì
      """),
    large: words(
      """
      năm thành phố nước nhà sông hội đồng ngày ánh sáng buổi trường học chợ đường công việc kế hoạch mùa đông vườn
      lá thư động cơ bàn cầu thu hoạch bão nông dân ghi chép cửa sổ hè làng giấy ga rừng cánh số báo cáo đảo thầy
      giáo bác sĩ tín hiệu bức tranh máy câu hỏi trả lời lịch sử bờ biển phút núi hành trình bếp thư viện bộ trưởng
      lễ hàng xóm chiều tin tòa cảng rạp đường sắt xưởng bảo tàng ủy ban mở mang theo sửa gom nhớ tả đến nơi giải
      thích xem xét thăm hẹp yên tĩnh địa phương chung sớm nặng đơn giản xa gỗ phía nam cẩn thận kiên nhẫn bình
      thường bỗng
      """),
    endings: [],
    abbreviations: ["TP.", "v.v.", "TS."],
    sentenceWords: 8...40,
    furniture: lines(
      """
      Trang chủ
      Thời sự
      Thể thao
      Đăng ký
      Đăng nhập
      Chúng tôi dùng cookie để cải thiện trang. Tiếp tục xem nghĩa là bạn đồng ý.
      Chia sẻ bài viết
      Quảng cáo
      Đăng ký nhận bản tin hằng tuần để không bỏ lỡ bài nào.
      Đọc thêm: hội đồng đã quyết định gì hôm qua
      Hãy ủng hộ báo chí độc lập.
      Ảnh: kho lưu trữ địa phương
      Bình luận (12)
      Đọc nhiều nhất
      © Giữ bản quyền. Điều khoản | Quyền riêng tư
      """))
}
