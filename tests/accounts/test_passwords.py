"""Passwords everybody in the office would try are refused, in Vietnamese."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.passwords import one_time_password
from tests.casts import person

OFFICE = "Mật khẩu này chỉ gồm các từ quen thuộc của cơ quan, địa phương hoặc năm, dễ đoán."
SHORT = "Mật khẩu quá ngắn. Nó phải chứa ít nhất 12 ký tự."


@pytest.mark.parametrize(
    "password, words",
    [
        ("DanVanKheo@2026", [OFFICE]),
        ("Dân vận khéo 2030!", [OFFICE]),
        ("tinhuycaobang2026", [OFFICE]),
        ("2025_CaoBang_2026", [OFFICE]),
        ("D4nv4nkh30-2026", [OFFICE]),
        ("huyenuy.baolac.2024", [OFFICE]),
        ("aaaabbbbaaaa", ["Mật khẩu này lặp lại vài ký tự, dễ đoán."]),
        ("1qaz2wsx3edc", ["Mật khẩu này quá phổ biến."]),
        ("x1y2", [SHORT, "Mật khẩu này lặp lại vài ký tự, dễ đoán."]),
        ("Nông Thị Hoa 1", ["Mật khẩu quá giống với Họ và tên."]),
    ],
)
def test_what_everybody_would_try_is_refused(loaded_units, password, words):
    user = person("canbo.moi", full_name="Nông Thị Hoa")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    assert refused.value.messages == words


def test_a_text_of_any_length_is_read_quickly(loaded_units):
    with pytest.raises(ValidationError):
        validate_password("danvan" * 800 + "2026")
    assert validate_password("danvan" * 2000 + "q") is None


@pytest.mark.parametrize("password", ["Mua dong lanh 2027", "danvan-gặp-mưa-trên-đèo", "xq7 kvz9 mmw2 ptt4"])
def test_other_long_words_are_taken_without_rules_of_composition(loaded_units, password):
    assert validate_password(password) is None


def test_a_one_time_password_is_long_and_never_twice_the_same(loaded_units):
    made = {one_time_password() for _n in range(200)}
    assert (len(made), {len(one) for one in made}) == (200, {19})
    assert [validate_password(one) for one in list(made)[:20]] == [None] * 20
