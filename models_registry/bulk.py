"""Many registrations in one deed: what an import calls, and what a form calls with one.

Entries are taken as checked by `refusals`; here is what only the register itself can tell: whether a name is there
already, which model a maintained one continues, and the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from audit.errors import DomainError, DomainErrors
from audit.in_parts import in_parts
from audit.inserting import insert_many
from audit.recording import as_stored, event, record_changes
from audit.updating import update_many
from models_registry.campaign_terms import Terms, terms_of
from models_registry.choices import Phase
from models_registry.entry import DETAIL_NAMES, Entry
from models_registry.models import MobilizationModel, Registration, Tag
from models_registry.numbering import code_prefix, hold_counter, province_of, take_codes
from models_registry.routes import stations
from models_registry.shared_by_years import hold_all_years, tell_other_years
from models_registry.staging import first_stage
from units.models import Unit
from units.querysets import predecessors


@dataclass(frozen=True)
class Registered:
    """What became of one entry: its registration; `repeated` when the register held it already and nothing was
    written; `continued` when it went on with a model registered before."""

    registration: Registration
    repeated: bool = False
    continued: bool = False


@transaction.atomic
def register_many(
    *,
    by,
    entries: Sequence[Entry],
    batch: UUID | None = None,
    models: Sequence[MobilizationModel | None] | None = None,
    tags: Sequence[Sequence[Tag]] | None = None,
) -> list[Registered]:
    """Registers the entries in order and answers one `Registered` each.

    An entry that the register holds already (same name, unit, organisation, year and level) changes nothing. One of
    the same name and year at another level, or a maintained or upgraded one of the same name and unit from an earlier
    year, goes on with that model; `models` names the model outright where a person has chosen it, `tags` what each
    entry's model is tagged with beside the tags it has. Raises DomainErrors, and registers none of them, where a campaign
    of the running year does not take one.
    Takes the code counters' locks in a fixed order, so two bulk deeds cannot block each other for ever."""
    units = _units_of(entries)
    prefixes = {pk: code_prefix(province_of(unit)) for pk, unit in units.items()}
    terms = terms_of(entries, units)
    counters = {key: hold_counter(*key) for key in sorted({(prefixes[e.unit.id], e.year) for e in entries})}
    held = _Held(entries)
    chosen = models or [None] * len(entries)
    answers: list[Registered | None] = []
    fresh: list[tuple[int, MobilizationModel, Registration, bool]] = []
    new_models: list[MobilizationModel] = []
    broken: list[DomainError] = []
    for at, (entry, model) in enumerate(zip(entries, chosen, strict=True)):
        repeated = held.registration(entry, model)
        if repeated is not None:
            answers.append(Registered(repeated, repeated=True))
            continue
        broken += terms.refusals(entry, units[entry.unit.id])
        model = model or held.model_to_continue(entry)
        continued = model is not None
        if model is None:
            model = _new_model(entry)
            new_models.append(model)
        registration = _new_registration(entry, model, by, units[entry.unit.id], terms)
        held.add(entry, model, registration)
        fresh.append((at, model, registration, continued))
        answers.append(None)
    if broken:
        raise DomainErrors(broken)
    _save_models(new_models, counters, prefixes)
    _carry_last_values([(m, r) for _, m, r, continued in fresh if continued])
    for _, model, registration, _ in fresh:
        registration.model = model
        registration.search_text = search_text(model)
    insert_many([r for _, _, r, _ in fresh])
    tagged = {at: _add_tags(by, registration, tags[at]) for at, _, registration, _ in fresh if tags and tags[at]}
    rows = []
    for at, _, registration, _ in fresh:
        before, after = tagged.get(at, ({}, {}))
        after = recorded(registration) | after
        rows.append(
            event(
                by=by, verb="register", subject=registration, before=before or None, after=after, batch=batch
            )
        )
    record_changes(rows)
    for at, _, registration, continued in fresh:
        answers[at] = Registered(registration, continued=continued)
    return answers


def _add_tags(by, registration: Registration, tags: Sequence[Tag]) -> tuple[dict, dict]:
    """The model's tags before and after, as the log keeps them; nothing before where it had none. The years it was
    registered before are told of them."""
    hold_all_years(registration.model_id)
    given = registration.model.tags
    held = set(given.all())
    given.add(*tags)
    old, new = ({"tags": sorted(tag.name for tag in part)} for part in (held, held.union(tags)))
    if old != new:
        tell_other_years(by=by, of=registration, verb="tag", before=old, after=new)
    return (old if held else {}), new


def search_text(model: MobilizationModel) -> str:
    """What search compares: every word of code and name with a blank before it."""
    return f" {model.code.lower().replace('-', ' ')} {model.folded_name}"


def recorded(registration: Registration) -> dict:
    """The registration as the log keeps it: its filled columns."""
    values = {name: as_stored(getattr(registration, name)) for name in _RECORDED}
    values["unit"] = registration.unit.key
    return {name: value for name, value in values.items() if value not in (None, "")}


_RECORDED = ("year", "level", "phase", "kind", "field", "organisation_id", "back_entered", *DETAIL_NAMES)


