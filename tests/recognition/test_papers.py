"""Decisions, lists and certificates as Word files: their figures are the register's, their layout the office's."""

from datetime import date

import pytest
from docx.enum.section import WD_ORIENT

from models_registry.choices import ActivityField
from recognition.drafting import edit_draft
from recognition.listing import add_lines
from recognition.models import Decision, Recognition
from recognition.papers.certificates import certificates
from recognition.papers.decision_paper import decision_paper
from recognition.papers.letterhead import fitted
from recognition.signing import sign
from tests.factories import a_registration, a_small_country, under_appraisal
from tests.recognition.deciding import a_draft, recognised, signed
from tests.recognition.papers_read import paragraphs, read, rows
from units.models import HostAgency

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)


@pytest.fixture
def country(db):
    return a_small_country()


def paper_of(decision):
    return read(decision_paper(decision, today=TODAY))


@pytest.fixture
def cho_don(country):
    """123 recognised in 2022 by one decision of a district: 69 collectives and 54 individuals."""
    places = ["old-01321", "old-01327", "old-01330"]
    held = [
        a_registration(
            places[n % 3], name=f"Mô hình {n + 1:03d} & <bản> “đẹp”", year=2022, level="district",
            kind="collective" if n < 69 else "individual", field=ActivityField.values[n % 4],
        )
        for n in range(123)
    ]  # fmt: skip
    draft = a_draft(country["old-043"], registrations=held, level="district")
    edit_draft(
        by=None, decision=draft, about="về việc công nhận mô hình, điển hình “Dân vận khéo” năm 2022",
        issuing_body="Ban Dân vận Huyện ủy Bảo Lạc", signer="Nông Văn B",
    )  # fmt: skip
    return signed(draft, "45-QĐ/BDVHU", date(2023, 2, 5))


