"""The deeds of the register: register, edit, withdraw, place by hand. Form, import, admin and API call these."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusing import why_not_register
from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import difference, record_change
from models_registry.bulk import register_many, search_text
from models_registry.campaign_terms import Terms, terms_of
from models_registry.choices import LEVEL_RANK, WITHDRAWABLE, Stage
from models_registry.entry import DETAIL_NAMES, Details, Entry, refusals
from models_registry.models import MobilizationModel, Registration, RegistrationDraft, Tag
from models_registry.rerouting import reroute
from models_registry.secrecy import marked_secret
from models_registry.shared_by_years import hold_all_years, tell_other_years
from models_registry.staging import move
from units.geography import geography_of_unit
from units.models import Unit
from units.placing import candidates
from vietnamese.folding import clean_text


class NotAllowed(DomainError):
    """The person may not do this for this unit."""


@transaction.atomic
def register(
    *,
    by,
    entry: Entry,
    entered_on: date,
    model: MobilizationModel | None = None,
    tags: tuple[Tag, ...] = (),
    draft: RegistrationDraft | None = None,
) -> Registration:
    """The new registration. `model` is the one it continues where the person said so; the draft it came from is
    cleared. Raises DomainErrors naming each field, NotAllowed outside the person's units."""
    _require_right(by, entry.unit, entry.organisation_id)
    if model is not None:
        # Going on with a model carries the new field and kind to it.
        _require_right(by, model.unit, model.organisation_id)
    broken = refusals(entry, entered_on=entered_on)
    if broken:
        raise DomainErrors(broken)
    (answer,) = register_many(by=by, entries=[entry], models=[model], tags=[tags])
    if answer.repeated:
        raise DomainError(
            _("Mô hình này đã đăng ký %(level)s năm %(year)s (mã %(code)s).")
            % {
                "level": answer.registration.get_level_display().lower(),
                "year": entry.year,
                "code": answer.registration.model.code,
            },
            field="name",
        )
    if draft is not None:
        draft.delete()
    return answer.registration


EDITABLE = ("level", "phase", "kind", "field", *DETAIL_NAMES)