class _Held:
    """What the register holds of the entries' units, names and years; read in a few queries however many entries."""

    def __init__(self, entries: Sequence[Entry]):
        self._before = predecessors({e.unit for e in entries if e.phase != Phase.NEW})
        units = {e.unit.id for e in entries}.union(*self._before.values())
        self._models = {}
        by_id = _models_of_those_names(units, {e.folded_name for e in entries})
        for pk in sorted(by_id):
            model = by_id[pk]
            self._models.setdefault(_key(model.unit_id, model.organisation_id, model.folded_name), []).append(
                model
            )
        self._registrations = {}
        self._years = {}
        rows = Registration.objects.counted().filter(year__in={e.year for e in entries})
        for part in in_parts(list(by_id)):
            for row in rows.filter(model_id__in=part).only(
                "id", "model_id", "year", "level", "recognised_level"
            ):
                model = row.model = by_id[row.model_id]
                self._years.setdefault(id(model), set()).add(row.year)
                self._registrations[(id(model), row.year, row.level)] = row

    def registration(self, entry: Entry, model: MobilizationModel | None) -> Registration | None:
        for candidate in [model] if model else self._same_name(entry):
            found = self._registrations.get((id(candidate), entry.year, entry.level))
            if found is None and model is not None and model.pk:
                found = (
                    Registration.objects.counted()
                    .filter(model=model, year=entry.year, level=entry.level)
                    .first()
                )
            if found is not None:
                return found
        return None

    def model_to_continue(self, entry: Entry) -> MobilizationModel | None:
        candidates = self._same_name(entry)
        for model in candidates:
            if entry.year in self._years.get(id(model), ()):
                return model
        if entry.phase == Phase.NEW:
            return None
        # After a merger the model still stands where it was first registered.
        for unit_id in self._before.get(entry.unit.id, ()) if not candidates else ():
            candidates = candidates + self._models.get(_key(unit_id, None, entry.folded_name), [])
        return candidates[-1] if candidates else None

    def add(self, entry: Entry, model: MobilizationModel, registration: Registration) -> None:
        same = self._models.setdefault(_key(entry.unit.id, entry.organisation_id, entry.folded_name), [])
        if not any(m is model for m in same):
            same.append(model)
        self._registrations[(id(model), entry.year, entry.level)] = registration
        self._years.setdefault(id(model), set()).add(entry.year)

    def _same_name(self, entry: Entry) -> list[MobilizationModel]:
        return self._models.get(_key(entry.unit.id, entry.organisation_id, entry.folded_name), [])


def _models_of_those_names(units: set[int], names: set[str]) -> dict[int, MobilizationModel]:
    """The units' models that bear one of the names, by id. Many names are compared here, row by row as they come: a
    province holds tens of thousands of models, and few of them are asked for."""
    models = MobilizationModel.objects.filter(unit_id__in=units)
    if len(names) <= 500:
        return models.filter(folded_name__in=names).in_bulk()
    rows = models.order_by().values_list("id", "folded_name").iterator(5000)
    found = [pk for pk, name in rows if name in names]
    return {
        pk: model for part in in_parts(found) for pk, model in MobilizationModel.objects.in_bulk(part).items()
    }



def _key(unit_id: int, organisation_id: int | None, folded_name: str) -> tuple:
    return unit_id, organisation_id, folded_name


def _units_of(entries: Sequence[Entry]) -> dict[int, Unit]:
    """The entries' units by id, with what they stand in."""
    return {
        unit.id: unit
        for part in in_parts(sorted({entry.unit.id for entry in entries}))
        for unit in Unit.objects.filter(id__in=part).select_related("parent__parent")
    }


def _new_model(entry: Entry) -> MobilizationModel:
    return MobilizationModel(
        name=entry.name,
        folded_name=entry.folded_name,
        kind=entry.kind,
        field=entry.field,
        unit=entry.unit,
        organisation=entry.organisation,
        # Numbered in _save_models, once it is known how many codes each counter must give.
        code=f"{entry.year}",
    )


def _new_registration(
    entry: Entry, model: MobilizationModel, by, unit: Unit, terms: Terms
) -> Registration:
    way = stations(unit, entry.organisation, entry.level)
    stage, desk = first_stage(by, year=entry.year, way=way)
    return Registration(
        stage=stage,
        stage_on=entry.details.registered_on,
        desk=desk,
        is_late=terms.is_late(entry, unit),
        model=model,
        year=entry.year,
        level=entry.level,
        phase=entry.phase,
        kind=entry.kind,
        field=entry.field,
        unit=entry.unit,
        organisation=entry.organisation,
        back_entered=entry.back_entered,
        created_by=by,
        **{name: getattr(entry.details, name) for name in DETAIL_NAMES},
    )


def _save_models(models: list[MobilizationModel], counters, prefixes) -> None:
    groups = {}
    for model in models:
        groups.setdefault((prefixes[model.unit_id], int(model.code)), []).append(model)
    for key, group in groups.items():
        for model, code in zip(group, take_codes(counters[key], len(group)), strict=True):
            model.code = code
    insert_many(models)


def _carry_last_values(pairs: list[tuple[MobilizationModel, Registration]]) -> None:
    """A model's field and kind are those of its last registration."""
    changed = []
    for model, registration in pairs:
        if (model.field, model.kind) != (registration.field, registration.kind):
            model.field, model.kind = registration.field, registration.kind
            changed.append(model)
    update_many(changed, ["field", "kind"])
