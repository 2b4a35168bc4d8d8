"""kill -9 in the middle of an import and of a bulk recognition: all of it or nothing, and the next start works."""

import pytest

from tests.dandan.killing import Moments, killed, report, seconds
from tests.dandan.scratch import IMPORT, succeeded

pytestmark = pytest.mark.slow


def drill(before, command, *, copy_of, seed: int) -> list[str]:
    """Kills the command on one product round after round; each time it holds what it held, or everything. Ends with a
    run that nobody disturbs."""
    whole = copy_of(before)
    lasts = seconds(whole.start(*command))
    nothing, everything = before.counts(), whole.counts()
    assert nothing != everything
    outcomes, product, moments = [], copy_of(before), Moments(lasts, seed)
    for moment in moments:
        finished = not killed(product.start(*command), moment)
        now = product.counts()
        assert now in (nothing, everything)
        assert now == everything or not finished
        outcomes.append("finished" if finished else "all" if now == everything else "nothing")
        moments.learn(committed=now == everything)
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


def test_what_a_writer_was_told_is_there_is_there(fresh, copy_of, capsys):
    """Registrations with a paper each, one after the other; everything acknowledged before the kill is found once."""
    product, told, kept = copy_of(fresh), 0, []
    for moment in Moments(1.0, seed=25):
        writer = product.start("-m", "tests.dandan.keeping_deeds", "write_on", told)
        said = [writer.stdout.readline() for _ in range(1 + int(20 * moment))]
        writer.kill()
        # communicate() would pass over the lines that readline() has read ahead.
        said += writer.stdout.read().splitlines()
        writer.communicate()
        acknowledged = [line for line in said if line.strip().isdigit()]
        assert acknowledged == said, b"".join(said).decode()
        told += len(acknowledged)
        kept.append(len(acknowledged))
        counts = product.counts()
        assert counts["registrations"] == counts["models"] == counts["log: register"]
        assert counts["attachments"] == counts["log: attach"]
        assert told <= counts["attachments"] <= counts["registrations"] <= told + 1
        papers = dict(product.rows("SELECT file, sha256 FROM models_registry_attachment"))
        assert papers.items() <= product.files().items()
        told = counts["registrations"] if counts["attachments"] == counts["registrations"] else told
        if counts["attachments"] != counts["registrations"]:
            product, told = copy_of(fresh), 0
    report(capsys, "writer", fresh.vendor, ["acknowledged writes, none lost"] * sum(kept))
