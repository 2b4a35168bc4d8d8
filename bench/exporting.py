"""The list's "Xuất Excel" of the whole register, from the database to the file, against openpyxl's write-only mode."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, peak_memory_mb, seconds
from models_registry.models import Registration
from reports.register_export import CHUNK, export_registrations

MOST_ROWS = 160_000
_PATHS = (
    "model__code", "model__name", "kind", "unit__name", "unit__parent__name", "organisation__name", "person_in_charge",
    "field", "content", "aims", "year", "level", "phase", "participants", "money", "labour_days", "results",
    "recognised_level", "recognised_on",
)  # fmt: skip


def measure(times: int) -> Iterator[Figure]:
    """Each way runs in a process of its own, so that its peak memory is its own; by turns, at most three times."""
    ours, slow, memory, slow_memory = [], [], 0.0, 0.0
    for _ in range(min(times, 3)):
        taken, peak = _in_own_process("ours")
        ours.append(taken)
        memory = max(memory, peak)
        taken, peak = _in_own_process("openpyxl")
        slow.append(taken)
        slow_memory = max(slow_memory, peak)
    with tempfile.TemporaryFile() as out, CaptureQueriesContext(connection) as asked:
        rows = export_registrations(_rows()[:100], out, title="Sổ")
    assert rows == 100
    count = min(Registration.objects.all().count(), MOST_ROWS)
    note = f"openpyxl peak {slow_memory:.0f} MB"
    yield Figure(f"export: {count:,} rows", ours, slow, "openpyxl write-only", len(asked), memory, note)


def _in_own_process(way: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.worker", "exporting", "--way", way],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    taken, peak = done.stdout.split()[-2:]
    return float(taken), float(peak)


def _rows():
    return Registration.objects.counted().order_by("-id")[:MOST_ROWS]


def _ours(path: Path) -> None:
    export_registrations(_rows(), str(path), title="Sổ đăng ký")


def _with_openpyxl(path: Path) -> None:
    """As its own manual advises for many rows: plain values, never objects, and write-only."""
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Sổ đăng ký")
    for number, values in enumerate(_rows().values_list(*_PATHS).iterator(chunk_size=CHUNK), 1):
        sheet.append((number, *values))
    workbook.save(path)


def alone(way: str) -> None:
    """Print the seconds and the peak memory of one way; the worker calls it in a process started for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so.xlsx"
        print(seconds(lambda: {"ours": _ours, "openpyxl": _with_openpyxl}[way](path)), peak_memory_mb())
