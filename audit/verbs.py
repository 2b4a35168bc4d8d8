"""What is done, in words: every verb that any deed writes into the log. tests/audit/test_words.py walks the code and
fails on a verb that is not here."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.redacting import REDACTING

VIEW_PERSONAL, DOWNLOAD_FILE = "view_personal", "download_file"
LOOKS = frozenset(
    {VIEW_PERSONAL, DOWNLOAD_FILE, "download", "export", "export_annual", "export_chosen", "export_log", "export_targets"}
    | {"export_template", "report_personal"}
    | {"sign_in", "sign_out", "sign_in_failed", "sign_in_locked"}
    | {"refuse_deed", "refuse_file", "refuse_import"}
)
"""Reading, coming and going, being refused, which change no record: in the log, and not in the history of a record."""

# As said after the name of who did it: "Nông Thị Hoa sửa hồ sơ".
VERBS = {
    # register
    "register": _("đăng ký"),
    "create": _("lập"),
    "edit": _("sửa"),
    "withdraw": _("rút đăng ký"),
    "advance": _("chuyển bước hồ sơ"),
    "place": _("đặt vào đơn vị theo địa giới mới"),
    "attach": _("thêm tài liệu"),
    "tag": _("đổi tiểu lĩnh vực"),
    "take_back": _("lấy lại khỏi sổ (hoàn tác lần nhập)"),
    # recognition, documents
    "decide": _("ghi quyết định"),
    "recognise": _("ghi công nhận"),
    "unrecognise": _("lấy lại công nhận (hoàn tác lần nhập)"),
    "draft": _("lập dự thảo quyết định"),
    "edit_draft": _("sửa dự thảo quyết định"),
    "discard": _("bỏ dự thảo quyết định"),
    "sign": _("ghi quyết định đã ký"),
    "revoke": _("thu hồi công nhận"),
    "reinstate": _("khôi phục công nhận"),
    "award": _("ghi khen thưởng"),
    "end_award": _("hủy khen thưởng"),
    "reinstate_award": _("khôi phục khen thưởng"),
    "choose_exemplary": _("chọn là tiêu biểu"),
    "end_exemplary": _("ghi thôi là tiêu biểu"),
    "propose": _("đề nghị khen thưởng"),
    "withdraw_proposal": _("rút đề nghị khen thưởng"),
    "check_model": _("ghi kiểm tra hằng năm"),
    "replace_check": _("thay lần kiểm tra hằng năm trước"),
    "replicate": _("ghi nơi nhân rộng"),
    "end_replication": _("ghi thôi liên kết nhân rộng"),
    "write_down": _("ghi văn bản"),
    "group_tasks": _("thêm nhóm nhiệm vụ, giải pháp"),
    "link": _("ghi quan hệ với văn bản khác"),
    "report_issued": _("ghi số văn bản đã ban hành để thực hiện"),
    # targets and reports
    "define": _("đặt chỉ tiêu"),
    "revise": _("sửa chỉ tiêu"),
    "assign": _("giao chỉ tiêu"),
    "take_back_target": _("thôi giao chỉ tiêu"),
    "inherit": _("chuyển chỉ tiêu cho đơn vị kế tục"),
    "open_period": _("mở kỳ báo cáo"),
    "save_report": _("ghi báo cáo chỉ tiêu"),
    "submit": _("gửi báo cáo chỉ tiêu"),
    "enter_past": _("ghi báo cáo đã duyệt của năm trước"),
    "accept": _("duyệt báo cáo chỉ tiêu"),
    "return_report": _("trả lại báo cáo chỉ tiêu"),
    "reopen": _("mở lại báo cáo chỉ tiêu đã duyệt"),
    "ask_explanation": _("yêu cầu giải trình"),
    "answer_explanation": _("giải trình"),
    # appraisal
    "put_into_use": _("áp dụng bộ tiêu chí"),
    "replace": _("thay bằng bản sau"),
    "self_assess": _("lưu bản tự đánh giá"),
    "score": _("lưu phiếu chấm"),
    "confirm_score": _("giữ điểm sau khi hồ sơ thay đổi"),
    "conclude": _("ghi kết luận thẩm định"),
    "draw_up": _("lập biên bản thẩm định"),
    # files in and out
    "import": _("nhập từ Excel"),
    "undo_import": _("hoàn tác lần nhập"),
    "export": _("xuất sổ đăng ký ra Excel"),
    "export_annual": _("xuất biểu tổng hợp năm"),
    "export_chosen": _("xuất danh sách tiêu biểu, đề nghị khen thưởng"),
    "export_targets": _("xuất phụ lục chỉ tiêu"),
    "export_template": _("tải biểu báo cáo chỉ tiêu"),
    "export_log": _("xuất nhật ký ra Excel"),
    "download": _("tải tệp các dòng bị từ chối"),
    DOWNLOAD_FILE: _("tải tài liệu kèm theo"),
    # accounts
    "sign_in": _("đăng nhập"),
    "sign_out": _("đăng xuất"),
    "sign_in_failed": _("đăng nhập sai"),
    "sign_in_locked": _("bị khóa tạm do đăng nhập sai nhiều lần"),
    "refuse_deed": _("thử việc không được giao, bị từ chối"),
    "refuse_file": _("gửi tài liệu kèm theo, bị từ chối"),
    "refuse_import": _("gửi tệp nhập từ Excel, bị từ chối"),
    "sign_out_everywhere": _("kết thúc mọi phiên đăng nhập"),
    "password_given": _("cấp lại mật khẩu"),
    "password_change": _("đổi mật khẩu"),
    "second_factor_set_up": _("cài xác thực hai bước"),
    "second_factor_replaced": _("thay thiết bị xác thực hai bước"),
    "second_factor_removed": _("bỏ xác thực hai bước"),
    "second_factor_reset": _("đặt lại xác thực hai bước của người khác"),
    "recovery_codes_renewed": _("tạo mã dự phòng mới"),
    "recovery_code_used": _("đăng nhập hoặc xác nhận bằng mã dự phòng"),
    # personal data
    VIEW_PERSONAL: _("xem số điện thoại người phụ trách"),
    "report_personal": _("lập báo cáo dữ liệu của một người"),
    "rectify_personal": _("đính chính dữ liệu cá nhân"),
    REDACTING: _("ẩn danh dữ liệu cá nhân"),
    "retention": _("dọn dữ liệu hết thời hạn lưu"),
    # the whole system
    "backup": _("sao lưu"),
    "restore": _("khôi phục từ bản sao lưu"),
    "move": _("chuyển cơ sở dữ liệu"),
    "seed_demo": _("lập tài khoản dùng thử"),
    "seed_demo_register": _("nạp sổ dùng thử"),
    "seed_demo_targets": _("nạp chỉ tiêu dùng thử"),
}

DOORS = {
    "form": _("trang của phần mềm"),
    "admin": _("trang danh mục"),
    "api": _("API"),
    "import": _("nhập từ Excel"),
    "command": _("lệnh trên máy chủ"),
}


def phrase(verb: str) -> str:
    """The verb as a sentence holds it; the verb itself where a release that is gone wrote it."""
    return str(VERBS.get(verb, verb))


def label(verb: str) -> str:
    """The verb as a list shows it."""
    return str(capfirst(phrase(verb)))
