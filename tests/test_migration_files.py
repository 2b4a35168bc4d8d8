"""What migrations hold, read from their files."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_a_data_migration_works_on_the_database_that_is_migrated():
    """`manage.py move_to` migrates a second database: a query without the connection's alias would change the first."""
    wrong = {}
    for path in sorted(ROOT.glob("*/migrations/0*.py")):
        loose = re.findall(r"^.*\.objects(?!\.using\().*$", path.read_text(encoding="utf-8"), re.MULTILINE)
        if loose:
            wrong[path.relative_to(ROOT).as_posix()] = [line.strip() for line in loose]
    assert wrong == {}
