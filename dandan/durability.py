"""Whether an acknowledged write survives a power cut: what the database itself says of its settings.

With synchronous_commit off a drill lost 88 of 771 acknowledged writes; the product can do nothing about it but say so."""

from django.core.checks import Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

_MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


def unsafe_settings(using: str = "default") -> list[str]:
    """Names of the PostgreSQL settings that are off and must be on; none on SQLite, whose settings are the product's."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name",
            [list(_MUST_BE_ON)],
        )
        return [name for (name,) in cursor.fetchall()]


def unsafe_sentence(names: list[str]) -> str:
    return _(
        "Máy chủ PostgreSQL đang tắt %(names)s: mất điện có thể mất số liệu đã báo là đã lưu. Bật lại trong postgresql.conf."
    ) % {"names": ", ".join(names)}


@register(Tags.database)
def writes_are_kept(app_configs, databases=None, **kwargs) -> list[Warning]:
    """Asked by `migrate` and `check --database`, so before a release starts to work."""
    found = []
    for using in databases or ():
        try:
            names = unsafe_settings(using)
        except DatabaseError:
            continue  # the deed itself will say that the database does not answer
        if names:
            found.append(Warning(unsafe_sentence(names), id="dandan.W001"))
    return found
