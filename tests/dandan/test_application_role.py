"""On PostgreSQL one role owns the tables and another serves: of the log it may add and read, and nothing else."""

import shutil
import uuid

import psycopg2
import pytest
from django.db import connection, transaction

from dandan.application_role import grant, may_change_the_log
from tests.dandan.keeping_fixtures import SUITE
from tests.dandan.scratch import IMPORT, succeeded
from tests.dandan.two_roles import GuardedProduct
from tests.doors.conftest import world  # noqa: F401  the world of the doors, with somebody entitled for each deed
from tests.doors.deeds import DEEDS
from tests.doors.people import ADMINISTRATOR, PEOPLE
from tests.doors.test_writing import address_of, send
from tests.doors.walking import doors

DENIED = "InsufficientPrivilege"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    if SUITE != "postgresql" or shutil.which("pg_dump") is None:
        pytest.skip("cần PostgreSQL và pg_dump (needs PostgreSQL and pg_dump)")
    try:
        product = GuardedProduct(tmp_path_factory.mktemp("guarded") / "var")
    except psycopg2.errors.InsufficientPrivilege:
        pytest.skip("vai trò này không tạo được vai trò khác (this role cannot make roles)")
    product.do("prepare")
    product.grant()
    product.working_as(product.application)
    yield product
    product.drop()


@pytest.mark.slow
def test_the_application_s_role_does_the_work_of_a_day(guarded):
    assert guarded.manage(*IMPORT).returncode == 1  # this register has rows that are refused
    guarded.do("attach_files", "2")
    guarded.do("recognise_all")
    guarded.do("anonymise_somebody")
    found = {
        table: guarded.rows(f"SELECT count(*) FROM {table}")[0][0]
        for table in ("models_registry_registration", "models_registry_attachment", "recognition_recognition")
    }
    assert found["models_registry_registration"] >= 615
    assert found["models_registry_attachment"] == 2
    assert found["recognition_recognition"] > 600
    assert guarded.rows("SELECT count(*) FROM audit_event WHERE verb IN ('edit', 'withdraw')") == [(2,)]
    assert guarded.rows("SELECT count(*) > 0 FROM audit_redaction") == [(True,)]
    succeeded(guarded.manage("verify_log"))
    succeeded(guarded.manage("retention"))
    succeeded(guarded.manage("backup", guarded.folder / "sao-luu.zip"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = reason",
        "UPDATE audit_event SET salt = NULL, reason = 'x' WHERE id = 1",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "SELECT id FROM audit_event FOR UPDATE",
        "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (id) DO UPDATE SET reason = 'x'",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only",
        "DROP TRIGGER audit_event_append_only ON audit_event",
        "CREATE TRIGGER a BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE OR REPLACE FUNCTION audit_refuse_unannounced() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE RULE a AS ON INSERT TO audit_event DO INSTEAD NOTHING",
        "ALTER TABLE audit_event ADD COLUMN a int",
        "DROP TABLE audit_event CASCADE",
        "SET session_replication_role = replica",
        "UPDATE audit_redaction SET new_digest = ''",
        "DELETE FROM audit_redaction",
        "TRUNCATE audit_redaction",
        "INSERT INTO audit_seal (sealed_at, first_id, last_id, rows, digest) VALUES (now(), 1, 1, 1, '')",
        "UPDATE audit_seal SET rows = 0",
        "DELETE FROM audit_seal",
        "CREATE TABLE a (b int)",
        "TRUNCATE models_registry_attachment",
        "ALTER TABLE models_registry_registration ADD COLUMN a int",
        "UPDATE django_migrations SET name = name",
        "CREATE EXTENSION hstore",
    ],
)
def test_its_privileges_refuse_it(guarded, statement):
    assert guarded.refusal(statement) == DENIED


def test_what_no_redaction_announced_is_refused_through_the_one_way_too(guarded):
    guarded.do("enter", "1")
    said = guarded.refusal("SELECT audit_rewrite(max(id), 'x', 'x', '', NULL, NULL) FROM audit_event")
    assert said == "RaiseException"


