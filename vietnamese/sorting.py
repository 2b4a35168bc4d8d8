"""The Vietnamese alphabet as a stored key: order by it on any database, in any collation."""

import unicodedata
from functools import lru_cache

# Blanks and marks in the order ICU gives them, then digits, then the letters; each takes two digits of the key.
_ORDER = " _-–,;:!?.…'‘’\"“”()[]{}@*/\\&#%`^+<=>|~$" + "0123456789" + "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {character: f"{place:02d}" for place, character in enumerate(_ORDER, start=1)}
_UNKNOWN = "99"
# none < grave < hook < tilde < acute < dot below: the order of CLDR's Vietnamese collation.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> str:
    """Digits only, so that plain comparison sorts by letter, then by tone, then lower case before upper.

    Four digits a character; agrees with ICU's ``vi-x-icu`` on every unit name of the official lists.
    """
    letters, tones, cases = [], [], []
    for character in unicodedata.normalize("NFC", text):
        place, tone, case = _weigh(character)
        letters.append(place)
        tones.append(tone)
        cases.append(case)
    return f"{''.join(letters)}00{''.join(tones)}{''.join(cases)}"


def person_sort_key(full_name: str) -> str:
    """People stand by given name (the last word), then by family name, then by the words between."""
    words = full_name.split()
    return sort_key(words[-1]) + sort_key(" ".join(words[:-1])) if words else sort_key("")


@lru_cache(maxsize=4096)
def _weigh(character: str) -> tuple[str, str, str]:
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in decomposed[1:] if mark in _TONES), "0")
    letter = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    return _PLACE.get(letter.lower(), _UNKNOWN), tone, "1" if letter != letter.lower() else "0"
