"""Why a file may not be kept, before it is known what the person called it."""

from django.utils.translation import gettext as _


class UnfitFile(ValueError):
    """`words` is a sentence with %(name)s for the file's name and places for `values`."""

    def __init__(self, words: str, **values):
        super().__init__(words)
        self.words, self.values = words, values

    def sentence(self, name: str) -> str:
        return self.words % ({"name": name} | self.values)


def damaged() -> UnfitFile:
    return UnfitFile(
        _("“%(name)s” bị hỏng hoặc chưa tải lên đủ; hãy mở trên máy, lưu lại rồi gửi lại tệp vừa lưu.")
    )


def something_hung_on() -> UnfitFile:
    return UnfitFile(
        _("“%(name)s” có một tệp khác giấu bên trong hoặc nối ở cuối; hãy mở trên máy, lưu lại rồi gửi lại.")
    )


_FOREIGN = (
    b"PK\x05\x06",
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"%PDF-",
    b"\xca\xfe\xba\xbe",
)
_RUNNABLE = (b"<?php", b"<script", b"<html", b"<!doctype", b"<svg", b"#!/")


def refuse_foreign_tail(tail: bytes) -> None:
    """For what follows the end of a picture: telephones hang a film or a second picture on, which is left out; an
    archive, a page or a program is no telephone's."""
    start = tail.lstrip(b"\0\r\n\t ")
    small = tail.lower()
    if (
        start.startswith(b"MZ")
        or any(mark in tail for mark in _FOREIGN)
        or any(mark in small for mark in _RUNNABLE)
    ):
        raise something_hung_on()