def test_the_list_of_cho_don_is_exactly_what_the_decision_recognises(cho_don):
    document = paper_of(cho_don)
    table = rows(document.tables[-1])
    assert table[:2] == [
        ["STT", "Tên mô hình, điển hình", "Đơn vị", "Lĩnh vực", "Cấp công nhận"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ]
    assert [row for row in table if len(row) == 1] == [
        ["I. TẬP THỂ: 69"], ["II. CÁ NHÂN: 54"], ["Tổng cộng: 123 (tập thể: 69, cá nhân: 54)"],
    ]  # fmt: skip
    printed = [row for row in table[2:] if len(row) == 5]
    lines = cho_don.lines.in_order().select_related("registration__model", "registration__unit__parent")
    assert printed == [
        [
            str(n),
            line.registration.model.name,
            f"{line.registration.unit.name}, Huyện Bảo Lạc",
            line.registration.get_field_display(),
            "Cấp huyện",
        ]
        for n, line in enumerate(lines, 1)
    ]
    assert {line.registration_id for line in lines} == set(
        Recognition.objects.standing().filter(decision=cho_don).values_list("registration_id", flat=True)
    )
    article = (
        "Điều 1. Công nhận 123 mô hình, điển hình “Dân vận khéo” năm 2022, gồm 69 tập thể và 54 cá nhân "
        "(có danh sách kèm theo)."
    )
    assert article in paragraphs(document)


def test_a_party_paper_is_headed_dated_and_signed_as_the_party_does(cho_don):
    document = paper_of(cho_don)
    head = rows(document.tables[0])
    assert head == [
        [
            "HUYỆN ỦY BẢO LẠC\nBAN DÂN VẬN\n*\nSố 45-QĐ/BDVHU",
            "ĐẢNG CỘNG SẢN VIỆT NAM\nBảo Lạc, ngày 05 tháng 02 năm 2023",
        ]
    ]
    day = document.tables[0].rows[0].cells[1].paragraphs[-1]
    assert all(run.italic for run in day.runs)
    assert paragraphs(document)[:3] == ["QUYẾT ĐỊNH", "về việc công nhận mô hình, điển hình “Dân vận khéo” năm 2022", "-----"]
    foot = rows(document.tables[1])[0]
    assert foot[0] == "Nơi nhận:\n- Như Điều 3,\n- Lưu: VT."
    assert foot[1].split("\n")[0] == "TRƯỞNG BAN"
    assert foot[1].split("\n")[-1] == "Nông Văn B"
    assert document.tables[1].rows[0].cells[0].paragraphs[0].runs[0].underline
    assert "./." not in "".join(paragraphs(document))


def test_the_sheet_is_the_one_prescribed(cho_don):
    document = paper_of(cho_don)
    upright, across = document.sections
    sizes = ("page_width", "page_height", "top_margin", "bottom_margin", "left_margin", "right_margin")
    assert [
        [s.orientation, *(round(getattr(s, name).mm) for name in sizes)]
        for s in (upright, across)
    ] == [
        [WD_ORIENT.PORTRAIT, 210, 297, 20, 20, 30, 15],
        [WD_ORIENT.LANDSCAPE, 297, 210, 20, 20, 30, 15],
    ]
    style = document.styles["Normal"].font
    assert (style.name, style.size.pt) == ("Times New Roman", 14)
    heading = document.tables[-1]._tbl.tr_lst[:3]
    assert [bool(tr.xpath("./w:trPr/w:tblHeader")) for tr in heading] == [True, True, False]


def test_a_state_body_s_paper_is_headed_and_signed_as_the_state_does(country):
    HostAgency.objects.create(
        unit=country["new-04"], name="Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Cao Bằng", symbol="MTTQ-BTT", head_title="Chủ tịch",
        style="state", superior="", place="Thục Phán", valid_from=date(2026, 1, 1),
    )  # fmt: skip
    held = under_appraisal(a_registration("new-01327", year=2025, level="province"), date(2026, 1, 10))
    draft = a_draft(country["new-04"], registrations=[held])
    edit_draft(
        by=None, decision=draft, issuing_body="Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Cao Bằng", signing_as="on_behalf",
        signing_for="Ban Thường trực", signer_title="Phó Chủ tịch", signer="Lý Thị C",
        grounds="- Căn cứ Luật Mặt trận Tổ quốc Việt Nam;\n- Xét đề nghị của Ban Phong trào,",
    )  # fmt: skip
    decision = sign(by=None, decision=draft, number="12/QĐ-MTTQ-BTT", signed_on=date(2026, 1, 12), entered_on=TODAY)
    document = paper_of(decision)
    assert rows(document.tables[0]) == [
        [
            "ỦY BAN MẶT TRẬN TỔ QUỐC\nVIỆT NAM TỈNH CAO BẰNG\nSố: 12/QĐ-MTTQ-BTT",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nThục Phán, ngày 12 tháng 01 năm 2026",
        ]
    ]
    assert rows(document.tables[1])[0][1].split("\n")[:2] == ["TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH"]
    # A state body is named before its grounds, which stand in italics and without dashes; nothing is ruled off by "-----".
    body = paragraphs(document)
    assert body[:6] == [
        "QUYẾT ĐỊNH", "Về việc recognition", "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH CAO BẰNG",
        "Căn cứ Luật Mặt trận Tổ quốc Việt Nam;", "Xét đề nghị của Ban Phong trào,", "QUYẾT ĐỊNH:",
    ]  # fmt: skip
    assert [p.runs[0].italic for p in document.paragraphs if p.text.startswith(("Căn cứ", "Xét"))] == [True, True]
    assert "-----" not in body
    assert body[-1] == (
        "(Kèm theo Quyết định số 12/QĐ-MTTQ-BTT, ngày 12 tháng 01 năm 2026 của Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Cao Bằng)"
    )


@pytest.mark.parametrize(
    ("signing_as", "lines"),
    [
        ("head", ["TRƯỞNG BAN"]),
        ("on_behalf", ["T/M BAN DÂN VẬN", "TRƯỞNG BAN"]),
        ("deputy", ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]),
        ("by_order", ["T/L BAN DÂN VẬN", "TRƯỞNG BAN"]),
    ],
)
def test_in_whose_name_it_is_signed(country, signing_as, lines):
    draft = a_draft(country["old-04"], registrations=[a_registration("old-01330")])
    draft = edit_draft(by=None, decision=draft, signing_as=signing_as)
    draft = signed(draft)
    assert rows(paper_of(draft).tables[1])[0][1].split("\n")[: len(lines)] == lines


