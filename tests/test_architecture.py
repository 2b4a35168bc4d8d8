"""What ARCHITECTURE decided, held by reading the code: who may import whom, where counting lives, how files are named."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    {"vietnamese"},
    {"audit"},
    {"units"},
    {"accounts", "rollups"},
    {"models_registry"},
    {"recognition", "resolutions"},
    {"intake", "reports", "api"},
    {"dandan"},
]
HEIGHT = {app: height for height, apps in enumerate(LAYERS) for app in apps}
COUNTING_FILES = {"measures.py", "querysets.py", "counting.py", "crossing.py"}
DRAWERS = {"utils", "helpers", "services", "common", "misc", "util", "helper"}
FILES = sorted(p for app in HEIGHT for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)


def imported_apps(tree: ast.AST) -> set[str]:
    """The first names of every module imported anywhere in the file, inside functions too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


def strangers(app: str, tree: ast.AST) -> set[str]:
    """Apps that the file imports though they stand on its own line or below it."""
    return {
        other for other in imported_apps(tree) & set(HEIGHT) if other != app and HEIGHT[other] >= HEIGHT[app]
    }


def counts(tree: ast.AST) -> list[int]:
    """The lines on which the file counts in the database."""
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) == "Count" or getattr(node.func, "attr", None) == "Count")
    )


@pytest.mark.parametrize("app", sorted(HEIGHT))
def test_an_app_imports_only_the_apps_above_it(app):
    wrong = {}
    for path in FILES:
        if path.relative_to(ROOT).parts[0] == app:
            found = strangers(app, ast.parse(path.read_text(encoding="utf-8")))
            if found:
                wrong[path.relative_to(ROOT).as_posix()] = sorted(found)
    assert wrong == {}


def test_the_layer_check_sees_an_import_hidden_in_a_function():
    tree = ast.parse("def f():\n    from models_registry.models import Registration\n")
    assert strangers("units", tree) == {"models_registry"}
    assert strangers("rollups", ast.parse("import accounts.scoping")) == {"accounts"}
    assert strangers("reports", tree) == set()


def test_only_measures_querysets_and_the_engine_count():
    wrong = {
        path.relative_to(ROOT).as_posix(): lines
        for path in FILES
        if path.name not in COUNTING_FILES and (lines := counts(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert wrong == {}


def test_the_counting_check_sees_a_count():
    assert counts(ast.parse("a.annotate(n=Count('x'))\nb.aggregate(models.Count('*'))")) == [1, 2]


def test_files_are_named_for_their_deed():
    drawers = [
        p.relative_to(ROOT).as_posix()
        for p in FILES
        if p.stem in DRAWERS or set(p.parts) & {"common", "utils", "helpers"}
    ]
    assert drawers == []


def test_nothing_is_deleted_with_what_it_belongs_to():
    """on_delete is PROTECT but for rows derived from others, which are rebuilt whole."""
    derived = {"units/models.py": 1}  # a placement goes with its geography
    cascades = {}
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = [n for n in ast.walk(tree) if "CASCADE" in (getattr(n, "attr", ""), getattr(n, "id", ""))]
        if said:
            cascades[path.relative_to(ROOT).as_posix()] = len(said)
    assert cascades == derived


def test_pages_obey_the_content_security_policy():
    """No inline script, style or handler: the policy would silently switch them off."""
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", re.I
    )
    allowed = re.compile(r'<script[^>]*type="application/json"')
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for found in forbidden.finditer(path.read_text(encoding="utf-8")):
            if not allowed.match(found.group()):
                wrong.append(f"{path.relative_to(ROOT)}: {found.group().strip()}")
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_direct_package_is_locked_at_its_pin(name):
    pins = re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / f"{name}.txt").read_text(), re.M)
    lock = (ROOT / f"{name}.lock").read_text()
    assert [pin for pin in pins if f"\n{pin} " not in f"\n{lock}"] == []
    assert "--hash=sha256:" in lock
