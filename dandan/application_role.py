"""The role that PostgreSQL knows the serving product by, beside the one that owns its tables.

The owner migrates; the application's role reads and writes rows and can do nothing else: of the log it may add and read,
and no trigger is its to take away. Which roles are meant stands in the database's own default privileges, so that they
outlive a restore, and every `migrate` grants them what came since (docs/decisions/051)."""

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from audit.append_only import REWRITING
from audit.errors import DomainError

READ_ONLY = {"django_migrations", "audit_seal"}
ADD_ONLY = {"audit_event", "audit_redaction"}


def grant(*, role: str, using: str = "default") -> None:
    """Gives the role what the application needs and takes everything else from it; again, it changes nothing.
    Raises DomainError where the role is none, is too strong to be bound, or where whoever asks does not own the tables."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        raise DomainError(_("Chỉ PostgreSQL mới có vai trò; SQLite không cần bước này."))
    with connection.cursor() as cursor:
        _refuse_unfit(cursor, role)
        schema = _one(cursor, "SELECT quote_ident(current_schema())")
        database = _one(cursor, "SELECT quote_ident(current_database())")
        named = _one(cursor, "SELECT quote_ident(%s)", role)
        for statement in (
            f"GRANT CONNECT ON DATABASE {database} TO {named}",
            f"REVOKE ALL ON SCHEMA {schema} FROM {named}",
            f"GRANT USAGE ON SCHEMA {schema} TO {named}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {named}",
            f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {named}",
            # What a later migration makes is at least not less guarded than the log; the rest comes at its end.
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT ON TABLES TO {named}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {named}",
            f"GRANT EXECUTE ON FUNCTION {REWRITING} TO {named}",
            *(f"GRANT {rights} ON {table} TO {named}" for table, rights in _rights(cursor)),
        ):
            cursor.execute(statement)
        if _one(cursor, "SELECT has_schema_privilege(%s, current_schema(), 'CREATE')", role):
            raise DomainError(
                _(
                    "Mọi vai trò đều tạo được bảng ở đây; hãy chạy: REVOKE CREATE ON SCHEMA %(schema)s FROM PUBLIC."
                )
                % {"schema": schema}
            )


def application_roles(using: str = "default") -> list[str]:
    """The roles that were granted the application's rights here: those to whom the owner gives new tables to add to."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT r.rolname FROM pg_default_acl d, aclexplode(d.defaclacl) a JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE d.defaclnamespace = current_schema()::regnamespace AND d.defaclobjtype = 'r'"
            " AND a.privilege_type = 'INSERT' AND d.defaclrole = current_user::regrole AND r.rolname <> current_user ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def grant_again(sender=None, using: str = "default", **kwargs) -> None:
    """After every migration: its new tables are the application's too, and those of the log as guarded as before."""
    for role in application_roles(using):
        grant(role=role, using=using)


def may_change_the_log(using: str = "default") -> bool:
    """Whether the role at work may, by its privileges, change, empty or unguard the log; False on SQLite, which has none."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(pg_has_role(current_user, c.relowner, 'MEMBER')"
            " OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER'))"
            " FROM pg_class c WHERE c.oid IN ('audit_event'::regclass, 'audit_seal'::regclass, 'audit_redaction'::regclass)"
        )
        return bool(cursor.fetchone()[0])


def unguarded_sentence(using: str = "default") -> str:
    """What the health page says of a server that serves as the owner of its tables; nothing on one's own computer."""
    if settings.LOCAL or not may_change_the_log(using):
        return ""
    return _(
        "Phần mềm đang chạy bằng vai trò sở hữu nhật ký trong PostgreSQL; hãy dùng một vai trò riêng: manage.py grant_application_role."
    )


def _rights(cursor) -> list[tuple[str, str]]:
    """Each table of the schema with what the application does to it."""
    cursor.execute(
        "SELECT relname, oid::regclass::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'p', 'v') AND pg_has_role(relowner, 'MEMBER') ORDER BY 1"
    )
    return [
        (
            table,
            "SELECT"
            if name in READ_ONLY
            else "SELECT, INSERT"
            if name in ADD_ONLY
            else "SELECT, INSERT, UPDATE, DELETE",
        )
        for name, table in cursor.fetchall()
    ]


def _refuse_unfit(cursor, role: str) -> None:
    cursor.execute(
        "SELECT r.rolsuper OR r.rolcreaterole OR r.rolreplication OR r.rolbypassrls,"
        " pg_has_role(r.oid, c.relowner, 'MEMBER'), pg_has_role(c.relowner, 'MEMBER')"
        " FROM pg_roles r, pg_class c WHERE r.rolname = %s AND c.oid = 'audit_event'::regclass",
        [role],
    )
    found = cursor.fetchone()
    if found is None:
        raise DomainError(
            _("Không có vai trò “%(role)s”; hãy tạo trước: createuser --pwprompt %(role)s.") % {"role": role}
        )
    too_strong, owner, ours = found
    if not ours:
        raise DomainError(_("Lệnh này chạy bằng vai trò sở hữu các bảng, như lệnh migrate."))
    if too_strong or owner:
        raise DomainError(
            _(
                "Vai trò “%(role)s” sở hữu các bảng hoặc quản trị máy chủ nên không ràng buộc được; hãy tạo vai trò khác."
            )
            % {"role": role}
        )


def _one(cursor, statement: str, *parameters):
    cursor.execute(statement, parameters)
    return cursor.fetchone()[0]
