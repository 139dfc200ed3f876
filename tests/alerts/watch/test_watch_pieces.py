"""The pieces of words that an idea learned, however many words were asked for before."""

from __future__ import annotations

import pytest

from alerts.watch.ideas import model as models
from alerts.watch.ideas.model import Model
from alerts.watch.ideas.signs import cut_pieces


def test_pieces_are_those_with_weights_and_the_same_once_words_were_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(models, "MOST_KNOWN", 3)
    words = ["talks", "summit", "회담", "tariff", "정상회담", "talk"]
    learned = sorted(cut_pieces("talks") | cut_pieces("회담"))[::2]
    model = Model(digest="", bias=0, weights=dict.fromkeys(learned, (1, 1)), left_out={})
    for asked in (words[:2], words, words[3:], words, []):
        found = {piece for word in asked for piece in cut_pieces(word)}
        assert model.list_pieces(iter(asked)) == found & set(learned)
