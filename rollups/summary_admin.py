""" "Tổng hợp" on a changelist: the one engine's answer in the back office, for any app's admin."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import DomainError
from rollups.dimensions import dimensions
from rollups.engine import rollup
from rollups.measures import Ratio, catalogue, steps
from rollups.question import read_question
from rollups.summary_table import table_rows, tiers_of, way_up
from units.choices import Tier
from units.models import Geography, Unit


class SummaryAdmin:
    """Mixed into a ModelAdmin. `summary_measures` are the figures it offers, the first asked at once; `summary_list`
    names the page that lists records by the same parameters, `summary_narrowing` what a measure adds to them;
    `summary_steps` offers every step of the way beside."""

    change_list_template = "admin/summed_change_list.html"
    summary_measures: tuple[str, ...] = ()
    summary_list = "models_registry:list"
    summary_narrowing: dict[str, dict[str, str]] = {}
    summary_steps = False
    summary_splits: tuple[str, ...] = ("field", "level", "kind", "phase", "recognised_level", "year")

    def get_urls(self):
        opts = self.model._meta
        own = path(
            "tong-hop/",
            self.admin_site.admin_view(self.summary_view),
            name=f"{opts.app_label}_{opts.model_name}_summary",
        )
        return [own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        opts = self.model._meta
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_summary")
        return super().changelist_view(request, {**(extra_context or {}), "summary_url": address})

    def summary_view(self, request):
        """The table that the address asks for, with the choices to ask another."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        opts = self.model._meta
        asked = {"measure": self.summary_measures[0], "tier": Tier.PROVINCE} | request.GET.dict()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Tổng hợp"),
            "opts": opts,
            "changelist_url": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
            "errors": [],
        }
        try:
            context |= self._answered(request, asked)
        except DomainError as refused:
            context["errors"] = [e.sentence for e in getattr(refused, "errors", [refused])]
            context["choices"] = self._choices(asked)
        status = 400 if context["errors"] else 200
        return TemplateResponse(request, "admin/rollup_summary.html", context, status=status)

    def records_address(self, measure: str, asked: dict[str, str]) -> str:
        """Where the records behind a figure are listed."""
        return reverse(self.summary_list) + "?" + urlencode(asked | self.summary_narrowing.get(measure, {}))

    def _answered(self, request, asked: dict[str, str]) -> dict:
        if asked["measure"] not in self._offered():
            raise DomainError(_("Bảng này không có số liệu đó."), field="measure")
        if asked.get("split") and asked["split"] not in self.summary_splits:
            raise DomainError(_("Bảng này không chia theo cách đó."), field="split")
        if not any(asked.get(name) for name in ("year", "year_from", "year_to")):
            asked |= _latest_year(asked["measure"], request.user)
        question = read_question(asked, today=timezone.localdate())
        tiers = tiers_of(question)
        answer = rollup(question, viewer=request.user)
        return {
            "question": question,
            "measure": catalogue()[question.measure],
            "columns": answer.columns,
            "rows": table_rows(answer, lambda p: self.records_address(question.measure, p), tiers),
            "way_up": way_up(question, tiers),
            "choices": self._choices(asked | question.as_parameters()),
        }

    def _offered(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.summary_measures, *(steps() if self.summary_steps else ()))))

    def _choices(self, asked: dict[str, str]) -> list[dict]:
        """The selects of the form: name, label, options, what is chosen."""
        measures = [(key, catalogue()[key].label) for key in self._offered()]
        splits = [("", _("Không chia")), *((key, dimensions()[key].label) for key in self.summary_splits)]
        within = Unit.objects.filter(key=asked.get("within", "")[:20].replace("\0", "")).first()
        provinces = list(Unit.objects.at_tier(Tier.PROVINCE).order_by("-scheme", "position"))
        units = [("", _("Cả nước")), *((u.key, f"{u.name} ({u.key})") for u in provinces)]
        if within is not None and within.tier != Tier.PROVINCE:
            units.append((within.key, f"{within.name} ({within.key})"))
        lists = [
            ("measure", _("Số liệu"), measures),
            ("tier", _("Theo đơn vị cấp"), Tier.choices),
            ("split", _("Chia theo"), splits),
            ("within", _("Trong"), units),
            ("geography", _("Địa giới"), _geographies(asked.get("geography", ""))),
        ]
        return [
            {"name": name, "label": label, "options": options, "chosen": asked.get(name, "")}
            for name, label, options in lists
        ] + [
            {"name": name, "label": label, "chosen": asked.get(name) or asked.get("year", "")}
            for name, label in (("year_from", _("Từ năm")), ("year_to", _("Đến năm")))
        ] + self._day_choice(asked)

    def _day_choice(self, asked: dict[str, str]) -> list[dict]:
        """The box for a past day, where any of the figures can be asked as of one."""
        if not any(getattr(catalogue()[key], "as_of", None) for key in self._offered()):
            return []
        return [{"name": "as_of", "label": _("Tính đến ngày"), "chosen": _as_typed(asked.get("as_of", "")), "is_day": True}]


def _as_typed(day: str) -> str:
    """ "2025-06-30" as it is typed into the box, "30/06/2025"; what is no day of an address stays as it is."""
    year, dash, rest = day.partition("-")
    month, _dash, last = rest.partition("-")
    return f"{last}/{month}/{year}" if dash else day


def _latest_year(measure: str, viewer) -> dict[str, str]:
    """The last year that has figures, so that the table does not open on a year of zeros; nothing where none has."""
    counted = catalogue()[measure]
    if isinstance(counted, Ratio):
        counted = catalogue()[counted.denominator]
    rows = counted.rows(viewer)
    if "year" not in {*(f.name for f in rows.model._meta.get_fields()), *rows.query.annotations}:
        return {}  # people and assignments stand as they are today
    year = rows.order_by("-year").values_list("year", flat=True).first()
    return {"year": str(year)} if year else {}


def _geographies(chosen: str) -> list[tuple[str, str]]:
    """A day for each geography, named; the chosen day stands for its own."""
    found = []
    for geography in Geography.objects.all():
        day = (geography.ends_on or timezone.localdate()).isoformat()
        starts = geography.starts_on.isoformat() if geography.starts_on else ""
        if chosen and starts <= chosen <= (geography.ends_on.isoformat() if geography.ends_on else "9999"):
            day = chosen
        found.append((day, str(geography)))
    return found
