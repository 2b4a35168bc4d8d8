"""On a network that leads nowhere everything works, and nothing looks for a way out."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.dandan.keeping_fixtures import SUITE
from tests.dandan.scratch import ROOT, Product

SOURCES = [
    path
    for folder in [ROOT / "templates", ROOT / "static", *ROOT.glob("*/static"), *ROOT.glob("*/templates")]
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".html", ".css", ".js", ".svg", ".txt"}
]
# The names of XML vocabularies look like addresses and are never asked for.
OUTSIDE = re.compile(r"""(?:https?:|["'(=]\s*)//(?!www\.w3\.org/)[\w.{]""")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_style_or_script_names_an_address_outside(path):
    assert OUTSIDE.findall(path.read_text(encoding="utf-8")) == []


def test_the_check_sees_an_address():
    for text in (
        'src="//cdn.example/a.js"',
        "url(https://fonts.example/a.woff2)",
        "fetch('http://a.example')",
    ):
        assert OUTSIDE.findall(text)
    assert OUTSIDE.findall('xmlns="http://www.w3.org/2000/svg" // a remark') == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(SUITE != "sqlite", reason="sản phẩm thử dùng SQLite (the product tried has a SQLite database of its own)")
def test_a_fresh_product_opens_every_page_with_the_loopback_alone(tmp_path):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("không có Chromium (no Chromium here)")
    inside = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$0" "$@"']
    if (
        shutil.which("unshare") is None
        or subprocess.run([*inside, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("không tạo được mạng riêng, cần quyền root (no network of its own can be made here)")
    product = Product(tmp_path / "var", "sqlite")
    run = subprocess.run(
        [*inside, sys.executable, "-m", "tests.dandan.without_a_network", chromium],
        cwd=ROOT, env=product.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(run.stdout)
    assert told.pop("pages") >= 50
    assert told == {"closed": True, "looked_for": [], "faults": [], "outside": [], "broken": []}
