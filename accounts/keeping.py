"""People and their assignments, saved together with the row of the log that says what changed."""

from django.db import models, transaction

from accounts.models import Assignment, User
from audit.recording import difference, record_change

_OF_A_PERSON = ("username", "full_name", "is_active", "is_staff", "is_superuser")
_OF_AN_ASSIGNMENT = ("role", "unit", "organisation", "views_unit", "valid_from", "valid_to")


@transaction.atomic
def record_person(*, by, user: User, verb: str = "", told: dict | None = None, unit=None) -> User:
    """The person, saved. A new password is told of, never told; one given by somebody else must be replaced at the first
    sign-in. That the e-mail address changed is told, and not which it is. Closing an account, or another password, ends its
    sessions. `unit`: where a new account belongs."""
    held = User.objects.filter(pk=user.pk).first()
    new_password = held is None or held.password != user.password
    if new_password and user.has_usable_password():
        user.must_change_password = by is not None and by.pk != user.pk
    if held is not None and (new_password or (held.is_active and not user.is_active)):
        user.end_sessions()
    told = (told or {}) | ({"password": "***"} if new_password and held is not None else {})
    if user.email != (held.email if held else ""):
        told |= {"reminder_address": "***" if user.email else ""}
    return _save(by, user, held, _OF_A_PERSON, told, verb, unit)


@transaction.atomic
def record_assignment(*, by, assignment: Assignment) -> Assignment:
    """The assignment, saved; it is ended by its last day, not deleted."""
    held = Assignment.objects.select_related("unit", "organisation", "views_unit").filter(pk=assignment.pk).first()
    return _save(by, assignment, held, _OF_AN_ASSIGNMENT, {}, "")


def _save(by, row: models.Model, held: models.Model | None, names: tuple[str, ...], told: dict, verb: str, unit=None):
    before = {name: getattr(held, name) for name in names} if held else {}
    old, new = difference(before, {name: getattr(row, name) for name in names})
    if held is not None:
        row.version = held.version + bool(new or told)
    row.save()
    if new or told:
        record_change(
            by=by,
            verb=verb or ("edit" if held else "create"),
            subject=row,
            before=old if held else None,
            after=new | told,
            unit=unit,
        )
    return row
