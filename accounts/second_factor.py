"""The second factor: who must have one, and the deeds about it. A code counts once (RFC 6238, 5.2)."""

from datetime import timedelta

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.demo_accounts import is_demo_account
from accounts.models import User
from accounts.people import NotYours, may_keep_account
from accounts.scoping import held_assignments
from audit.errors import DomainError
from audit.recording import record_change
from vietnamese.folding import clean_line

GUARDED_ROLES = frozenset({Role.APPROVER, Role.UNIT_ADMIN})
"""Who must have one besides the system's administrators: whoever approves, and whoever keeps other people's accounts."""
_TOTP, _RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
_RESTS_FOR = timedelta(minutes=15)
_GONE = {"before": {"second_factor": True}, "after": {"second_factor": False}}


class TooManyWrongCodes(DomainError):
    """Wrong codes came from everywhere: whoever sends them knows the password."""


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=_TOTP).exists()


def must_have_second_factor(user) -> bool:
    """By what the person is and is assigned to today."""
    if is_demo_account(user):
        return False
    return _is_guarded(user)


def lacks_second_factor(user) -> bool:
    """Whether the person must set one up before anything else."""
    return _is_guarded(user) and not has_second_factor(user) and not is_demo_account(user)


def codes_left(user) -> int:
    """How many recovery codes are not used yet."""
    held = Authenticator.objects.filter(user_id=user.pk, type=_RECOVERY).first()
    return settings.MFA_RECOVERY_CODE_COUNT - held.data["used_mask"].bit_count() if held else 0


def counter_of(secret: str, code: str) -> int | None:
    """The half minute in which the secret gives this code, now or one step off; None for a wrong code."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


@transaction.atomic
def set_up(*, user: User, secret: str, counter: int) -> list[str]:
    """The second factor with this secret instead of the one held before; the recovery codes, to be shown once. Every
    other session and token of the person ends. `counter` is that of the code just typed: it will not be taken again."""
    held = User.objects.select_for_update().get(pk=user.pk)
    replaced = has_second_factor(held)
    Authenticator.objects.filter(user=held).delete()
    data = {"secret": encrypt(secret), "last_counter": counter}
    Authenticator.objects.create(user=held, type=_TOTP, data=data)
    codes = RecoveryCodes.activate(held).generate_codes()
    _end_sessions(held)
    record_change(
        by=held,
        verb="second_factor_replaced" if replaced else "second_factor_set_up",
        subject=held,
        before=None if replaced else {"second_factor": False},
        after={"second_factor": "***" if replaced else True},
    )
    return codes


@transaction.atomic
def remove(*, user: User) -> None:
    """The person signs in with the password alone again. Refused where a second factor is required."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if must_have_second_factor(held):
        raise DomainError(
            _(
                "Vai trò của anh/chị bắt buộc có xác thực hai bước: chỉ thay bằng thiết bị khác, không bỏ được."
            )
        )
    _require_held(held)
    Authenticator.objects.filter(user=held).delete()
    record_change(by=held, verb="second_factor_removed", subject=held, **_GONE)


@transaction.atomic
def renew_recovery_codes(*, user: User) -> list[str]:
    """Recovery codes made anew, to be shown once; the old ones count no more."""
    held = User.objects.select_for_update().get(pk=user.pk)
    _require_held(held)
    Authenticator.objects.filter(user=held, type=_RECOVERY).delete()
    codes = RecoveryCodes.activate(held).generate_codes()
    record_change(by=held, verb="recovery_codes_renewed", subject=held, after={"recovery_codes": "***"})
    return codes


@transaction.atomic
def reset(*, by: User | None, user: User, reason: str) -> None:
    """Takes the second factor of somebody who lost both device and codes; sessions and tokens end. `by` None: whoever
    holds the server."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if by is not None and not may_keep_account(by, held):
        raise NotYours(_("Anh/chị không quản lý tài khoản này."))
    reason = clean_line(reason)
    if not reason:
        raise DomainError(_("Hãy ghi lý do."), field="reason")
    _require_held(held)
    Authenticator.objects.filter(user=held).delete()
    _end_sessions(held)
    record_change(by=by, verb="second_factor_reset", subject=held, reason=reason, **_GONE)


@transaction.atomic
def use_code(*, user: User, code: str) -> bool:
    """Whether the code, of the device or a recovery code, is the person's and was not used before; from now on it is.
    Raises TooManyWrongCodes after fifty wrong ones in a quarter of an hour, from wherever they came."""
    held = {row.type: row for row in Authenticator.objects.select_for_update().filter(user_id=user.pk)}
    if _TOTP not in held:
        return False
    totp, now = held[_TOTP], timezone.now()
    wrong = [at for at in totp.data.get("wrong_at", []) if at > (now - _RESTS_FOR).timestamp()]
    if len(wrong) >= settings.WRONG_CODES_PER_ACCOUNT:
        raise TooManyWrongCodes(
            _("Mã xác thực của tài khoản này bị thử sai quá nhiều lần. Hãy đợi 15 phút, rồi đổi mật khẩu.")
        )
    try:
        counter = counter_of(decrypt(totp.data["secret"]), code)
        if counter is not None and counter > totp.data["last_counter"]:
            totp.data["last_counter"], totp.last_used_at = counter, now
            totp.save()
            return True
        if _RECOVERY in held and held[_RECOVERY].wrap().validate_code(code):
            left = {"recovery_codes_left": codes_left(user)}
            record_change(by=user, verb="recovery_code_used", subject=user, after=left)
            return True
    except InvalidToken:
        pass  # written under another SECRET_KEY: no code of it can be right any more
    totp.data["wrong_at"] = [*wrong, now.timestamp()]
    totp.save()
    return False


def unused_recovery_codes(user) -> list[str]:
    held = Authenticator.objects.filter(user_id=user.pk, type=_RECOVERY).first()
    return held.wrap().get_unused_codes() if held else []


def _is_guarded(user) -> bool:
    if user.is_superuser or user.is_staff:
        return True
    return any(row.role in GUARDED_ROLES for row in held_assignments(user))


def _require_held(user: User) -> None:
    if not has_second_factor(user):
        raise DomainError(_("Tài khoản này chưa cài xác thực hai bước."))


def _end_sessions(user: User) -> None:
    user.end_sessions()
    user.save(update_fields=["session_generation"])
