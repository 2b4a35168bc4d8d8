"""How the secrets of second factors stand in the database: encrypted under a key made from SECRET_KEY."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class FactorSecrets(DefaultMFAAdapter):
    """A copy of the database alone makes nobody's codes. With another SECRET_KEY the secrets are unreadable and their
    owners set up anew; a key that is being replaced stays readable while it stands in SECRET_KEY_FALLBACKS."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text. Raises cryptography.fernet.InvalidToken where no key of ours wrote it."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user) -> str:
        return user.get_username()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key)) for key in keys])


def _key_from(secret_key: str) -> bytes:
    digest = salted_hmac("accounts.factor_secrets", "", secret=secret_key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
