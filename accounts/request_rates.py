"""How often one person may ask for what costs much. Counted in the store all workers share (CACHES["limits"]), so that
neither another worker nor a restart forgives; the rates stand in settings.REQUEST_LIMITS."""

import logging
import threading
import time
from contextlib import contextmanager
from math import ceil
from zlib import crc32

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.utils.translation import gettext as _
from rest_framework.throttling import SimpleRateThrottle

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class PersonRate(SimpleRateThrottle):
    """Requests of one kind by one person. A scope without a rate in the settings is not limited."""

    def __init__(self, scope: str = ""):
        self.scope = scope or self.scope
        self.rate = settings.REQUEST_LIMITS.get(self.scope) or None
        super().__init__()

    # Looked up when asked: settings may name another store, and tests another clock.
    @property
    def cache(self):
        return caches["limits"]

    def get_rate(self):
        return self.rate

    @staticmethod
    def timer() -> float:
        return time.time()

    def get_cache_key(self, request, view) -> str | None:
        user = request.user
        return self.cache_format % {"scope": self.scope, "ident": user.pk} if user.is_authenticated else None

    def allow_request(self, request, view) -> bool:
        if self.rate is None or (key := self.get_cache_key(request, view)) is None:
            return True
        with self._alone(key):
            return super().allow_request(request, view)

    def throttle_failure(self) -> bool:
        # One line a person and minute, however many requests were refused: the log is no second flood.
        if self.cache.add(f"{self.key}:told", True, self.duration):
            log.warning("too many requests: %s, %s", self.key, self.rate)
        return False

    @property
    def seconds_to_wait(self) -> int:
        return max(1, ceil(self.wait() or self.duration))

    @contextmanager
    def _alone(self, key: str):
        """Reading the count and writing it back is one step, or requests sent at once would be counted as one."""
        if not settings.LIMITS_IN_DATABASE:
            with _one_at_a_time:
                yield
            return
        # SQLite begins every transaction as a writer, which is a lock already.
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_advisory_xact_lock(%s, %s)", [1_147_237_455, crc32(key.encode()) - 2**31]
                    )
            yield


def too_many_sentence(seconds: int) -> str:
    return _("Anh/chị gửi quá nhiều yêu cầu trong một phút. Hãy đợi %(seconds)s giây rồi thử lại.") % {
        "seconds": seconds
    }
