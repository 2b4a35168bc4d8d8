"""Every refusal in one shape and in the office's words: {"errors": [{"field", "message"}]}."""

import logging

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.refusal_log import note_refusal
from accounts.request_rates import too_many_sentence
from audit.errors import DomainError, Overtaken, is_for_want_of_room
from models_registry.registration import NotAllowed
from resolutions import rights as resolution_rights

log = logging.getLogger(__name__)


def answer_in_words(exc: Exception, context: dict) -> Response | None:
    """The answer to an exception of an API view; None for a mistake of ours, which is for Django to report."""
    found = _answer(exc)
    if found is None:
        return None
    code, errors = found
    if code == status.HTTP_403_FORBIDDEN:
        note_refusal(verb="refuse_deed", reason=errors[0]["message"])
    set_rollback()
    answer = Response({"errors": errors}, status=code)
    if isinstance(exc, Overtaken):
        # Who was overtaken sees the record as it now is, beside what he sent: nothing typed is lost.
        answer.data["current"] = context["view"].as_shown(exc.current)
    for name in ("auth_header", "wait"):
        if value := getattr(exc, name, None):
            answer[{"auth_header": "WWW-Authenticate", "wait": "Retry-After"}[name]] = str(value)
    return answer


def errors_of(exc: DomainError) -> list[dict]:
    return [{"field": e.field, "message": e.sentence} for e in getattr(exc, "errors", [exc])]


def _answer(exc: Exception) -> tuple[int, list[dict]] | None:
    if isinstance(exc, DomainError):
        not_hers = dict.fromkeys((NotAllowed, resolution_rights.NotAllowed), status.HTTP_403_FORBIDDEN)
        code = not_hers | {Overtaken: status.HTTP_409_CONFLICT}
        return code.get(type(exc), status.HTTP_400_BAD_REQUEST), errors_of(exc)
    if isinstance(exc, exceptions.ValidationError):
        return exc.status_code, list(_flat(exc.detail, ""))
    if isinstance(exc, Http404):
        return status.HTTP_404_NOT_FOUND, _whole(_("Không tìm thấy."))
    if isinstance(exc, PermissionDenied):
        return status.HTTP_403_FORBIDDEN, _whole(str(exc) or _("Anh/chị không có quyền làm việc này."))
    if isinstance(exc, exceptions.Throttled):
        return exc.status_code, _whole(too_many_sentence(exc.wait or 60))
    if isinstance(exc, exceptions.APIException):
        return exc.status_code, _whole(_sentence(exc))
    if isinstance(exc, SuspiciousOperation):
        return status.HTTP_400_BAD_REQUEST, _whole(_("Không đọc được yêu cầu này."))
    if is_for_want_of_room(exc):
        log.error("no room left on the disk: %s", type(exc).__name__)
        return status.HTTP_507_INSUFFICIENT_STORAGE, _whole(_("Máy chủ hết chỗ lưu; việc này chưa được ghi."))
    if isinstance(exc, (OperationalError, InterfaceError)):
        log.error("the database did not answer: %s", type(exc).__name__)
        sentence = _("Cơ sở dữ liệu đang bận; hãy thử lại sau ít phút.")
        return status.HTTP_503_SERVICE_UNAVAILABLE, _whole(sentence)
    return None


def _sentence(exc: exceptions.APIException) -> str:
    if str(exc.detail) != str(exc.default_detail):
        return str(exc.detail)
    sentences = {
        exceptions.NotFound: _("Không tìm thấy."),
        exceptions.PermissionDenied: _("Anh/chị không có quyền làm việc này."),
        exceptions.NotAuthenticated: _("Hãy đăng nhập."),
        exceptions.ParseError: _("Nội dung gửi lên không phải JSON đọc được."),
        exceptions.MethodNotAllowed: _("Địa chỉ này không nhận cách gửi đó."),
        exceptions.NotAcceptable: _("Chỉ trả lời dạng JSON."),
        exceptions.UnsupportedMediaType: _("Hãy gửi nội dung dạng JSON (application/json)."),
    }
    return sentences.get(type(exc)) or str(exc.detail)


def _whole(sentence: str) -> list[dict]:
    return [{"field": "", "message": sentence}]


def _flat(detail, name: str):
    """The nested refusals of a body as lines, each naming its place: "registrations.0.level"."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            part = "" if key == "non_field_errors" else str(key)
            yield from _flat(value, ".".join(p for p in (name, part) if p))
    elif isinstance(detail, list) and any(isinstance(d, (dict, list)) for d in detail):
        for number, value in enumerate(detail):
            if value:
                yield from _flat(value, f"{name}.{number}")
    elif isinstance(detail, list):
        for value in detail:
            yield {"field": name, "message": str(value)}
    else:
        yield {"field": name, "message": str(detail)}
