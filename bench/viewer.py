"""The person who asks everything that is measured."""

from allauth.mfa.models import Authenticator
from django.http import HttpResponse

from accounts.models import User


def create_viewer() -> User:
    """An administrator, who sees everything; with the device her role must have, or every page would ask for it."""
    viewer = User.objects.create_superuser("bench", full_name="Đo")
    Authenticator.objects.create(user=viewer, type=Authenticator.Type.TOTP, data={})
    return viewer


def shown(answer: HttpResponse) -> HttpResponse:
    """The answer, if it is the page: a redirect would be measured as a very quick one."""
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
    return answer
