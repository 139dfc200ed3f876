"""Names are spelled alike as they are spoken, in both scripts, and others are not."""

from __future__ import annotations

import pytest

from storage.language.spoken import spell_hangul, spell_latin


@pytest.mark.parametrize(
    ("latin", "hangul"),
    [
        ("Samcheok", "삼척"),
        ("Songpa", "송파"),
        ("Sewol", "세월"),
        ("Daijin", "대진"),
        ("Haeundae", "해운대"),
        ("Gyeongbokgung", "경복궁"),
        ("Bareunmirae", "바른미래"),
        ("Kilauea", "킬라우에아"),
        ("Uchida", "우치다"),
        ("Namba", "난바"),
        ("Sigley", "시글리"),
        ("Cebu", "세부"),
    ],
)
def test_a_name_is_the_same_in_both_scripts(latin: str, hangul: str) -> None:
    assert spell_latin(latin) == spell_hangul(hangul) is not None


@pytest.mark.parametrize(
    ("latin", "hangul"), [("Samcheok", "삼청"), ("Mokpo", "마포"), ("Suwon", "수안"), ("Ulsan", "일산")]
)
def test_a_name_that_sounds_nearly_so_is_another(latin: str, hangul: str) -> None:
    assert spell_latin(latin) != spell_hangul(hangul)


@pytest.mark.parametrize("word", ["Oh", "", "Écija", "S4"])
def test_too_little_or_what_is_no_plain_word_has_no_key(word: str) -> None:
    assert spell_latin(word) is None


def test_what_is_not_in_hangul_has_no_key() -> None:
    assert spell_hangul("삼척A") is None
