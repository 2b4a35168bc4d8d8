"""What a file within every limit may cost: measured from outside, in a process of its own, for the worst kinds."""

import os
import subprocess
import sys

import pytest

from tests.dandan.scratch import ROOT
from tests.uploads.greedy_files import ATTACHMENTS, WORKBOOKS

MOST_MEBIBYTES = 150
ALL = [("import", what) for what in WORKBOOKS] + [("attach", what) for what in ATTACHMENTS]


def cost(door: str, what: str, folder) -> tuple[int, str]:
    """MiB added at the highest, and how the reading ended."""
    if door == "attach":
        name, make = ATTACHMENTS[what]
    else:
        name, make = "a.xlsx", WORKBOOKS[what]
    path = folder / "file"
    path.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-m", "tests.uploads.greedy_files", door, str(path), name],
        cwd=ROOT, env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    added, _space, end = run.stdout.strip().partition(" ")
    return int(added), end


@pytest.mark.skipif(sys.platform == "win32", reason="không có module resource (no resource module)")
@pytest.mark.parametrize("door, what", ALL)
def test_a_greedy_file_takes_little_memory(door, what, tmp_path):
    added, end = cost(door, what, tmp_path)
    assert added <= MOST_MEBIBYTES, (added, end)
    # A text of 39 MB and a page of escaped letters are large and no more; the others no office makes.
    taken = {"one shared text of 39 MB": "read:", "escaped letters": "kept:"}
    refusal = "UnreadableWorkbook:" if door == "import" else "DomainError:"
    assert end.startswith(taken.get(what, refusal)), end
