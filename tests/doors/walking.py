"""Every door of the product, found and not written down: the URLconf walked to its leaves, admin and API with it."""

import re
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

_ROUTE_PART = re.compile(r"<(?:[^>:]+:)?([^>]+)>")
_NAMED_GROUP = re.compile(r"\(\?P<([^>]+)>")


@dataclass(frozen=True)
class Door:
    """One address of the product. `route` is as the URLconf writes it, with each part to fill as `<name>`."""

    route: str
    view: str

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<([^>]+)>", self.route))

    def filled(self, values: dict[str, object]) -> str:
        return "/" + re.sub(r"<([^>]+)>", lambda found: str(values[found.group(1)]), self.route)

    def __str__(self):
        return f"/{self.route}"


@cache
def doors() -> tuple[Door, ...]:
    """All of them, in the order of the URLconf."""
    return tuple(dict.fromkeys(_walk(get_resolver().url_patterns, "")))


def _walk(patterns, before: str):
    for pattern in patterns:
        route = before + _readable(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            called = pattern.callback
            yield Door(route, f"{called.__module__}.{getattr(called, '__qualname__', type(called).__name__)}")


def _readable(pattern) -> str:
    text = str(pattern)
    if isinstance(pattern, RoutePattern):
        return _ROUTE_PART.sub(r"<\1>", text)
    return _plain(text)


def _plain(regex: str) -> str:
    """The regular expression of a router as a route: groups by their names, anchors and escapes gone."""
    out, at = "", 0
    while at < len(regex):
        found = _NAMED_GROUP.match(regex, at)
        if found:
            out += f"<{found.group(1)}>"
            at = _closing(regex, at) + 1
        else:
            out += "" if regex[at] in "^$\\" else regex[at]
            at += 1
    return out.replace(".*", "<anything>")


def _closing(regex: str, start: int) -> int:
    depth = 0
    for at in range(start, len(regex)):
        depth += {"(": 1, ")": -1}.get(regex[at], 0)
        if depth == 0:
            return at
    raise ValueError(regex)