def test_a_draft_says_so_and_leaves_room_for_number_and_day(country):
    draft = a_draft(country["old-04"], registrations=[a_registration("old-01330")])
    ours, theirs = rows(read(decision_paper(draft, today=date(2024, 11, 2))).tables[0])[0]
    assert ours.split("\n") == ["TỈNH ỦY CAO BẰNG", "BAN DÂN VẬN", "*", "Số       -QĐ/BDVTU", "DỰ THẢO"]
    assert theirs.split("\n")[1] == "Cao Bằng, ngày      tháng      năm 2024"


@pytest.mark.parametrize(
    ("body", "symbol", "title"),
    [
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy Cao Bằng", "BTGDVTU", "TRƯỞNG BAN"),
        ("Ban Dân vận Tỉnh ủy Cao Bằng", "BDVTU", "TRƯỞNG BAN"),
    ],
)
def test_a_draft_for_a_province_that_is_no_more_is_headed_by_the_office_it_names(country, body, symbol, title):
    """Whatever today's office is; and no day of its paper is after the last of the province."""
    draft = a_draft(country["old-04"], registrations=[a_registration("old-01330")])
    edit_draft(by=None, decision=draft, issuing_body=body)
    document = paper_of(Decision.objects.get(pk=draft.pk))
    ours, theirs = rows(document.tables[0])[0]
    assert ours.split("\n")[:4] == ["TỈNH ỦY CAO BẰNG", body.split(" Tỉnh")[0].upper(), "*", f"Số       -QĐ/{symbol}"]
    assert theirs.split("\n")[1] == "Cao Bằng, ngày      tháng      năm 2025"
    assert rows(document.tables[1])[0][1].split("\n")[0] == title


def test_a_name_too_long_for_a_line_is_broken_into_lines_alike():
    words = fitted("ỦY BAN NHÂN DÂN HUYỆN CHỢ ĐỒN TỈNH BẮC KẠN", 60, bold=True, most=13)
    assert (words.text, words.size) == ("ỦY BAN NHÂN DÂN HUYỆN\nCHỢ ĐỒN TỈNH BẮC KẠN", 12.5)
    assert fitted("HUYỆN ỦY CHỢ ĐỒN", 60, most=13).text == "HUYỆN ỦY CHỢ ĐỒN"


def test_signs_and_control_characters_neither_break_nor_vanish(country):
    held = a_registration("old-01330", name="A & B <C> “D”")
    decision = signed(a_draft(country["old-04"], registrations=[held]))
    type(decision).objects.filter(pk=decision.pk).update(about="về \x0bviệc & <công nhận>\x1f")
    decision.refresh_from_db()
    document = paper_of(decision)
    assert paragraphs(document)[1] == "về việc & <công nhận>"
    assert rows(document.tables[-1])[3][1] == "A & B <C> “D”"


