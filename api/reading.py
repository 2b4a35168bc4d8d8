"""Reading a request's body: JSON, one object, of a bounded size and depth."""

import json

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

LARGEST_BODY = 1024 * 1024
"""A megabyte holds a decision with all its models; what is larger is an import."""


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE

    def __init__(self):
        super().__init__(_("Nội dung gửi lên quá lớn; hãy dùng chức năng nhập từ Excel."))


class BoundedJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge
        try:
            found = json.loads(body.decode("utf-8"), parse_constant=_refused)
        except (ValueError, RecursionError):
            raise ParseError from None
        if not isinstance(found, dict):
            raise serializers.ValidationError(_("Hãy gửi một đối tượng JSON."))
        return found


class Words(serializers.CharField):
    """Text that both databases can keep."""

    def to_internal_value(self, data):
        text = super().to_internal_value(data)
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise serializers.ValidationError(_("Có ký tự không lưu được; hãy gõ lại."))
        return text


class Sent(serializers.Serializer):
    """What a body may hold. A name outside it is refused: a value silently dropped would look saved."""

    def to_internal_value(self, data):
        if isinstance(data, dict):
            extra = [name for name in data if name not in self.fields or self.fields[name].read_only]
            if extra:
                raise serializers.ValidationError(
                    {str(name)[:60]: [_("Không nhận mục này.")] for name in extra}
                )
        return super().to_internal_value(data)


def _refused(constant: str):
    raise ValueError(constant)
