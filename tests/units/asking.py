"""A process that keeps units: for every line it reads, one line with its number of readings of the lists so far, the
units a name is held by, and what stands inside; python -m tests.units.asking KEY."""

import sys

import django

django.setup()

from units import atlas  # noqa: E402
from units.models import Unit  # noqa: E402

read, times = atlas.Atlas.__init__, []


def counted(self, word):
    times.append(word)
    read(self, word)


atlas.Atlas.__init__ = counted
key = sys.argv[1]
for _line in sys.stdin:
    held = atlas.current_atlas()
    unit = held.units[Unit.objects.values_list("id", flat=True).get(key=key)]
    sys.stdout.write(f"{len(times)} {len(held.inside(unit))} {unit.name}\n")
    sys.stdout.flush()
