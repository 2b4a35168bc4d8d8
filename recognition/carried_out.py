"""A deed at the end of a form: done, or refused in words where the person reads them."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from audit.errors import DomainError
from models_registry.registration import NotAllowed


def carried_out(form, deed: Callable[[], object]) -> bool:
    """Whether the deed was done. What it refused stands at the form's fields then; what is not the person's to do is
    answered with 403 and the reason."""
    try:
        deed()
    except NotAllowed as refused:
        raise PermissionDenied(refused.sentence) from None
    except DomainError as refused:
        form.take_refusals(refused)
        return False
    return True
