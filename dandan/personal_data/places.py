"""Every place where one person occurs, within what the person who asks administers."""

import json
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import User
from accounts.people import people_in_sight
from audit.models import Event
from dandan.personal_data.other_texts import Named, rows_naming
from dandan.personal_data.person import Person, Replacing
from dandan.personal_data.workbooks import workbooks_naming
from intake.models import ImportBatch
from models_registry.models import Attachment, MobilizationModel, Registration, RegistrationDraft
from recognition.models import Decision
from vietnamese.folding import fold

TEXTS = (
    "situation", "aims", "content", "place", "forces", "resources", "expected_results", "sustainability", "results",
    "notes", "withdrawal_reason",
)  # fmt: skip
_PARTS = 5_000


@dataclass
class Places:
    """What was found. `spellings` are the ways the name is written where somebody of that name is in charge or has an
    account; `replacing` finds and replaces all of them."""

    person: Person
    in_charge: list[Registration] = field(default_factory=list)
    texts: list[Registration] = field(default_factory=list)
    models: list[MobilizationModel] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    drafts: list[RegistrationDraft] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    workbooks: list[ImportBatch] = field(default_factory=list)
    file_names: list[ImportBatch] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    others: list[Named] = field(default_factory=list)
    log: QuerySet | None = None
    spellings: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    @property
    def naming(self) -> Replacing:
        """Finds texts that are about the person: an office's number alone is not hers."""
        return Replacing(self.spellings | {self.person.name}, {self.person.phone})

    @property
    def replacing(self) -> Replacing:
        """Replaces the name, and in the same texts the numbers she was in charge under."""
        return Replacing(self.spellings | {self.person.name}, self.phones | {self.person.phone})

    def counts(self) -> dict[str, int]:
        """How many places of each kind; keys as the log names them."""
        return {
            "registrations": len({r.pk for r in (*self.in_charge, *self.texts)}),
            "models": len(self.models),
            "users": len(self.users),
            "drafts": len(self.drafts),
            "files": len(self.files),
            "workbooks": len(self.workbooks),
            "file_names": len(self.file_names),
            "other_texts": len(self.others),
            "log_rows": self.log.count() if self.log is not None else 0,
        }


def find_places(person: Person, by) -> Places:
    """Every place of the person that `by` may see. Reads names of the whole scope once: seconds in a big province."""
    found = Places(person)
    ids = person.unit_ids(by)
    registrations = Registration.objects.select_related("model", "unit")
    if ids is not None:
        registrations = registrations.filter(unit_id__in=ids)
    found.in_charge = _in_charge(person, registrations)
    found.users = [] if person.phone else _users(person, by, ids)
    found.spellings = {_as_written(person, r.person_in_charge) for r in found.in_charge} - {""}
    found.spellings |= {u.full_name for u in found.users if u.full_name}
    found.phones = {r.work_phone for r in found.in_charge if r.work_phone}
    near = registrations.filter(pk__in=[r.pk for r in found.in_charge]) if person.phone else registrations
    found.models = _models(person, near)
    found.spellings |= {_as_written(person, m.name) for m in found.models} - {""}
    naming, own = found.naming, {r.pk for r in found.in_charge}
    found.texts = [
        r
        for r in near.filter(_holding(_forms(found), TEXTS) | Q(pk__in=own)).order_by("pk")
        if any(getattr(r, name) in (found.replacing if r.pk in own else naming) for name in TEXTS)
    ]
    found.drafts = [d for d in _drafts(by, ids) if _text_of(d.data) in naming]
    files = Attachment.objects.select_related("registration__model").filter(
        registration__in=near.values("pk")
    )
    found.files = [f for f in files.filter(_holding(_forms(found), ("name",))) if f.name in naming]
    batches = ImportBatch.objects.select_related("unit")
    if ids is not None:
        batches = batches.filter(unit_id__in=ids)
    found.file_names = [b for b in batches if b.file_name in naming]
    found.workbooks = workbooks_naming(batches, _forms(found))
    decisions = Decision.objects.all() if ids is None else Decision.objects.filter(unit_id__in=ids)
    signers = decisions.filter(_holding(_forms(found), ("signer",))) if not person.phone else decisions.none()
    found.decisions = [d for d in signers if person.is_mentioned(d.signer)]
    found.others = rows_naming(
        lambda columns: _holding(_forms(found), columns), naming, ids, own if person.phone else None
    )
    found.log = _log(found, ids)
    return found


