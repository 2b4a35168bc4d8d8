"""Where the change that is being made comes from: the door and the address, carried beside the call."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    door: str = "command"
    address: str = ""


_UNKNOWN = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=_UNKNOWN)


def current_origin() -> Origin:
    return _current.get()


@contextmanager
def coming_from(door: str, address: str = "") -> Iterator[None]:
    """Within the block every recorded change names this door and address."""
    token = _current.set(Origin(door, address))
    try:
        yield
    finally:
        _current.reset(token)
