"""What the person is looking at: unit, period, geography. Read from the address, so that a link shows another person
(within their rights) the same; whatever the address leaves open has a sensible beginning."""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.scoping import assigned_units, seen_by, sees_unit
from audit.errors import DomainError, WrongAddress
from models_registry.choices import EARLIEST_YEAR, LAST_DISTRICT_DAY, LATEST_YEARS_AHEAD
from models_registry.models import Registration
from rollups.question import unit_by_key
from units.choices import Tier
from units.geography import names_on
from units.models import Geography, Placement, Unit

NAMES = ("within", "year", "year_from", "year_to", "geography")
"""The parameters of an address that the bar owns."""
_NOT_CARRIED = {*NAMES, "page", "standing", "tier"}


class ContextBarMiddleware:
    """Puts the bar on the request as `request.context_bar`; nothing is asked of the database until it is looked at."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.context_bar = SimpleLazyObject(lambda: ContextBar(request))
        return self.get_response(request)


class ContextBar:
    """Unit (None: the whole country), years and the day of the geography for this request.

    Raises Http404 for a unit outside the person's scope, WrongAddress for a year or day that is none."""

    def __init__(self, request):
        self._user, self._asked, self.action = request.user, request.GET, request.path
        self._today = timezone.localdate()
        asked_unit = self._asked_unit()
        self.year_from, self.year_to = self._years()
        self.on = self._day(asked_unit)
        self.unit = asked_unit or self._own_unit()

    @cached_property
    def geography(self) -> Geography:
        for geography in self._geographies:
            if geography.covers(self.on):
                return geography
        raise DomainError(_("Chưa nạp danh mục đơn vị hành chính."))

    @cached_property
    def _geographies(self) -> list[Geography]:
        return list(Geography.objects.all())

    @cached_property
    def unit_name(self) -> str:
        if self.unit is None:
            return _("Cả nước") if seen_by(self._user).is_everything else _("Toàn bộ phạm vi")
        return names_on([self.unit], self.on)[self.unit.id]

    @property
    def period_label(self) -> str:
        if self.year_from == self.year_to:
            return _("Năm %(year)s") % {"year": self.year_to}
        return _("%(first)s-%(last)s") % {"first": self.year_from, "last": self.year_to}

    @property
    def geography_label(self) -> str:
        return dict(self._geography_choices)[self.on.isoformat()]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The rest of the address, kept when the context changes."""
        return [(n, v) for n, values in self._asked.lists() if n not in _NOT_CARRIED for v in values]

    def parameters(self, **changes) -> dict[str, str]:
        """The context as an address holds it; `changes` replace or (None) leave out parts."""
        held = {"within": self.unit.key if self.unit else None}
        if self.year_from == self.year_to:
            held["year"] = self.year_to
        else:
            held |= {"year_from": self.year_from, "year_to": self.year_to}
        held |= {"geography": self.on.isoformat()} | changes
        return {name: str(value) for name, value in held.items() if value not in (None, "")}

    def link(self, url: str, **changes) -> str:
        """The address with the context in it."""
        return f"{url}?{urlencode(self.parameters(**changes))}"

    @cached_property
    def form(self) -> forms.Form:
        first, last = EARLIEST_YEAR, self._today.year + LATEST_YEARS_AHEAD
        years = sorted({*range(first, last + 1), self.year_from, self.year_to}, reverse=True)
        shown = {
            "within": self.unit.key if self.unit else "",
            "year_from": self.year_from,
            "year_to": self.year_to,
            "geography": self.on.isoformat(),
        }
        form = _Choices(initial={"unit": shown.pop("within")} | shown, auto_id="pham-vi-%s")
        form.fields["unit"].choices = self._unit_choices
        form.fields["year_from"].choices = form.fields["year_to"].choices = [(y, str(y)) for y in years]
        form.fields["geography"].choices = self._geography_choices
        return form

    # --- reading the address

    def _asked_unit(self) -> Unit | None:
        def refuse(name, sentence):
            raise Http404(sentence)

        unit = unit_by_key(self._asked.get("within", ""), refuse)
        if unit is not None and not sees_unit(self._user, unit):
            raise Http404
        return unit

    def _years(self) -> tuple[int, int]:
        single = self._year("year")
        first, last = single or self._year("year_from"), single or self._year("year_to")
        if not first and not last:
            first = self._latest_year()
        first, last = first or last, last or first
        return min(first, last), max(first, last)

    def _year(self, name: str) -> int:
        text = self._asked.get(name, "")
        if text and not (text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2100):
            raise WrongAddress(_("Năm phải là bốn chữ số, ví dụ 2024."))
        return int(text or 0)

    def _latest_year(self) -> int:
        seen = Registration.objects.visible_to(self._user).counted().order_by("-year")
        return seen.values_list("year", flat=True).first() or self._today.year

    def _day(self, unit: Unit | None) -> date:
        text = self._asked.get("geography", "")
        if text:
            try:
                day = date.fromisoformat(text)
            except ValueError:
                raise WrongAddress(_("Ngày của địa giới ghi dạng 2024-12-31.")) from None
            if not 1976 <= day.year <= 2100:
                raise WrongAddress(_("Ngày của địa giới ghi dạng 2024-12-31."))
            return day
        day = min(date(self.year_to, 12, 31), self._today)
        if unit is not None and not unit.stood_on(day):
            # An abolished unit is looked at as it stood.
            day = unit.valid_to if unit.valid_to and unit.valid_to < day else unit.valid_from or day
        return day

    def _own_unit(self) -> Unit | None:
        """The first unit the person is assigned to, or what took it over whole by the day of the geography."""
        if seen_by(self._user).is_everything:
            return None
        return next(iter(self._assigned_then), None)

    @cached_property
    def _assigned_then(self) -> list[Unit]:
        """The units the person is assigned to, each as what stood for it whole on the day of the geography, once."""
        found = {unit.id: unit for unit in map(self._stood_then, assigned_units(self._user))}
        return list(found.values())

    def _stood_then(self, own: Unit) -> Unit:
        if own.stood_on(self.on):
            return own
        try:
            place = Placement.objects.select_related(own.tier).get(geography=self.geography, unit=own)
        except (Placement.DoesNotExist, DomainError):
            return own
        heir = getattr(place, own.tier)
        return heir if heir is not None and sees_unit(self._user, heir) else own

    # --- what may be chosen instead

    @cached_property
    def _unit_choices(self) -> list[tuple[str, str]]:
        chain = self._visible_chain()
        below = self._below(chain)
        tops = {u.id: u for u in self._tops()}
        for unit in chain[:1]:
            tops.setdefault(unit.id, unit)
        names = names_on([*tops.values(), *chain, *below], self.on)
        choices = [("", _("Cả nước"))] if seen_by(self._user).is_everything else []
        for top in sorted(tops.values(), key=lambda u: u.position):
            choices.append((top.key, names[top.id]))
            if chain and top.id == chain[0].id:
                choices += self._branch(chain[1:], below, names)
        return choices

    def _branch(self, chain, below, names):
        for depth, unit in enumerate(chain, 1):
            if unit not in below:
                yield unit.key, "\u2003" * depth + names[unit.id]
        depth = len([u for u in chain if u not in below]) + 1
        for unit in below:
            yield unit.key, "\u2003" * depth + names[unit.id]

    def _visible_chain(self) -> list[Unit]:
        """The chosen unit and those above it that the person sees, the highest first."""
        chain, unit = [], self.unit
        while unit is not None and sees_unit(self._user, unit):
            chain.insert(0, unit)
            unit = unit.parent
        return chain

    def _below(self, chain: list[Unit]) -> list[Unit]:
        """The parts of the chosen unit; of the one above it where it has no parts."""
        if not chain:
            return []
        parent = chain[-1] if chain[-1].tier != Tier.COMMUNE else chain[-1].parent
        if len(chain) == 1 and parent is not chain[0]:
            return []
        return list(Unit.objects.filter(parent=parent).order_by("position"))

    def _tops(self):
        seen = seen_by(self._user)
        standing = Unit.objects.valid_on(self.on)
        if seen.is_everything:
            return standing.at_tier(Tier.PROVINCE)
        ids = seen.unit_ids
        return [
            *standing.filter(id__in=ids).exclude(parent_id__in=ids),
            *self._assigned_then,
        ]

    @cached_property
    def _geography_choices(self) -> list[tuple[str, str]]:
        """One choice for the days of the three tiers, and one for every geography since."""
        choices = []
        before = min(date(self.year_to, 12, 31), LAST_DISTRICT_DAY)
        old = self.on if self.on <= LAST_DISTRICT_DAY else before
        choices.append((old.isoformat(), _("Địa giới đến 30/6/2025")))
        for geography in self._geographies:
            if geography.starts_on is None or geography.starts_on <= LAST_DISTRICT_DAY:
                continue
            day = self.on if geography.covers(self.on) else geography.ends_on or max(self._today, geography.starts_on)
            label = _("Địa giới từ %(day)s") % {"day": _short(geography.starts_on)}
            if geography.ends_on:
                label = _("Địa giới %(first)s đến %(last)s") % {
                    "first": _short(geography.starts_on),
                    "last": _short(geography.ends_on),
                }
            choices.append((day.isoformat(), label))
        if self.on.isoformat() not in dict(choices):
            choices.append((self.on.isoformat(), _("Địa giới từ %(day)s") % {"day": "01/7/2025"}))
        return choices


class _Choices(forms.Form):
    unit = forms.ChoiceField()
    year_from = forms.ChoiceField()
    year_to = forms.ChoiceField()
    geography = forms.ChoiceField()

    def add_prefix(self, field_name):
        # In an address the unit is called `within`, as the API calls it.
        return "within" if field_name == "unit" else field_name


def _short(day: date) -> str:
    """date(2025, 7, 1) → "01/7/2025": months from 3 to 9 without a zero, as offices write them."""
    return (
        f"{day.day:02d}/{day.month:02d}/{day.year}"
        if day.month < 3
        else f"{day.day:02d}/{day.month}/{day.year}"
    )
