"""Which passwords are refused because everybody in the office would try them."""

import re
from secrets import choice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from units.choices import Tier
from units.models import Unit
from vietnamese.folding import fold

_WORDS = """
danvan danvankheo khoidanvan tinhuy huyenuy thanhuy danguy danguyxa bandanvan bantuyengiao tuyengiao mattran mttq ubnd hdnd
uybannhandan xa phuong thitran huyen tinh thanhpho thon ban to canbo lanhdao quantri admin administrator dangvien dangcongsan
dang cong san vietnam tonquoc hochiminh bacho bac ho matkhau password passwd pass qwerty qwertyuiop asdfgh asdfghjkl zxcvbn
zxcvbnm abc abcd abcdef iloveyou anhyeuem emyeuanh yeuem yeuanh giadinh hanhphuc xinchao welcome letmein login user test demo
moi nam mohinh mohinhdanvankheo dienhinh kheo dan van
"""
_LOOK_ALIKES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_FEWEST_DIFFERENT = 5
_LONGEST_READ, _LONGEST_WORD = 5000, 40
# Without what is misread on paper or over the telephone.
_SPOKEN = "abcdefghkmnpqrstuvwxyz23456789"


class OfficeWordsValidator:
    """Refuses words of the office and names of provinces and districts, alone or strung together, with years, other
    digits and signs between them, with marks or without; and a few characters repeated."""

    def validate(self, password: str, user=None) -> None:
        if len(set(password.lower())) < _FEWEST_DIFFERENT:
            raise ValidationError(_("Mật khẩu này lặp lại vài ký tự, dễ đoán."), code="password_repeats")
        known = _known_words()
        text = re.sub(r"(19|20)\d\d", "", password[:_LONGEST_READ])
        for reading in (text, text.translate(_LOOK_ALIKES)):
            if _made_of(known, re.sub("[^a-z]", "", fold(reading))):
                raise ValidationError(
                    _("Mật khẩu này chỉ gồm các từ quen thuộc của cơ quan, địa phương hoặc năm, dễ đoán."),
                    code="password_office_words",
                )

    def get_help_text(self) -> str:
        return _("Không dùng tên cơ quan, địa phương kèm năm.")


def one_time_password() -> str:
    """A password to be told once and replaced at the first sign-in: 60 bits in four groups."""
    return "-".join("".join(choice(_SPOKEN) for _n in range(4)) for _group in range(4))


def _made_of(words: frozenset[str], letters: str) -> bool:
    """Whether the letters are nothing but words of the list; by positions reached, so that no text takes long."""
    reached = {0}
    for end in range(1, len(letters) + 1):
        starts = range(max(0, end - _LONGEST_WORD), end)
        if any(start in reached and letters[start:end] in words for start in starts):
            reached.add(end)
    return len(letters) > 0 and len(letters) in reached


def _known_words() -> frozenset[str]:
    names = Unit.objects.filter(tier__in=(Tier.PROVINCE, Tier.DISTRICT)).values_list("folded_name", flat=True)
    bare = (re.sub(r"^(tinh|thanh pho|huyen|quan|thi xa) ", "", name) for name in names)
    return frozenset(_WORDS.split()) | {word for name in bare if (word := re.sub("[^a-z]", "", name))}
