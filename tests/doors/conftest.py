"""The world is built once for a module and taken back after it: what the doors answer does not change it."""

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings

from dandan.settings import CACHES
from tests.doors.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    # What a process keeps while nothing happens, it keeps here too: thousands of pages are asked for.
    kept = override_settings(CACHES=CACHES)
    with time_machine.travel("2026-03-02 09:00+07:00"), kept, django_db_blocker.unblock(), transaction.atomic():
        caches["process"].clear()
        yield World()
        transaction.set_rollback(True)
