"""Pictures drawn anew, upright: what stays of a sent picture is its pixels and their colours, and no byte that was in its file."""

import io
import threading

from PIL import Image, ImageOps

from models_registry.photographs import PIXEL_LIMIT, broken_picture

_FORMATS = {"jpg": "JPEG", "png": "PNG"}
# As fine as it came: neither larger nor blurred by a second rounding of another kind.
_WRITTEN = {"JPEG": {"quality": "keep", "subsampling": "keep"}, "PNG": {}}
# Twenty-five million points take 75 MB and as much again while they are written: one picture at a time in each process.
_turn = threading.Lock()
# The header was looked at before; this is the same limit in the decoder's own words.
Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT


def drawn_anew(kind: str, content: bytes) -> bytes:
    """The picture decoded, turned upright and encoded again, with its colour profile and without metadata: the same bytes for
    the same picture. Other kinds of files as they are. Raises UnfitFile for a picture that cannot be decoded whole."""
    if kind not in _FORMATS:
        return content
    name = _FORMATS[kind]
    try:
        with _turn, Image.open(io.BytesIO(content), formats=[name]) as sent:
            ImageOps.exif_transpose(sent, in_place=True)
            out = io.BytesIO()
            sent.save(out, format=name, icc_profile=sent.info.get("icc_profile"), **_WRITTEN[name])
            return out.getvalue()
    # What a broken picture makes a decoder raise is of many kinds; none of them is anything but a broken picture.
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, OverflowError, Image.DecompressionBombError) as error:
        raise broken_picture() from error
