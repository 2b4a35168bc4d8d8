"""The deeds of registration campaigns: a province opens one for a year, and changes what it takes and its days."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.choices import CAMPAIGN_ROLES
from accounts.scoping import SYSTEM, acted_on_by
from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import difference, record_change
from models_registry.campaign_terms import labels
from models_registry.choices import (
    EARLIEST_YEAR,
    LAST_DISTRICT_DAY,
    LATEST_YEARS_AHEAD,
    REGISTERING_LEVELS,
    ActivityField,
    Kind,
    Level,
)
from models_registry.models import Campaign, CampaignLevel
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from units.choices import Tier
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, clean_text


@dataclass(frozen=True, kw_only=True)
class LevelTerms:
    """What one level takes, and its days. No kind or field named: all of them."""

    level: str
    deadline: date
    self_assess_by: date | None = None
    appraise_from: date | None = None
    appraise_to: date | None = None
    kinds: Sequence[str] = ()
    fields: Sequence[str] = ()

    def __post_init__(self):
        for name, choices in (("kinds", Kind), ("fields", ActivityField)):
            named = [value for value in choices.values if value in getattr(self, name)]
            object.__setattr__(self, name, [] if len(named) == len(choices) else named)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a campaign says. `closed` levels are not registered at; of a level that is neither closed nor in `levels` it
    says nothing."""

    name: str
    opens_on: date
    levels: Sequence[LevelTerms]
    closed: Sequence[str] = ()
    guidance: str = ""


def may_keep_campaigns(user, unit: Unit) -> bool:
    """Whether the person opens and changes the campaigns of the province."""
    return acted_on_by(user, CAMPAIGN_ROLES).holds(unit.id)


def campaign_provinces(user) -> QuerySet[Unit]:
    """The provinces standing today whose campaigns the person keeps, in list order."""
    kept = acted_on_by(user, CAMPAIGN_ROLES)
    found = Unit.objects.filter(tier=Tier.PROVINCE, valid_to__isnull=True).order_by("position")
    return found if kept.is_everything else found.filter(id__in=kept.unit_ids)


@transaction.atomic
def open_campaign(*, by, unit: Unit, year: int, plan: Plan, entered_on: date) -> Campaign:
    """The campaign of the province for the year. Raises NotAllowed outside the person's province, DomainErrors for what
    cannot be, DomainError where the province has a campaign of the year already."""
    _require_right(by, unit)
    if broken := [*_of_the_year(unit, year, entered_on), *_refusals(unit, year, plan)]:
        raise DomainErrors(broken)
    campaign = Campaign(unit=unit, year=year, created_by=None if by is SYSTEM else by)
    _fill(campaign, plan)
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
    except IntegrityError:
        raise DomainError(
            _("%(unit)s đã có đợt đăng ký của năm %(year)s.") % {"unit": unit.name, "year": year}, field="year"
        ) from None
    CampaignLevel.objects.bulk_create([CampaignLevel(campaign=campaign, **asdict(terms)) for terms in plan.levels])
    record_change(by=campaign.created_by, verb="create", subject=campaign, after={"year": year} | _told(campaign, plan))
    return campaign


