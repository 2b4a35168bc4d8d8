"""The product's own settings, as on one's own computer, with what makes tests quick and leaves nothing behind."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("LOCAL", "1")
os.environ.setdefault("STATIC_ROOT", "")
# Files written by a test never meet those of a person working in the same checkout.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="dandan-tests-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from dandan.settings import *  # noqa: E402, F403

# Tests send in a second what people send in a day; those about the limits set their own.
REQUEST_LIMITS = {}

# What a process keeps while nothing happens would outlive the transaction that a test takes back.
CACHES = CACHES | {"process": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # noqa: F405

# Argon2 is slow on purpose; people in tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Every test client would walk all static files anew; the live server hands them out itself.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]  # noqa: F405

if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # A test database need not survive a power cut; waiting for the disk would take most of the suite's time.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
else:
    MIDDLEWARE = ["tests.one_at_a_time.OneAtATimeMiddleware", *MIDDLEWARE]