@transaction.atomic
def edit(
    *, by, registration: Registration, version: int, changes: dict, entered_on: date, name: str | None = None
) -> Registration:
    """The registration with the changed values (names of EDITABLE only); `name` renames its model.

    `version` is the one the person saw: raises Overtaken when somebody was faster, through another year of the model too
    where the name is concerned. Unit and year are what a registration is; a wrong one is withdrawn and registered anew."""
    if name is not None:
        hold_all_years(registration.model_id)
    held = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("model", "unit", "organisation")
        .get(pk=registration.pk)
    )
    _require_right(by, held.unit, held.organisation_id)
    if held.version != version:
        held.model.refresh_from_db()  # read together with the row, before the other person's commit was waited for
        raise Overtaken(_("Hồ sơ vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if not held.is_counted:
        raise DomainError(_("Đăng ký đã rút thì không sửa được nữa."))
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise DomainError(_("Không sửa được mục: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    now = {field: getattr(held, field) for field in EDITABLE} | {"name": held.model.name}
    wanted = now | changes | ({"name": name} if name is not None else {})
    entry = Entry(
        name=wanted["name"],
        unit=held.unit,
        year=held.year,
        level=wanted["level"],
        phase=wanted["phase"],
        kind=wanted["kind"],
        field=wanted["field"],
        organisation=held.organisation,
        details=Details(**{field: wanted[field] for field in DETAIL_NAMES}),
    )
    # Unit and organisation cannot change here; that the organisation ended meanwhile locks no record of it.
    broken = [error for error in refusals(entry, entered_on=entered_on) if error.field != "organisation"]
    if broken:
        raise DomainErrors(broken)
    clean = {f: getattr(entry, f) for f in ("name", "level", "phase", "kind", "field")}
    clean |= {field: getattr(entry.details, field) for field in DETAIL_NAMES}
    before, after = difference(now, clean)
    if not after:
        return held
    if {"level", "kind", "field"} & after.keys():
        unit = Unit.objects.select_related("parent__parent").get(pk=held.unit_id)
        terms = terms_of([entry], {held.unit_id: unit})
        _require_taken(terms, unit, entry, after)
        if "level" in after:
            _require_level_free(held, entry.level)
            reroute(by, held, entry, unit, terms)
    for field in EDITABLE:
        setattr(held, field, clean[field])
    held.version += 1
    held.save()
    _carry_to_model(held, entry)
    batch = None
    if "name" in after:
        old, new = {"name": before["name"]}, {"name": after["name"]}
        batch = tell_other_years(by=by, of=held, verb="edit", before=old, after=new)
    record_change(by=by, verb="edit", subject=held, before=before, after=after, batch=batch)
    return held


@transaction.atomic
def withdraw(
    *, by, registration: Registration, reason: str, on: date, version: int | None = None
) -> Registration:
    """The registration, withdrawn on the day with the reason: kept, and counted nowhere from then on. With a `version`
    raises Overtaken where the record has changed since."""
    held = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("model", "unit")
        .get(pk=registration.pk)
    )
    _require_right(by, held.unit, held.organisation_id)
    if version is not None and held.version != version:
        raise Overtaken(_("Hồ sơ vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    reason = clean_text(reason)
    if not reason:
        raise DomainError(_("Hãy ghi lý do rút đăng ký."), field="reason")
    if secret := marked_secret({"reason": reason}):
        raise secret[0]
    if not held.is_counted:
        raise DomainError(
            _("Đăng ký này đã được rút ngày %(day)s.") % {"day": held.withdrawn_on.strftime("%d/%m/%Y")}
        )
    if held.stage == Stage.REVOKED:
        raise DomainError(_("Công nhận đã bị thu hồi bằng quyết định: hồ sơ kết thúc ở đó và giữ nguyên trong sổ, không rút."))
    if held.recognised_level or held.stage not in WITHDRAWABLE:
        raise DomainError(_("Mô hình đã được công nhận thì không rút; muốn bỏ phải có quyết định thu hồi."))
    step = move(by=by, registration=held, step="withdraw", to=Stage.WITHDRAWN, on=on, note=reason)
    held.withdrawn_on, held.withdrawal_reason = on, reason
    held.version += 1
    held.save()
    step.save()
    record_change(by=by, verb="withdraw", subject=held, after={"withdrawn_on": on.isoformat()}, reason=reason)
    return held


@transaction.atomic
def place_by_hand(*, by, registration: Registration, version: int, unit: Unit) -> Registration:
    """The registration, standing in `unit` when read in that unit's geography. Only for what division left without a
    place; the unit must be one of those that took part of the territory. Raises Overtaken where the record has changed
    since the `version` seen."""
    held = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("model", "unit")
        .get(pk=registration.pk)
    )
    _require_right(by, held.unit, held.organisation_id)
    if held.version != version:
        raise Overtaken(_("Hồ sơ vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if unit.id not in {choice.id for choice in places_to_choose(held, unit)}:
        raise DomainError(
            _("%(unit)s không nhận phần đất nào của %(old)s.") % {"unit": unit.name, "old": held.unit.name},
            field="unit",
        )
    before = held.hand_unit.key if held.hand_unit else None
    held.hand_unit = unit
    held.version += 1
    held.save(update_fields=["hand_unit", "version"])
    record_change(
        by=by, verb="place", subject=held, before={"hand_unit": before}, after={"hand_unit": unit.key}
    )
    return held


def places_to_choose(registration: Registration, in_geography_of: Unit) -> list[Unit]:
    """Units among which a person may place the registration, in the geography of the given unit; empty where its place
    is exact already."""
    geography = geography_of_unit(in_geography_of)
    day = geography.ends_on or geography.starts_on
    found = candidates(registration.unit, day) if day else []
    return found if len(found) > 1 else []


def note_recognition(registration: Registration, *, level: str, on: date) -> None:
    """Keeps the highest recognised level on the registration; called by the deeds of recognition alone."""
    if LEVEL_RANK[level] >= LEVEL_RANK.get(registration.recognised_level, -1):
        registration.recognised_level, registration.recognised_on = level, on


def require_right(by, registration: Registration) -> None:
    """Raises NotAllowed, saying why, where the person may not change the registration."""
    _require_right(by, registration.unit, registration.organisation_id)


def _require_right(by, unit: Unit, organisation_id: int | None) -> None:
    # No person means the system itself: a command run by whoever holds the server.
    refusal = why_not_register(by, unit, organisation_id)
    if refusal:
        raise NotAllowed(refusal)


def _require_level_free(held: Registration, level: str) -> None:
    taken = (
        Registration.objects.counted()
        .filter(model_id=held.model_id, year=held.year, level=level)
        .exclude(pk=held.pk)
    )
    if taken.exists():
        raise DomainError(_("Mô hình này đã được đăng ký ở cấp này trong năm."), field="level")


def _require_taken(terms: Terms, unit: Unit, entry: Entry, after: dict) -> None:
    """What the campaign did not take before it was changed stays; only another level, kind or field is asked about."""
    # At another level all of its terms are new to the registration.
    if broken := [error for error in terms.refusals(entry, unit) if "level" in after or error.field in after]:
        raise DomainErrors(broken)


def _carry_to_model(held: Registration, entry: Entry) -> None:
    model = held.model
    last = not Registration.objects.counted().filter(model=model, year__gt=held.year).exists()
    if last:
        model.field, model.kind = entry.field, entry.kind
    renamed = model.name != entry.name
    model.name, model.folded_name = entry.name, entry.folded_name
    model.save()
    if renamed:
        Registration.objects.filter(model=model).update(search_text=search_text(model))
