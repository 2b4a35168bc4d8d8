"""An office of a province that appraises: its criteria, its team, a dossier before it."""

from datetime import date
from decimal import Decimal

from accounts.choices import Role
from models_registry.models import Registration
from recognition.appraising import dossier_of, save_scores
from recognition.choices import CriterionKind
from recognition.criteria import NewItem, create_set, put_into_use, set_for
from recognition.results import DossierState
from recognition.self_assessing import Answer, save_self_assessment
from recognition.teams import form_team
from recognition.workflow import advance
from tests.casts import approver, clerk, person
from tests.factories import a_registration, a_small_country

D = Decimal
TODAY = date(2026, 10, 1)
ITEMS = (
    NewItem("1", "Kết quả cụ thể, kiểm chứng được", group="Hiệu quả", kind=CriterionKind.POINTS, max_points=D(60)),
    NewItem("2", "Người dân đồng thuận", group="Hiệu quả", max_points=D(40), is_compulsory=True, floor=D(20)),
    NewItem("3", "Đăng ký đúng hạn", kind=CriterionKind.MET, is_compulsory=True),
)
HEADER = {
    "name": "Tiêu chí mô hình tập thể",
    "source": "Hướng dẫn số 05",
    "recognised_from": D(50),
    "exemplary_from": D(80),
    "joining": "mean",
}


class Office:
    """Two appraisers and a head at the province, a clerk of the commune; what they do, each in one call."""

    def __init__(self, *, criteria: bool = True, level: str = "province"):
        self.units = a_small_country()
        self.province, self.commune = self.units["new-04"], self.units["new-01327"]
        self.approver = approver("new-04")
        self.clerk = clerk("new-01327", "xa")
        self.head = person("to.truong", Role.APPRAISER, "new-04", full_name="Hà Thị Trưởng")
        self.one = person("cham.mot", Role.APPRAISER, "new-04", full_name="Lục Văn Một")
        self.two = person("cham.hai", Role.APPRAISER, "new-04", full_name="Mã Thị Hai")
        self.set = a_set_in_use(self.province) if criteria else None
        self.team = form_team(
            by=None, unit=self.province, year=2026, field="", name="Tổ thẩm định chung",
            members=[self.head, self.one, self.two], head=self.head, on=TODAY,
        )  # fmt: skip

    def dossier(self, name: str = "Thắp sáng đường quê", unit: str = "new-01327", **values) -> Registration:
        """A registration of the commune that was assessed and taken up for appraisal."""
        held = a_registration(
            unit, by=values.pop("by", None), name=name, year=2026, level="province", results="Xong 12 tuyến", **values
        )
        self.take_up(held)
        return held

    def take_up(self, held: Registration) -> None:
        self.go(held, "start")
        self.assess(held)
        for step in ("self_assess", "take_up"):
            self.go(held, step)

    def assess(self, held: Registration, **more) -> None:
        answers = more.pop("answers", answers_of(50, 30, text="Có biên bản nghiệm thu"))
        save_self_assessment(
            by=None, registration=held, answers=answers, results=held.results, version=held.version,
            criteria_stamp=stamp_for(held), entered_on=TODAY, **more
        )  # fmt: skip
        held.refresh_from_db()

    def go(self, held: Registration, step: str, by=None) -> None:
        advance(by=by, registration=held, step=step, on=TODAY, entered_on=TODAY)
        held.refresh_from_db()

    def score(self, user, held: Registration, one, two, met: bool = True, *, done: bool = True):
        return save_scores(
            by=fresh(user), registration=held, answers=answers_of(one, two, met), note="", seen=seen(held), done=done
        )


def a_set_in_use(province, *, year: int = 2026, items=ITEMS, **header):
    made = create_set(
        by=None, unit=province, year=year, level="province", kind="collective", header=HEADER | header, items=items
    )
    return put_into_use(by=None, criteria_set=made)


def answers_of(one, two, met: bool = True, text: str = "") -> dict[str, Answer]:
    return {"1": Answer(points=D(one), text=text), "2": Answer(points=D(two), text=text), "3": Answer(is_met=met, text=text)}


def seen(held: Registration) -> DossierState:
    """The dossier as it stands now."""
    found = told(held)
    held.version = found.registration.version
    return found.state


def stamp_for(held: Registration) -> str:
    """The stamp of the criteria that apply to the registration now."""
    applying = set_for(held)
    return applying.stamp if applying else ""


def fresh(user):
    """The person as the next request reads her: nothing is kept of what she held."""
    return type(user).objects.get(pk=user.pk)


def told(held: Registration):
    """The registration before its team, read anew."""
    rows = Registration.objects.select_related("model", "unit__parent__parent", "organisation", "desk")
    return dossier_of(rows.get(pk=held.pk))
