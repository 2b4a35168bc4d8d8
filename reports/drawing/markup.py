"""SVG elements as safe text: everything that is not already markup is escaped."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# Characters XML 1.0 forbids even as references: one of them in a name would lose the whole drawing.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def element(name: str, *children: object, **attributes: object) -> SafeString:
    """The element with its children in order; `class_` gives class, `aria_label` gives aria-label, None is left out."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_text(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    inner = "".join(_text(child) for child in children if child is not None)
    return mark_safe(f"<{name}{pairs}>{inner}</{name}>" if inner else f"<{name}{pairs}/>")


def group(*children: object, **attributes: object) -> SafeString:
    """A <g>, or nothing at all where there are no children."""
    return element("g", *children, **attributes) if any(children) else SafeString()


def linked(href: str, label: str, *children: object) -> SafeString:
    """The children as a link with a tooltip; as a titled group where there is nothing to link to.

    The link is out of the tab order: the table beside each drawing holds the same links, in reading order.
    """
    title = element("title", label)
    if not href:
        return element("g", title, *children)
    return element("a", title, *children, href=href, tabindex="-1")


def text(words: object, x: float, y: float, css: str) -> SafeString:
    """A line of text whose baseline starts at (x, y); the classes `at-end` and `at-middle` say what x stands for."""
    return element("text", words, x=number(x), y=number(y), class_=css)


def number(value: float) -> str:
    """A coordinate with one decimal at most: 12.0 gives "12", 0.04 gives "0"."""
    return f"{round(value, 1):.1f}".removesuffix(".0").replace("-0.0", "0") if round(value, 1) else "0"


def _text(value: object) -> str:
    if isinstance(value, float):
        return number(value)
    if isinstance(value, SafeString):
        return value
    return conditional_escape(_FORBIDDEN.sub("", str(value)))
