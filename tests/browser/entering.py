"""The form of a model, filled in as a clerk fills it."""


def enter_model(page, *, name: str, year: str, typed: str, unit: str, level: str) -> None:
    """A new collective model of culture and society, typed into the form that is open, and sent; ends on its page."""
    page.get_by_label("Tên mô hình, điển hình").fill(name)
    page.get_by_label("Năm đăng ký").select_option(year)
    page.get_by_label("Gõ tên đơn vị để tìm").press_sequentially(typed)
    page.get_by_role("radio", name=unit).check()
    for choice in ("Văn hóa - xã hội", "Tập thể", "Đăng ký mới"):
        page.get_by_role("radio", name=choice).check()
    page.get_by_label("Cấp đăng ký").select_option(level)
    page.get_by_role("button", name="Gửi").last.click()
    page.get_by_role("heading", level=1, name=name).wait_for()
