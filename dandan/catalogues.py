"""The texts people read, gathered from code and templates, and their catalogues in locale/.

Source texts are Vietnamese. locale/en translates every one of them; locale/vi holds only what the packages in use
say in English. Gathering and compiling use Python alone, so no gettext programs are needed anywhere.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

_NAMES = ("gettext", "ngettext", "pgettext", "npgettext")
CALLS = {"_", "gettext_noop", *_NAMES, *(f"{name}_lazy" for name in _NAMES)}
_STRING = r"""(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(?:n?p?gettext\((?:[^()'\"]|{_STRING})*\))|(?<!\w)_\({_STRING}\)")
OUTSIDE = {".venv", ".git", "var", "staticfiles", "tests", "bench", "locale", "data", "docs"}


def texts_in_use(root: Path) -> dict[tuple[str | None, str], polib.POEntry]:
    """Every translatable text under the folder by (context, text), each with the places where it is used."""
    found: dict[tuple[str | None, str], polib.POEntry] = {}
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if (
            inside.parts[0] in OUTSIDE
            or "migrations" in inside.parts
            or path.suffix not in {".py", ".html", ".txt"}
        ):
            continue
        if path.suffix != ".py" and "templates" not in inside.parts:
            continue
        for context, text, plural in _texts(path):
            entry = found.setdefault((context, text), polib.POEntry(msgid=text, msgctxt=context))
            if plural:
                entry.msgid_plural = plural
            if (inside.as_posix(), "") not in entry.occurrences:
                entry.occurrences.append((inside.as_posix(), ""))
            if "%(" in text and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    return found


def update(path: Path, entries: dict[tuple[str | None, str], polib.POEntry]) -> polib.POFile:
    """The catalogue with exactly these texts, keeping the translations it already has."""
    catalogue = polib.pofile(str(path))
    held = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key, entry in held.items():
        if key not in entries:
            catalogue.remove(entry)
    for key, entry in entries.items():
        if key in held:
            held[key].occurrences, held[key].flags = entry.occurrences, entry.flags
            held[key].msgid_plural = entry.msgid_plural
        else:
            catalogue.append(entry)
    catalogue.sort(key=lambda entry: (entry.occurrences, entry.msgid))
    return catalogue


def untranslated(catalogue: polib.POFile) -> list[str]:
    return [
        entry.msgid
        for entry in catalogue
        if not (
            all(entry.msgstr_plural.values()) if entry.msgid_plural and entry.msgstr_plural else entry.msgstr
        )
    ]


def compile_all(folder: Path) -> list[Path]:
    """Write a .mo beside every .po under the folder; returns the compiled files."""
    compiled = []
    for path in sorted(folder.rglob("*.po")):
        target = path.with_suffix(".mo")
        target.write_bytes(polib.pofile(str(path)).to_binary())
        compiled.append(target)
    return compiled


def _texts(path: Path) -> Iterator[tuple[str | None, str, str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _calls(ast.parse(source))
    else:
        # Django turns a template into calls with filling between them; each call is Python of its own.
        for call in _CALL.findall(templatize(source)):
            yield from _calls(ast.parse(call))


def _calls(tree: ast.AST) -> Iterator[tuple[str | None, str, str | None]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [
            argument.value
            for argument in node.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if name not in CALLS or not texts:
            continue
        context = texts.pop(0) if "pgettext" in name else None
        yield (
            context,
            texts[0],
            texts[1] if name.startswith("n") and "noop" not in name and len(texts) > 1 else None,
        )
