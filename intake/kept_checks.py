"""A register judged for its preview, kept while a person turns its pages: in this process alone, and only so much.

Nothing here is written anywhere: the import judges every row again under its lock, whatever a preview said."""

import json
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from time import monotonic

from django.db.models import Max
from django.utils.translation import get_language

from intake.checking import Checked
from intake.models import ImportBatch
from models_registry.models import Registration

SECONDS = 600
ROWS = 60_000
"""Rows kept over all batches, some 2 KB each; a longer register is judged anew for every page."""

_kept: OrderedDict[tuple, tuple[float, Checked]] = OrderedDict()
_lock = Lock()


def checked_once(batch: ImportBatch, by, day: date, judge: Callable[[], Checked]) -> Checked:
    """What `judge` says of the batch, asked once for a person, her language, the columns as chosen and the register as it
    stands. Not to be changed by who gets it."""
    key = _key(batch, by, day)
    with _lock:
        since, found = _kept.get(key, (0.0, None))
        if found is not None and monotonic() - since < SECONDS:
            _kept.move_to_end(key)
            return found
    found = judge()
    with _lock:
        for old in [
            k for k, (since, _c) in _kept.items() if k[0] == batch.pk or monotonic() - since >= SECONDS
        ]:
            del _kept[old]
        _kept[key] = (monotonic(), found)
        while _kept and sum(len(c.states) for _since, c in _kept.values()) > ROWS:
            _kept.popitem(last=False)
    return found


def _key(batch: ImportBatch, by, day: date) -> tuple:
    chosen = json.dumps([batch.sheet, batch.mapping, batch.fixed, batch.issuer], sort_keys=True)
    # What went in or was taken back since changes what is a duplicate.
    imports = ImportBatch.objects.aggregate(Max("imported_at"), Max("undone_at"))
    newest = Registration.objects.order_by("-id").values_list("id", flat=True).first()
    return (batch.pk, by.pk, get_language(), day, chosen, *imports.values(), newest)
