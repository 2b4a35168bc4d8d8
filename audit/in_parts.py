"""Long lists of ids, cut for statements: both databases bound the number of parameters of one statement."""

from collections.abc import Iterator


def in_parts(ids: list[int], size: int = 5000) -> Iterator[list[int]]:
    """The ids in order, at most `size` of them at a time; nothing for an empty list."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
