"""docs/security.md says which test shows what: each test it names exists, and the tables are whole."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)?(?:::(\w+))?`")
_FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|html|js|lock))(?:::(\w+))?`")
_REQUIREMENT = re.compile(r"^\| (\d{1,2}\.\d{1,2}\.\d{1,2}) \|", re.MULTILINE)


@cache
def names_in(path: str) -> frozenset[str]:
    """The functions and classes of the file, at any depth, and the names it assigns to."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    return frozenset(found | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)})


def named_tests(page: str) -> list[tuple[str, str]]:
    """(file, function) of every test the page names; `::name` alone goes on with the file named before it, in the same
    paragraph or row of a table. The function is empty where a whole file is meant."""
    found, file = [], ""
    for line in page.splitlines():
        if not line or line.startswith("|"):
            file = ""
        for path, function in _NAMED.findall(line):
            file = path or file
            if path or function:
                found.append((file, function))
    return found


def section(title: str) -> str:
    """The text under a heading of the second rank."""
    (body,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return body


def untold(page: str) -> list[str]:
    """What the page names and is not there."""
    wrong = []
    for file, function in named_tests(page):
        there = file and (ROOT / file).is_file()
        if not there or (function and not (function.startswith("test_") and function in names_in(file))):
            wrong.append(f"{file}::{function}")
    for file, name in _FILE.findall(page):
        if not (ROOT / file).is_file() or (name and file.endswith(".py") and name not in names_in(file)):
            wrong.append(f"{file}::{name}")
    return wrong


def test_every_test_and_file_the_page_names_is_there():
    assert len(named_tests(PAGE)) > 200
    assert untold(PAGE) == []


def test_the_check_sees_a_name_that_is_gone():
    there, gone = "`tests/test_architecture.py::test_files_are_named_for_their_deed`", "`::test_of_yesterday`"
    assert untold(there) == []
    assert untold(f"{there}, {gone}") == ["tests/test_architecture.py::test_of_yesterday"]
    assert untold("`tests/test_gone.py::test_it`") == ["tests/test_gone.py::test_it"] * 2
    assert untold("`accounts/scoping.py::seen_by_nobody`") == ["accounts/scoping.py::seen_by_nobody"]


def test_all_fifteen_promises_are_answered_each_by_a_test():
    rows = re.findall(r"^\*\*(\d+)\. .*?(?=^\*\*\d+\. |\Z)", section("The fifteen promises"), re.M | re.S)
    bodies = re.split(r"^\*\*\d+\. ", section("The fifteen promises"), flags=re.M)[1:]
    assert rows == [str(n) for n in range(1, 16)]
    assert [n for n, body in enumerate(bodies, 1) if not named_tests(body)] == []
    assert [n for n, body in enumerate(bodies, 1) if not re.match(r".*?\((kept|in part)\)", body)] == []


def test_each_requirement_stands_once_with_what_shows_it():
    claimed = section("OWASP ASVS 5.0: what is claimed")
    numbers = _REQUIREMENT.findall(claimed)
    assert len(numbers) == len(set(numbers)) > 90
    rows = [line for line in claimed.splitlines() if _REQUIREMENT.match(line)]
    assert [row for row in rows if not (named_tests(row) or _FILE.search(row))] == []
    refused = _REQUIREMENT.findall(section("OWASP ASVS 5.0: what is not claimed"))
    assert set(numbers) & set(refused) == set()


def test_the_holes_are_many_and_each_was_seen_by_a_test():
    rows = [line for line in section("Holes planted by hand").splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(rows) >= 30
    assert [row for row in rows if not named_tests(row)] == []
