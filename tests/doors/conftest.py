"""The world is built once for a module and taken back after it: what the doors answer does not change it."""

import pytest
import time_machine
from django.db import transaction

from tests.doors.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with time_machine.travel("2026-03-02 09:00+07:00"), django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
