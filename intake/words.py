"""The words offices use for field, level, phase, kind and a tick, each with the one value it means."""

from models_registry.choices import ActivityField, Kind, Level, Phase
from vietnamese.folding import fold

FIELD_WORDS = {
    ActivityField.ECONOMY: ("kinh te", "kt", "phat trien kinh te", "ptkt", "pt kt", "pt kinh te"),
    ActivityField.CULTURE_SOCIETY: (
        "van hoa xa hoi",
        "van hoa va xa hoi",
        "vh xh",
        "vhxh",
        "vh va xh",
        "van hoa",
        "xa hoi",
    ),
    ActivityField.DEFENCE_SECURITY: (
        "quoc phong an ninh",
        "quoc phong va an ninh",
        "an ninh quoc phong",
        "qp an",
        "qpan",
        "an qp",
        "anqp",
        "quoc phong",
        "an ninh",
        "an ninh trat tu",
    ),
    ActivityField.POLITICAL_SYSTEM: (
        "xay dung he thong chinh tri",
        "he thong chinh tri",
        "xd he thong chinh tri",
        "xay dung htct",
        "xd htct",
        "xdhtct",
        "htct",
        "xay dung dang he thong chinh tri",
        "xay dung dang va he thong chinh tri",
        "xay dung dang xay dung he thong chinh tri",
    ),
}
LEVEL_WORDS = {
    Level.GRASSROOTS: (
        "co so",
        "cs",
        "xa",
        "xa phuong",
        "xa phuong thi tran",
        "xa phuong dac khu",
        "phuong",
        "thi tran",
    ),
    Level.DISTRICT: ("huyen", "huyen thanh pho", "huyen thi xa thanh pho", "quan huyen", "quan", "thi xa"),
    Level.PROVINCE: ("tinh", "tinh thanh pho"),
    Level.CENTRAL: ("trung uong", "tw", "t u"),
}
PHASE_WORDS = {
    Phase.NEW: ("moi", "dang ky moi", "xay dung moi", "moi dang ky", "mo hinh moi", "m"),
    Phase.MAINTAINED: (
        "duy tri",
        "dt",
        "tiep tuc duy tri",
        "tiep tuc",
        "duy tri tiep tuc",
        "tiep tuc thuc hien",
    ),
    Phase.UPGRADED: ("nang chat", "nang cao chat luong", "nang cao", "nc"),
}
KIND_WORDS = {
    Kind.COLLECTIVE: ("tap the", "tt", "mo hinh tap the", "dien hinh tap the"),
    Kind.INDIVIDUAL: ("ca nhan", "cn", "mo hinh ca nhan", "dien hinh ca nhan"),
}
WORDS = {"field": FIELD_WORDS, "level": LEVEL_WORDS, "phase": PHASE_WORDS, "kind": KIND_WORDS}
_MEANING = {
    subject: {word: str(value) for value, words in table.items() for word in words}
    for subject, table in WORDS.items()
}
_LEADING = {
    "field": ("linh vuc ", "lv ", "ve "),
    "level": ("cap ", "dang ky cap "),
    "phase": (),
    "kind": ("loai ",),
}

TICKS = frozenset({"x", "×", "✓", "✔", "v", "+", "1", "có", "co", "đạt", "rồi", "c"})
NOT_TICKS = frozenset({"", "0", "-", "–", "không", "khong", "chưa", "k", "không đạt"})


def meaning(subject: str, text: str) -> str | None:
    """The value of field, level, phase or kind that the text names ("VH-XH" → culture_society); None when unknown."""
    word = fold(text)
    known = _MEANING[subject]
    if word in known:
        return known[word]
    for leading in _LEADING[subject]:
        if word.startswith(leading) and word.removeprefix(leading) in known:
            return known[word.removeprefix(leading)]
    return None


def ticked(value: object) -> bool | None:
    """Whether a cell of a tick column is ticked; None for a text that is neither tick nor blank."""
    if value is None:
        return False
    if isinstance(value, (bool, int, float)):
        return bool(value) if value in (0, 1) else None
    text = str(value).strip().lower()
    if text in TICKS:
        return True
    return False if text in NOT_TICKS else None