def test_a_table_of_a_later_migration_is_the_applications_too(guarded):
    """Told by the owner's migrate alone, and again after what a restore does: everything dropped and made anew."""
    guarded.working_as(guarded.owner)
    try:
        guarded.write("CREATE TABLE of_tomorrow (id bigserial PRIMARY KEY)")
        guarded.write("REVOKE ALL ON audit_event, audit_seal, units_unit FROM " + guarded.application)
        guarded.write("GRANT UPDATE, DELETE ON audit_event TO " + guarded.application)
        succeeded(guarded.manage("migrate"))
    finally:
        guarded.working_as(guarded.application)
    assert guarded.refusal("INSERT INTO of_tomorrow DEFAULT VALUES") == ""
    assert guarded.refusal("UPDATE of_tomorrow SET id = id") == ""
    assert guarded.refusal("TRUNCATE of_tomorrow") == DENIED
    assert guarded.refusal("SELECT count(*) FROM units_unit") == ""
    assert guarded.refusal("UPDATE audit_event SET reason = reason") == DENIED
    assert guarded.refusal("INSERT INTO audit_seal (rows) VALUES (0)") == DENIED


def test_counters_of_requests_stand_where_all_workers_find_them(guarded):
    """`migrate` of a server makes their table, and the application may write to it."""
    guarded.working_as(guarded.owner)
    try:
        succeeded(guarded.manage("migrate", **SERVER))
    finally:
        guarded.working_as(guarded.application)
    counted = (
        "from django.core.cache import caches; caches['limits'].set('a', 3); print(caches['limits'].get('a'))"
    )
    assert succeeded(guarded.manage("shell", "-v", "0", "-c", counted, **SERVER)).strip() == "3"


def test_roles_that_nothing_would_bind_are_refused_in_words(guarded):
    run = guarded.manage("grant_application_role", guarded.application)
    assert "Lệnh này chạy bằng vai trò sở hữu các bảng" in run.stderr
    guarded.working_as(guarded.owner)
    try:
        itself = guarded.manage("grant_application_role", guarded.owner).stderr
        nobody = guarded.manage("grant_application_role", "khong_co").stderr
    finally:
        guarded.working_as(guarded.application)
    assert "nên không ràng buộc được" in itself
    assert "Không có vai trò “khong_co”" in nobody


SERVER = {
    "LOCAL": "0",
    "SECRET_KEY": "k9-Qw7zT4vX1mB8nR5cJ2hL6pS3dF0gYaEuIoKtMxWbVqNrZ",
    "ALLOWED_HOSTS": "testserver",
}
ASKED = "from django.test import Client; print(Client().get('/healthz', secure=True).json().get('message', 'không có gì'))"


def test_the_health_page_of_a_server_says_who_owns_the_log(guarded):
    def said() -> str:
        return guarded.manage("shell", "-v", "0", "-c", ASKED, **SERVER).stdout

    assert "sở hữu nhật ký" not in said()
    guarded.working_as(guarded.owner)
    try:
        assert "Phần mềm đang chạy bằng vai trò sở hữu nhật ký trong PostgreSQL" in said()
    finally:
        guarded.working_as(guarded.application)


# --- every deed of the product, as that role ------------------------------------------------------------------


@pytest.fixture(scope="module")
def role(world):  # noqa: F811
    """A role of the server, which goes with the module's transaction."""
    if connection.vendor != "postgresql":
        pytest.skip("cần PostgreSQL (needs PostgreSQL)")
    name = f"keep_app_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"CREATE ROLE {name}")
    grant(role=name)
    return name


@pytest.mark.django_db
@pytest.mark.postgresql
@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_each_deed_of_the_product_succeeds_as_that_role(world, role, deed):  # noqa: F811
    client = world.client(next(one for one in [*PEOPLE, ADMINISTRATOR] if one.name == deed.by))
    if deed.kind == "draft":
        door = next(door for door in doors() if door.route == deed.route)
        address = door.filled({"pk": world.records["draft"][deed.by].pk})
    else:
        address = address_of(world, deed, deed.of)
    with transaction.atomic():
        body = deed.made(world, deed.of)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
        assert not may_change_the_log()
        response = send(client, deed, address, body)
        connection.check_constraints()
        transaction.set_rollback(True)
    assert response.status_code in (200, 201, 302)
