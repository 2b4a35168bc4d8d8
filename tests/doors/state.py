"""The whole database as the register knows it, to be compared before and after."""

import re
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

NOT_OF_THE_REGISTER = {
    "django_session": "who is signed in",
    "axes_accessattempt": "failed sign-ins",
    "axes_accesslog": "sign-ins",
    "axes_accessfailurelog": "failed sign-ins",
    "audit_event": "compared by itself: a refusal may be written there",
    "django_content_type": "Django's own",
    "auth_permission": "Django's own",
    "django_admin_log": "Django's own",
}
_WRITE = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)', re.IGNORECASE)


def tables() -> list[str]:
    """Every table of a model, but those that hold nothing of the register."""
    found = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(found - set(NOT_OF_THE_REGISTER))


def whole_state(of=None) -> dict[str, list]:
    """Every row of every table, as the database holds it; without the drafts of the person, which are her own."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
        if of is not None:
            cursor.execute(
                "SELECT * FROM models_registry_registrationdraft WHERE owner_id <> %s ORDER BY 1", [of.pk]
            )
            found["models_registry_registrationdraft"] = cursor.fetchall()
    return found


def differing(before: dict[str, list], after: dict[str, list]) -> dict[str, tuple[int, int]]:
    """Tables that differ, with the number of rows gone and of rows that came."""
    return {
        table: (len([r for r in before[table] if r not in after[table]]),
                len([r for r in after[table] if r not in before[table]]))
        for table in before
        if before[table] != after[table]
    }  # fmt: skip


@contextmanager
def watching_writes():
    """The tables of the register that statements wrote to within the block, whether it was kept or rolled back."""
    written: set[str] = set()
    known = set(tables())

    def watch(execute, sql, params, many, context):
        found = _WRITE.match(sql)
        if found and found.group(1) in known:
            written.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written
