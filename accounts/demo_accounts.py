"""Accounts whose password is printed in the manual: those the demo made, and no others.

What makes one is the row of the log that the demo writes with the account. Rows of that log are never changed or removed,
no other deed writes this verb, and the demo refuses a database that holds people: so there is nothing to be switched on,
left on or forgotten in an office's own database."""

from accounts.models import User
from audit.models import Event

MADE_BY_THE_DEMO = "seed_demo"
"""The verb of the row."""


def is_demo_account(user) -> bool:
    rows = Event.objects.filter(
        subject_type=User._meta.label_lower, subject_id=user.pk, verb=MADE_BY_THE_DEMO
    )
    return rows.exists()
