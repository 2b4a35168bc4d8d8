"""What every template promises: it compiles, runs nothing inline, and names pictures that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from dandan.templatetags.figures import figure, millions

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
SPRITE = (Path(settings.BASE_DIR) / "static/img/icons.svg").read_text(encoding="utf-8")
ICONS = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)|<style", re.IGNORECASE)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_nothing_the_content_policy_forbids(name):
    assert INLINE.findall((FOLDER / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_names_pictures_of_the_sprite(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    named = re.findall(r'icon\.html" with name="([a-z-]+)"', text) + re.findall(r"icons }}#([a-z-]+)", text)
    assert set(named) - ICONS == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_one_line_comment_ends_on_its_line(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "{#" in line and "#}" not in line] == []


@pytest.mark.parametrize(("number", "text"), [(13268, "13.268"), (0, "0"), (None, "")])
def test_a_figure_is_written_the_vietnamese_way(number, text):
    assert figure(number) == text


@pytest.mark.parametrize(("dong", "text"), [(273_500_000, "273,5"), (12_000_000, "12"), (None, ""), (0, "0")])
def test_money_is_shown_in_millions(dong, text):
    assert millions(dong) == text
