"""The step that enters words has its own way of cutting a text; so far it is that of the search index."""

from __future__ import annotations

from importlib import import_module

import pytest

from storage.corpus.search import list_words

STEP = import_module("storage.migrations.versions.0002_words_of_articles")


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.-ROK alliance's 70th year; Yoon’s “visit” — İstanbul, ΣΑΣ",
        "한국 경제, 韓美 정상회담·북핵 제3차 회의(NCG)가 열렸다",
        "ＦＵＬＬ　ｗｉｄｔｈ\r\nsoft\u00adhyphen zero\u200bwidth",
        "\u1112\u1161\u11ab\u1100\u116e\u11a8 e\u0301te\u0301",
        "가",
        "",
        "x" * 100,
    ],
)
def test_old_articles_are_entered_as_new_ones_are(text: str) -> None:
    """Where this fails, the words of the index have changed: a new step has to enter all articles anew."""
    assert STEP._list_words(text) == list(list_words(text))
