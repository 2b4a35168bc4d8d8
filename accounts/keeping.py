"""People and their assignments, saved together with the row of the log that says what changed."""

from django.db import models, transaction

from accounts.models import Assignment, User
from audit.recording import difference, record_change

_OF_A_PERSON = ("username", "full_name", "email", "is_active", "is_staff", "is_superuser")
_OF_AN_ASSIGNMENT = ("role", "unit", "valid_from", "valid_to")


@transaction.atomic
def record_person(*, by, user: User) -> User:
    """The person, saved. A new password is told of, never told."""
    held = User.objects.filter(pk=user.pk).first()
    new_password = held is not None and held.password != user.password
    return _save(by, user, held, _OF_A_PERSON, {"password": "***"} if new_password else {})


@transaction.atomic
def record_assignment(*, by, assignment: Assignment) -> Assignment:
    """The assignment, saved; it is ended by its last day, not deleted."""
    held = Assignment.objects.select_related("unit").filter(pk=assignment.pk).first()
    return _save(by, assignment, held, _OF_AN_ASSIGNMENT, {})


def _save(by, row: models.Model, held: models.Model | None, names: tuple[str, ...], told: dict):
    before = {name: getattr(held, name) for name in names} if held else {}
    row.save()
    old, new = difference(before, {name: getattr(row, name) for name in names})
    if new or told:
        record_change(
            by=by,
            verb="edit" if held else "create",
            subject=row,
            before=old if held else None,
            after=new | told,
        )
    return row
