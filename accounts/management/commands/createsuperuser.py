from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError

from audit.errors import DomainError


class Command(createsuperuser.Command):
    """Django's; what the product refuses of it is said as a sentence."""

    def handle(self, *args, **options):
        try:
            return super().handle(*args, **options)
        except DomainError as refused:
            raise CommandError(refused.sentence) from refused