def test_a_commendation_says_what_it_gives_to_how_many_and_what_it_costs(country):
    _first, held = recognised(country["old-04"], 3)
    draft = a_draft(country["old-04"], "commendation", held[:2], form="bang_khen", amount=1_500_000, reason="Dẫn đầu")
    add_lines(
        by=None, decision=draft, registrations=held[2:], form="giay_khen", recipient_kind="individual", recipient_name="Nông Văn Tám",
        amount=800_000,
    )  # fmt: skip
    document = paper_of(signed(draft, "7-QĐ/BDVTU", date(2024, 12, 25)))
    said = [p for p in paragraphs(document) if p.startswith("Điều")]
    assert said[:2] == [
        "Điều 1. Tặng Bằng khen cho 02 tập thể; Giấy khen cho 01 cá nhân đã có thành tích trong xây dựng, thực hiện mô hình, "
        "điển hình “Dân vận khéo” năm 2024 (có danh sách kèm theo).",
        "Điều 2. Tiền thưởng kèm theo hình thức khen thưởng: 3.800.000 đồng, chi theo quy định hiện hành.",
    ]
    table = rows(document.tables[-1])
    assert table[-1] == ["Tổng cộng: 03 (tập thể: 02, cá nhân: 01)", "3.800.000"]
    assert table[-2] == ["3", "Nông Văn Tám", "Xã Cô Ba, Huyện Bảo Lạc", held[2].model.name, "", "Giấy khen", "800.000"]


def test_a_revocation_s_list_names_the_decision_it_ends_and_why(country):
    _first, held = recognised(country["old-04"], 1)
    decision = signed(a_draft(country["old-04"], "revocation", held, reason="Không còn hoạt động"), "9-QĐ/BDVTU")
    document = paper_of(decision)
    row = ["1", held[0].model.name, "Xã Cô Ba, Huyện Bảo Lạc", "Cấp tỉnh", "1-QĐ/BDVTU", "Không còn hoạt động"]
    assert rows(document.tables[-1])[3] == row
    # Recognised anew since, it prints as it was signed.
    signed(a_draft(country["old-04"], registrations=held), "10-QĐ/BDVTU", date(2024, 12, 20))
    assert rows(paper_of(decision).tables[-1])[3] == row


def test_an_amendment_and_an_annulment_cite_the_first_decision(country):
    first, held = recognised(country["old-04"])
    draft = a_draft(
        country["old-04"], "amendment", [a_registration("old-01291")], amends=first, reason="Sót tên", corrections={"signer": "Nông Văn B"}
    )
    add_lines(by=None, decision=draft, registrations=held[:1], level="province", change="remove")
    amendment = signed(draft, "2-QĐ/BDVTU", date(2024, 12, 1))
    body = paragraphs(paper_of(amendment))
    start = body.index(
        "Điều 1. Sửa đổi, bổ sung Quyết định số 1-QĐ/BDVTU, ngày 20/11/2024 của Ban Dân vận Tỉnh ủy Cao Bằng như sau:"
    )
    assert body[start + 1 : start + 5] == [
        "1. Bổ sung vào danh sách: 01 tập thể (có danh sách kèm theo).",
        "2. Đưa ra khỏi danh sách: 01 tập thể (có danh sách kèm theo).",
        "3. Sửa người ký: từ “” thành “Nông Văn B”.",
        "Lý do: Sót tên.",
    ]
    assert rows(paper_of(amendment).tables[-1])[-1] == ["Tổng cộng: 02 (bổ sung: 01, đưa ra khỏi danh sách: 01)"]
    annulment = signed(a_draft(country["old-04"], "annulment", amends=first, reason="Sai thẩm quyền"), "3-QĐ/BDVTU", date(2024, 12, 5))
    document = paper_of(annulment)
    assert (
        "Điều 1. Hủy bỏ Quyết định số 1-QĐ/BDVTU, ngày 20/11/2024 của Ban Dân vận Tỉnh ủy Cao Bằng." in paragraphs(document)
    )
    assert len(document.sections) == 1


def test_certificates_are_one_a_line_in_the_order_of_the_list(cho_don):
    document = read(certificates(cho_don, today=TODAY))
    names = [line.registration.model.name for line in cho_don.lines.in_order().select_related("registration__model")]
    pages = [rows(table)[1][0].split("\n") for table in document.tables]
    assert [page[:3] for page in pages] == [["GIẤY CHỨNG NHẬN", "Công nhận", name] for name in names]
    assert pages[0][-1] == "Là mô hình “Dân vận khéo” cấp huyện năm 2022"
    assert pages[-1][-1] == "Là điển hình “Dân vận khéo” cấp huyện năm 2022"
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
