"""Migrations go back and forward on filled tables and lose nothing; killed in the middle they run again."""

import json

import pytest

from tests.dandan.killing import Moments, killed, report, seconds
from tests.dandan.scratch import Product
from tests.dandan.walking_migrations import lost, own_labels

pytestmark = pytest.mark.slow
EMPTY = {
    "accounts_user_groups": "groups are not used: rights come from assignments",
    "accounts_user_user_permissions": "not used either",
    "recognition_digestsent": "no record: that a letter went out on a day",
}
"""Tables of ours that no record of the doors' world fills, with the reason."""
CHANGES = {
    "models_registry.0003_stages_of_what_stands": "stages are made of what was known, and statuses of stages",
    "recognition.0003_lists_of_decisions": "lines of decisions are made of what they recognised, and go back into it",
}
"""Migrations that rewrite values on their way, with what they do. There and back nothing may differ all the same."""


GONE_ON_THE_WAY_BACK = {
    "there and back: recognition_decision:": "drafts of decisions: an older release has no place for what is not signed",
}
"""What an older release cannot hold, and is therefore not there again."""


@pytest.fixture(scope="module")
def planted(vendor, tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("planted") / "var", vendor)
    product.do("plant")
    yield product
    product.drop()


def tables(product: Product) -> dict:
    return json.loads(product.do("tell_tables"))


def test_every_table_of_ours_is_filled(planted):
    ours = tuple(f"{label}_" for label in own_labels())
    empty = [table for table, (rows, _) in tables(planted).items() if table.startswith(ours) and not rows]
    assert [table for table in empty if table not in EMPTY] == [], "plant one in tests/doors/planting.py"


def test_every_migration_runs_back_and_forward_and_nothing_is_lost(planted, copy_of):
    product = copy_of(planted)
    faults = json.loads(product.do("walk_migrations"))
    meant = tuple(f"{way} {name}:" for name in CHANGES for way in ("back from", "forward to")) + tuple(GONE_ON_THE_WAY_BACK)
    assert [fault for fault in faults if not fault.startswith(meant)] == []


def test_a_migration_killed_in_the_middle_runs_again(planted, copy_of, capsys):
    old = copy_of(planted)
    old.do("walk_back")
    whole, applied = copy_of(old), "SELECT count(*) FROM django_migrations"
    begun = old.rows(applied)[0][0]
    lasts = seconds(whole.start("manage.py", "migrate"))
    everything, wanted, outcomes, moments = (
        whole.rows(applied)[0][0],
        tables(whole),
        [],
        Moments(lasts, seed=26),
    )
    assert begun < everything
    for moment in moments:
        product = copy_of(old)
        killed(product.start("manage.py", "migrate"), moment)
        done = product.rows(applied)[0][0]
        again = json.loads(product.do("migrate_and_tell"))
        assert (product.rows(applied)[0][0], lost(wanted, again)) == (everything, [])
        outcomes.append("all" if done == everything else "nothing" if done == begun else "a part")
        moments.learn(committed=done == everything)
        product.drop()
    report(capsys, "migration", planted.vendor, outcomes)