@transaction.atomic
def change_campaign(*, by, campaign: Campaign, version: int, plan: Plan) -> Campaign:
    """The campaign with another plan. What was registered stays as it was taken, and is late or not by the deadline of its
    day. Raises Overtaken where somebody was faster; else as `open_campaign`."""
    held = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    _require_right(by, held.unit)
    if held.version != version:
        raise Overtaken(_("Đợt đăng ký vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if broken := _refusals(held.unit, held.year, plan):
        raise DomainErrors(broken)
    rows = {row.level: row for row in held.levels.all()}
    before = _told(held, plan_of(held))
    _fill(held, plan)
    old, new = difference(before, _told(held, plan))
    if not new:
        return held
    held.version += 1
    held.save()
    for terms in plan.levels:
        row = rows.pop(terms.level, None) or CampaignLevel(campaign=held, level=terms.level)
        for name, value in asdict(terms).items():
            setattr(row, name, value)
        row.save()
    CampaignLevel.objects.filter(id__in=[row.id for row in rows.values()]).delete()
    record_change(by=None if by is SYSTEM else by, verb="edit", subject=held, before=old, after=new)
    return held


def plan_of(campaign: Campaign) -> Plan:
    """What the campaign says now."""
    names = LevelTerms.__dataclass_fields__
    rows = sorted(campaign.levels.all(), key=lambda row: REGISTERING_LEVELS.index(row.level))
    return Plan(
        name=campaign.name,
        opens_on=campaign.opens_on,
        levels=[LevelTerms(**{name: getattr(row, name) for name in names}) for row in rows],
        closed=campaign.closed_levels,
        guidance=campaign.guidance,
    )


def _fill(campaign: Campaign, plan: Plan) -> None:
    campaign.name, campaign.opens_on = clean_line(plan.name), plan.opens_on
    campaign.guidance = clean_text(plan.guidance)
    campaign.closed_levels = [level for level in REGISTERING_LEVELS if level in plan.closed]


def _told(campaign: Campaign, plan: Plan) -> dict:
    """The campaign as the log keeps it; each level under its own name."""
    told = {
        "name": campaign.name,
        "opens_on": campaign.opens_on.isoformat(),
        "guidance": campaign.guidance,
        "closed_levels": ", ".join(str(Level(level).label) for level in campaign.closed_levels),
    }
    by_level = {terms.level: terms for terms in plan.levels}
    return told | {f"{level}_terms": _in_words(by_level.get(level)) for level in REGISTERING_LEVELS}


def _in_words(terms: LevelTerms | None) -> str:
    if terms is None:
        return ""
    days = [
        (_("hạn đăng ký %(day)s"), terms.deadline),
        (_("hạn tự đánh giá %(day)s"), terms.self_assess_by),
        (_("thẩm định từ %(day)s"), terms.appraise_from),
        (_("thẩm định đến %(day)s"), terms.appraise_to),
    ]
    parts = [words % {"day": format_date(day)} for words, day in days if day]
    for chosen, choices in ((terms.kinds, Kind), (terms.fields, ActivityField)):
        if chosen:
            parts.append(_("chỉ nhận %(what)s") % {"what": labels(choices, chosen)})
    return "; ".join(parts)


def _of_the_year(unit: Unit, year: int, entered_on: date):
    first, last = EARLIEST_YEAR, entered_on.year + LATEST_YEARS_AHEAD
    if unit.tier != Tier.PROVINCE:
        yield DomainError(_("Đợt đăng ký là của cả tỉnh: hãy chọn một tỉnh, thành phố."), field="unit")
    elif not first <= year <= last:
        yield DomainError(
            _("Năm của đợt phải từ %(first)s đến %(last)s.") % {"first": first, "last": last}, field="year"
        )
    elif not (unit.stood_on(date(year, 1, 1)) or unit.stood_on(date(year, 12, 31))):
        yield DomainError(
            _("%(unit)s không có trong năm %(year)s; hãy chọn tỉnh của năm đó.") % {"unit": unit.name, "year": year},
            field="unit",
        )


def _refusals(unit: Unit, year: int, plan: Plan) -> list[DomainError]:
    """Every rule the plan breaks; those of a level name its box, such as "province_deadline"."""
    broken = list(marked_secret({"name": plan.name, "guidance": plan.guidance}))
    name = clean_line(plan.name)
    if not name:
        broken.append(DomainError(_("Hãy ghi tên đợt đăng ký."), field="name"))
    elif len(name) > 200:
        broken.append(DomainError(_("Tên đợt dài quá 200 ký tự."), field="name"))
    if not year - 1 <= plan.opens_on.year <= year:
        broken.append(
            DomainError(
                _("Ngày mở đợt phải trong năm %(year)s hoặc năm trước đó.") % {"year": year}, field="opens_on"
            )
        )
    if not plan.levels and not plan.closed:
        broken.append(DomainError(_("Hãy ghi ít nhất một cấp: hạn đăng ký, hoặc không nhận.")))
    for level in {terms.level for terms in plan.levels} | set(plan.closed):
        if level not in REGISTERING_LEVELS:
            broken.append(DomainError(_("Trung ương chỉ khen thưởng, không nhận đăng ký.")))
    for terms in plan.levels:
        if terms.level in REGISTERING_LEVELS:
            broken += _of_a_level(unit, year, plan, terms)
    return broken


def _of_a_level(unit: Unit, year: int, plan: Plan, terms: LevelTerms):
    def refused(name: str, sentence: str) -> DomainError:
        return DomainError(sentence, field=f"{terms.level}_{name}")

    days = [(name, getattr(terms, name)) for name in ("deadline", "self_assess_by", "appraise_from", "appraise_to")]
    days = [(name, day) for name, day in days if day is not None]
    if terms.level == Level.DISTRICT:
        ended = _("Từ 01/7/2025 không còn cấp huyện: ngày này không dùng được cho cấp huyện.")
        if unit.valid_from and unit.valid_from > LAST_DISTRICT_DAY:
            yield refused("taken", _("%(unit)s không có cấp huyện.") % {"unit": unit.name})
            return
        for name, day in days:
            if day > LAST_DISTRICT_DAY:
                yield refused(name, ended)
        if any(day > LAST_DISTRICT_DAY for _name, day in days):
            return
    if terms.level in plan.closed:
        yield refused("taken", _("Một cấp không thể vừa nhận vừa không nhận đăng ký."))
    for name, day in days:
        if not plan.opens_on <= day:
            yield refused(name, _("Ngày này trước ngày mở đợt (%(day)s).") % {"day": format_date(plan.opens_on)})
        elif day.year > year + 1:
            yield refused(name, _("Ngày này quá xa năm %(year)s; hãy xem lại.") % {"year": year})
    before = None
    for name, day in days:
        if before is not None and day < before:
            yield refused(name, _("Ngày này phải sau ngày của việc trước đó (%(day)s).") % {"day": format_date(before)})
        before = day


def _require_right(by, unit: Unit) -> None:
    if by is None or by is SYSTEM or may_keep_campaigns(by, unit):
        return
    raise NotAllowed(
        _("Mở và sửa đợt đăng ký của %(unit)s là việc của quản trị đơn vị hoặc người duyệt cấp tỉnh.")
        % {"unit": unit.name}
    )
