"""kill -9 in the middle of a restore: the old or the new, never a mixture; the next run finishes what is left."""

import pytest

from tests.dandan.killing import Moments, killed, report, seconds
from tests.dandan.scratch import Product, succeeded

pytestmark = pytest.mark.slow


def papers(product: Product) -> dict[str, str]:
    """What the rows of the database in use say their papers are."""
    return dict(product.rows("SELECT file, sha256 FROM models_registry_attachment"))


@pytest.fixture
def in_use(fresh, copy_of):
    """What the backup replaces: another register, with papers of its own."""
    product = copy_of(fresh)
    product.do("enter", "3")
    product.do("attach_files", "3")
    return product


def test_a_restore(in_use, backup, copy_of, capsys):
    command = ("manage.py", "restore", backup, "--replace")
    whole = copy_of(in_use)
    lasts = seconds(whole.start(*command))
    old, new = (in_use.counts(), in_use.files()), (whole.counts(), whole.files())
    assert old[0]["registrations"] == len(old[1]) == 3
    assert (new[0]["registrations"], len(new[1])) == (613, 8)  # seven papers and the refused rows
    outcomes, product, moments = [], copy_of(in_use), Moments(lasts, seed=23)
    for moment in moments:
        finished = not killed(product.start(*command), moment)
        counts = product.counts()
        assert counts in (old[0], new[0])
        assert papers(product).items() <= product.files().items()
        succeeded(product.manage("restore", "--finish"))
        assert (product.counts(), product.files()) in (old, new)
        assert product.counts() == counts
        outcomes.append("finished" if finished else "new" if counts == new[0] else "old")
        moments.learn(committed=counts == new[0])
        if counts == new[0]:
            product = copy_of(in_use)
    succeeded(product.manage(*command[1:]))
    assert (product.counts(), product.files()) == new
    succeeded(product.manage("verify_log"))
    report(capsys, "restore", in_use.vendor, outcomes)


def test_a_backup_that_was_killed_leaves_no_file_under_its_name(filled, copy_of, tmp_path):
    product = copy_of(filled)
    lasts = seconds(product.start("manage.py", "backup", tmp_path / "thu.zip"))
    moments = Moments(lasts, seed=24)
    for n, moment in enumerate(moments):
        path = tmp_path / f"{n}.zip"
        finished = not killed(product.start("manage.py", "backup", path), moment)
        assert path.exists() or not finished
        moments.learn(committed=path.exists())
        if path.exists():
            succeeded(product.manage("restore", path, "--replace"))
        else:
            succeeded(product.manage("backup", path))
