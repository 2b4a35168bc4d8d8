"""The world is built once for a module and taken back after it: what the doors answer does not change it."""

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings

from tests.doors.world import World

KEPT = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "doors"}
"""What a process keeps while nothing happens, it keeps here too: thousands of pages are asked for."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    kept = override_settings(CACHES=settings.CACHES | {"process": KEPT})
    with time_machine.travel("2026-03-02 09:00+07:00"), kept, django_db_blocker.unblock(), transaction.atomic():
        caches["process"].clear()
        yield World()
        transaction.set_rollback(True)
