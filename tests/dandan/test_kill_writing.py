"""kill -9 in the middle of an import and of a bulk recognition: all of it or nothing, and the next start works."""

import pytest

from tests.dandan.keeping_fixtures import copy_of, filled, fresh, vendor  # noqa: F401
from tests.dandan.killing import killed, moments, report, seconds
from tests.dandan.scratch import IMPORT, succeeded

pytestmark = pytest.mark.slow


def drill(before, command, *, copy_of, seed: int) -> list[str]:
    """Kills the command on one product round after round; each time it holds what it held, or everything. Ends with a
    run that nobody disturbs."""
    whole = copy_of(before)
    lasts = seconds(whole.start(*command))
    nothing, everything = before.counts(), whole.counts()
    assert nothing != everything
    outcomes, product = [], copy_of(before)
    for moment in moments(lasts, seed):
        finished = not killed(product.start(*command), moment)
        now = product.counts()
        assert now in (nothing, everything)
        assert now == everything or not finished
        succeeded(product.manage("verify_log"))
        outcomes.append("finished" if finished else "all" if now == everything else "nothing")
        if now == everything:
            product = copy_of(before)
    product.start(*command).communicate()
    assert product.counts() == everything
    return outcomes


def test_an_import(fresh, copy_of, capsys):  # noqa: F811
    outcomes = drill(fresh, ("manage.py", *IMPORT), copy_of=copy_of, seed=21)
    report(capsys, "import", fresh.vendor, outcomes)


def test_an_import_once_more_after_it_was_killed_counts_nobody_twice(fresh, copy_of):  # noqa: F811
    product = copy_of(fresh)
    killed(product.start("manage.py", *IMPORT), 1.5)
    for _ in range(2):
        product.manage(*IMPORT)
    counts = product.counts()
    assert counts["registrations"] == counts["models"] == counts["log: register"] == 613
    assert counts["recognitions"] == counts["log: recognise"]


def test_a_bulk_recognition(filled, copy_of, capsys):  # noqa: F811
    command = ("-m", "tests.dandan.keeping_deeds", "recognise_all")
    outcomes = drill(filled, command, copy_of=copy_of, seed=22)
    report(capsys, "bulk recognition", filled.vendor, outcomes)
