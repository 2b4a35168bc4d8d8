"""kill -9 in the middle of an import and of a bulk recognition: all of it or nothing, and the next start works."""

import pytest

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
        outcomes.append("finished" if finished else "all" if now == everything else "nothing")
        if now == everything:
            product = copy_of(before)
    product.start(*command).communicate()
    assert product.counts() == everything
    succeeded(product.manage("verify_log"))
    return outcomes


def test_an_import(fresh, copy_of, capsys):
    outcomes = drill(fresh, ("manage.py", *IMPORT), copy_of=copy_of, seed=21)
    report(capsys, "import", fresh.vendor, outcomes)


def test_a_bulk_recognition(filled, copy_of, capsys):
    command = ("-m", "tests.dandan.keeping_deeds", "recognise_all")
    outcomes = drill(filled, command, copy_of=copy_of, seed=22)
    report(capsys, "bulk recognition", filled.vendor, outcomes)
