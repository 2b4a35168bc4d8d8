"""The person who asks everything that is measured."""

from allauth.mfa.models import Authenticator

from accounts.models import User


def create_viewer() -> User:
    """An administrator, who sees everything; with the device her role must have, or every page would ask for it."""
    viewer = User.objects.create_superuser("bench", full_name="Đo")
    Authenticator.objects.create(user=viewer, type=Authenticator.Type.TOTP, data={})
    return viewer
