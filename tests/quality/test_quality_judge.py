"""Copies and stories keep their quality on made-up sets, whose floors are pinned in judge.toml."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.records import CopyKind, Verdict
from tests.judging import judge_and_keep, make_article, open_corpus

FLOORS = tomllib.loads((Path(__file__).parent / "judge.toml").read_text("utf-8"))

Text = list[str]
"""Sentences."""

FURNITURE = {
    "en": [
        "Home > Politics",
        "Share this article",
        "Sign up for our letter",
        "Most read",
        "Log in to comment",
    ],
    "ko": ["홈 > 정치 > 외교", "카카오톡 공유", "많이 본 뉴스", "관련기사 더보기", "구독하기"],
}
CREDIT = {"en": "SEOUL, Dec. 26 (Newswire) --", "ko": "(서울=가상통신) 홍길동 기자 ="}


def make_words(lang: str, chance: random.Random, count: int) -> list[str]:
    """Made-up words of a language's make."""
    if lang == "ko":
        letters, lengths = "".join(map(chr, range(0xAC00, 0xD7A4, 31))), (2, 4)
    else:
        letters, lengths = "abcdefghijklmnoprstuvw", (3, 9)
    return ["".join(chance.choices(letters, k=chance.randint(*lengths))) for _ in range(count)]


def make_text(chance: random.Random, words: Sequence[str], sentences: int) -> Text:
    weights = [1 / (rank + 20) for rank in range(len(words))]
    return [
        " ".join(chance.choices(words, weights, k=chance.randint(10, 25))) + "." for _ in range(sentences)
    ]


def edit(text: Text, share: float, chance: random.Random, words: Sequence[str]) -> Text:
    return [
        " ".join(chance.choice(words) if chance.random() < share else word for word in sentence.split())
        for sentence in text
    ]


def copies_of(text: Text, lang: str, chance: random.Random, words: Sequence[str]) -> dict[str, str]:
    """What outlets make of a wire report and still print as the same text."""
    kept = sorted(chance.sample(range(len(text)), round(len(text) * chance.uniform(0.6, 0.8))))
    furniture = FURNITURE[lang]
    return {
        "credited": "\n".join([f"{CREDIT[lang]} {text[0]}", *text[1:]]),
        "dropped": "\n".join(text[index] for index in kept),
        "cut": "\n".join(text[: round(len(text) * 0.75)]),
        "edited": "\n".join(edit(text, 0.12, chance, words)),
        "furnished": "\n".join([*furniture[:3], *text, *furniture[3:]]),
    }


def parts_of(text: Text, other: Text) -> dict[str, str]:
    """Texts that share passages with a report and are not it."""
    return {
        "lede": "\n".join(text[: max(4, len(text) // 4)]),
        "embedded": "\n".join([*other[:6], *text[2 : 2 + len(text) // 2], *other[6:]]),
        "follow-up": "\n".join([*other[: len(other) * 3 // 4], *text[-6:]]),
    }


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_copies_are_found_and_nothing_else(tmp_path: Path, lang: str) -> None:
    chance = random.Random(f"copies {lang}")
    words = make_words(lang, chance, 3000)
    judged: list[tuple[int, str, Verdict]] = []
    family: dict[str, int] = {}
    originals = [make_text(chance, words, chance.randint(14, 30)) for _ in range(24)]
    others = [make_text(chance, words, 18) for _ in range(24)]
    with open_corpus(tmp_path) as corpus:
        for number, original in enumerate(originals):
            made = {
                "original": "\n".join(original),
                **copies_of(original, lang, chance, words),
                **parts_of(original, others[number]),
            }
            for kind, text in made.items():
                article = make_article(
                    f"{kind}.example/{number}", text, f"{kind} {words[number]}", hours=number
                )
                family[article.id] = number
                judged.append((number, kind, judge_and_keep(corpus, article)))
    copies = {"credited", "dropped", "cut", "edited", "furnished"}
    called = [entry for entry in judged if entry[2].copy and entry[2].copy.kind is not CopyKind.PARTIAL]
    right = [entry for entry in called if entry[1] in copies and is_right(entry, family)]
    parts = [entry for entry in judged if entry[1] in ("lede", "embedded", "follow-up")]
    partial = [entry for entry in parts if entry[2].copy and entry[2].copy.kind is CopyKind.PARTIAL]
    found = [entry for entry in partial if is_right(entry, family)]
    floor = FLOORS["copies"][lang]
    assert len(right) / len(called) >= floor["precision"]
    assert len(right) / (len(originals) * len(copies)) >= floor["recall"]
    assert len(found) / len(parts) >= floor["partial_recall"]


def is_right(entry: tuple[int, str, Verdict], family: dict[str, int]) -> bool:
    return entry[2].copy is not None and family[entry[2].copy.of] == entry[0]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_stories_gather_the_accounts_of_one_event(tmp_path: Path, lang: str) -> None:
    chance = random.Random(f"stories {lang}")
    words = make_words(lang, chance, 4000)
    told: list[tuple[float, int, str, str]] = []
    for event in range(30):
        topic, began = chance.sample(words[300:], 30), chance.uniform(0, 24 * 20)
        for _ in range(chance.randint(2, 6)):
            text = make_account(chance, words, topic)
            title = " ".join([*chance.sample(topic, 4), *chance.choices(words, k=4)])
            told.append((began + chance.uniform(0, 30), event, title, text))
    found: list[tuple[int, str]] = []
    with open_corpus(tmp_path) as corpus:
        for number, (hours, event, title, text) in enumerate(sorted(told)):
            verdict = judge_and_keep(corpus, make_article(f"o{number}.example/1", text, title, hours=hours))
            found.append((event, verdict.story))
    assert measure_b_cubed(found) >= FLOORS["stories"]["b_cubed"]


def make_account(chance: random.Random, words: Sequence[str], topic: Sequence[str]) -> str:
    """One outlet's account of an event: its own sentences, most of the event's words."""
    own = chance.sample(topic, 22)
    plain = make_text(chance, words, 10)
    return "\n".join(f"{sentence[:-1]} {' '.join(chance.sample(own, 6))}." for sentence in plain)


def measure_b_cubed(found: Sequence[tuple[int, str]]) -> float:
    """F1 of B-cubed precision and recall (Bagga and Baldwin 1998) of pairs of true and found cluster."""
    truth, guess = _group(found, 0), _group(found, 1)
    shared = [(truth[event] & guess[story], truth[event], guess[story]) for event, story in found]
    precision = sum(len(both) / len(guessed) for both, _, guessed in shared) / len(found)
    recall = sum(len(both) / len(true) for both, true, _ in shared) / len(found)
    return 2 * precision * recall / (precision + recall)


def _group(found: Sequence[tuple[int, str]], side: int) -> dict[object, set[int]]:
    groups: dict[object, set[int]] = defaultdict(set)
    for index, pair in enumerate(found):
        groups[pair[side]].add(index)
    return groups
