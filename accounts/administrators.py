"""Administrators of the whole system are made by whoever holds the server, with createsuperuser."""

from django.contrib.auth.models import UserManager
from django.db import transaction

from accounts.work_addresses import clean_address
from audit.recording import record_change


class Accounts(UserManager):
    """Django's, and the log tells of each administrator made. The address of reminders is taken as on every page: raises
    DomainError for one that is none, or private."""

    use_in_migrations = False

    @transaction.atomic
    def create_superuser(self, username, email=None, password=None, **columns):
        made = super().create_superuser(username, clean_address(email or ""), password, **columns)
        after = {name: getattr(made, name) for name in ("username", "full_name", "is_staff", "is_superuser")}
        record_change(by=None, verb="create", subject=made, after=after)
        return made