def _in_charge(person: Person, registrations: QuerySet) -> list[Registration]:
    held = registrations.exclude(person_in_charge="")
    names = held.order_by().values_list("person_in_charge", flat=True).distinct()
    wanted = [name for name in names.iterator() if person.is_mentioned(name)]
    rows = []
    for start in range(0, len(wanted), _PARTS):
        rows += held.filter(person_in_charge__in=wanted[start : start + _PARTS])
    return sorted((r for r in rows if person.has_phone(r.work_phone)), key=lambda r: r.pk)


def _users(person: Person, by, ids: list[int] | None) -> list[User]:
    """Accounts of that name; an account holds no number, so with one given none can be told to be the person's."""
    named = [u for u in people_in_sight(by).order_by("pk") if person.is_named(u.full_name)]
    return [u for u in named if person.unit is None or u.audited_unit_id in ids or not u.is_active]


def _models(person: Person, registrations: QuerySet) -> list[MobilizationModel]:
    named = MobilizationModel.objects.filter(folded_name__contains=fold(person.name))
    named = named.filter(pk__in=registrations.values("model_id")).order_by("pk")
    return [model for model in named if person.is_mentioned(model.name)]


def _drafts(by, ids: list[int] | None) -> QuerySet:
    drafts = RegistrationDraft.objects.select_related("owner").order_by("pk")
    return drafts if ids is None else drafts.filter(owner__in=people_in_sight(by).values("pk"))


def _log(found: Places, ids: list[int] | None) -> QuerySet:
    """Rows of the log whose texts hold the name or number; with a number given, only those about what was found."""
    rows = Event.objects.order_by("pk")
    if ids is not None:
        rows = rows.filter(unit_id__in=ids)
    if found.person.phone:
        rows = rows.filter(
            Q(subject_type="models_registry.registration", subject_id__in=[r.pk for r in found.in_charge])
            | Q(subject_type="accounts.user", subject_id__in=[u.pk for u in found.users])
            | Q(verb="report_personal")
        )
    rows = rows.annotate(old=Cast("before", TextField()), new=Cast("after", TextField()))
    asked = _holding(_forms(found), ("subject_text", "reason"))
    asked |= Q(actor_id__in=[user.pk for user in found.users])
    own = Q(subject_type="models_registry.registration", subject_id__in=[r.pk for r in found.in_charge])
    # Databases keep letters of JSON as they are or as \u1ea5.
    escaped = {json.dumps(form)[1:-1] for form in _forms(found)} | _forms(found)
    numbered = own & _holding(found.phones, ("subject_text", "reason", "old", "new"))
    return rows.filter(asked | numbered | _holding(escaped, ("old", "new")))


def _forms(found: Places) -> set[str]:
    """The name and number as texts may hold them."""
    names = {form for name in found.spellings | {found.person.name} for form in _cases(name)}
    return (names | {found.person.phone}) - {""}


def _cases(name: str) -> tuple[str, ...]:
    return name, name.upper(), name.title(), name.lower()


def _holding(forms: set[str], columns: tuple[str, ...]) -> Q:
    asked = Q(pk__in=[])
    for column in columns:
        for form in forms:
            asked |= Q(**{f"{column}__contains": form})
    return asked


def _as_written(person: Person, text: str) -> str:
    """The name as the text spells it, word for word; "" where the text does not hold it so."""
    words, size = text.split(), len(person.name.split())
    for start in range(len(words) - size + 1):
        part = " ".join(words[start : start + size]).strip(",.;:()“”\"'")
        if person.is_named(part):
            return part
    return ""


def _text_of(data) -> str:
    if isinstance(data, dict):
        return "\n".join(_text_of(value) for value in data.values())
    return "\n".join(map(_text_of, data)) if isinstance(data, list) else str(data)
