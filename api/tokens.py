"""Tokens of machines, as every address of the API reads them."""

from knox.auth import TokenAuthentication
from rest_framework.exceptions import PermissionDenied

from accounts.second_factor import lacks_second_factor
from accounts.second_factor_required import must_set_up_sentence


class OwnToken(TokenAuthentication):
    """A token taken with a password alone opens nothing once its owner must have a second factor and has none."""

    def authenticate_credentials(self, token):
        user, held = super().authenticate_credentials(token)
        if lacks_second_factor(user):
            raise PermissionDenied(must_set_up_sentence())
        return user, held
