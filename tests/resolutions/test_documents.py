"""Documents that the work answers to."""

from audit.models import Event
from resolutions.models import Document
from tests.pages import text_of


def sent(**values) -> dict:
    return {
        "kind": "resolution",
        "number": "04-NQ/TU",
        "issued_on": "19/11/2021",
        "issuer": "Tỉnh ủy Cao Bằng",
        "unit": "old-04",
        "title": "Về công tác dân vận",
        "summary": "",
    } | values


def test_a_document_is_written_down_once_and_found_without_accents(cast):
    browser = cast.client("canbo_caobang")
    page = text_of(browser.post("/nghi-quyet/moi/", sent(), follow=True))
    assert "Đã ghi văn bản vào sổ." in page
    held = Document.objects.get()
    assert (held.number, held.issued_on.isoformat(), held.unit) == ("04-NQ/TU", "2021-11-19", cast["old-04"])
    again = browser.post("/nghi-quyet/moi/", sent(number="04 - nq/tu"))
    assert (again.status_code, Document.objects.count()) == (422, 1)
    assert "Văn bản này đã có trong sổ." in text_of(again)
    assert [d.pk for d in browser.get("/nghi-quyet/?search=cong+tac").context["documents"]] == [held.pk]
    assert Event.objects.filter(verb="write_down").count() == 1


def test_a_provinces_document_is_read_below_it_and_not_beside_it(cast):
    cast.client("canbo_caobang").post("/nghi-quyet/moi/", sent())
    cast.client("quantri").post("/nghi-quyet/moi/", sent(number="43-KL/TW", unit="", issuer="Bộ Chính trị"))
    seen = {
        person: sorted(d.number for d in cast.client(person).get("/nghi-quyet/").context["documents"])
        for person in ("canbo_baolac", "canbo_hagiang")
    }
    assert seen == {"canbo_baolac": ["04-NQ/TU", "43-KL/TW"], "canbo_hagiang": ["43-KL/TW"]}
    held = Document.objects.get(number="04-NQ/TU")
    assert cast.client("canbo_hagiang").get(f"/nghi-quyet/{held.pk}/").status_code == 404


def test_who_may_not_write_is_refused(cast):
    assert cast.client("lanhdao_caobang").post("/nghi-quyet/moi/", sent()).status_code == 403
    for unit in ("old-02", "", "khong-co"):
        assert cast.client("canbo_caobang").post("/nghi-quyet/moi/", sent(unit=unit)).status_code == 422
    assert Document.objects.count() == 0
