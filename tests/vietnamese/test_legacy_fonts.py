import pytest

from vietnamese.legacy_fonts import OLD, UNICODE, encoding_of_font, to_unicode, typed_as


@pytest.mark.parametrize(
    "typed, font, meant",
    [
        ("D©n vËn khÐo", ".VnTime", "Dân vận khéo"),
        ("d©n vËn khÐo", ".VnTimeH", "DÂN VẬN KHÉO"),
        ("§¶ng bé huyÖn B¶o L¹c", ".VnArial", "Đảng bộ huyện Bảo Lạc"),
        ("ng\xadêi cao tuæi g\xad¬ng mÉu", ".VnTime", "người cao tuổi gương mẫu"),
        ("Daân vaän kheùo", "VNI-Times", "Dân vận khéo"),
        ("ÑAÛNG COÄNG SAÛN VIEÄT NAM", "VNI-Helve", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (
            "Xaây döïng noâng thoân môùi, quyõ vì ngöôøi ngheøo",
            "VNI-Times",
            "Xây dựng nông thôn mới, quỹ vì người nghèo",
        ),
        ("Dân vận khéo", ".VnTime", "Dân vận khéo"),
        ("D©n vËn", "Times New Roman", "D©n vËn"),
        ("Cafe", None, "Cafe"),
    ],
)
def test_the_font_decides_how_the_text_is_read(typed, font, meant):
    assert to_unicode(typed, font) == meant


def test_fonts_are_known_by_their_names():
    fonts = [".VnTime", ".VnTimeH", ".vnArial Narrow", "VNI-Times", "Times New Roman", "", None]
    assert [encoding_of_font(f) for f in fonts] == ["tcvn3", "tcvn3-capitals", "tcvn3", "vni", "", "", ""]


@pytest.mark.parametrize(
    "text, font, typed",
    [
        ("C¸ nh©n", ".VnTime", OLD),
        ("Daân vaän kheùo", "VNI-Times", OLD),
        ("Dân vận khéo", ".VnTime", UNICODE),
        ("Cá nhân", ".VnTime", ""),
        ("Cá nhân", "VNI-Times", ""),
        ("TËp thÓ", ".VnTime", OLD),
        ("Xóm", ".VnTime", ""),
    ],
)
def test_letters_tell_how_a_cell_was_typed_or_leave_it_open(text, font, typed):
    assert typed_as(text, font) == typed
