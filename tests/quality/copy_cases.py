"""Made-up pairs of texts, an earlier and a later one, and what they are to each other: copy, part or neither.

Texts have paragraphs of sentences with Zipf's words, names and figures; each distortion comes at several
strengths, in English and Korean.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Text = list[list[str]]
"""Paragraphs of sentences."""

FURNITURE = {
    "en": [
        "Home > Politics", "Share this article", "Log in to comment", "Most read", "Related stories", "Ad",
        "Sign up for our newsletter to get the latest news from the peninsula in your inbox every morning.",
        "Copyright Newswire, all rights reserved, redistribution without permission is not allowed.",
        "Our reporters have covered the region for more than twenty years from bureaus in three cities.",
    ],
    "ko": [
        "홈 > 정치 > 외교", "카카오톡 공유", "많이 본 뉴스", "관련기사 더보기", "글자크기 조절", "구독하기",
        "저작권자 가상통신, 무단 전재 및 재배포를 금지하며 인공지능 학습에 이용하는 것도 금지합니다.",
        "제보는 카카오톡이나 전자우편으로 언제든지 보내 주시면 기자가 확인하고 연락을 드리겠습니다.",
        "이 기사를 추천하시면 더 많은 독자가 읽을 수 있으니 아래의 단추를 눌러 주시기 바랍니다.",
    ],
}  # fmt: skip
CREDITS = {
    "en": ("SEOUL, Dec. 26 (Newswire) -- ", "By Hong Gildong, Staff Reporter\n"),
    "ko": ("(서울=가상통신) 홍길동 기자 = ", "홍길동 기자 gildong@example.com\n"),
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language to make texts in."""

    lang: str
    words: Sequence[str]
    weights: Sequence[float]
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An earlier and a later text; `label` is one of `LABELS`, `kind` names the distortion."""

    kind: str
    label: str
    lang: str
    earlier: str
    later: str
    earlier_title: str
    later_title: str


def make_tongue(lang: str, chance: random.Random) -> Tongue:
    """A few thousand words of a language's make, the commonest first."""
    letters = "".join(map(chr, range(0xAC00, 0xD7A4, 31))) if lang == "ko" else "abcdefghijklmnoprstuvw"
    lengths, sentence = ((2, 4), (7, 18)) if lang == "ko" else ((2, 9), (10, 28))
    words = ["".join(chance.choices(letters, k=chance.randint(*lengths))) for _ in range(6000)]
    return Tongue(lang, words, [1 / (rank + 8) for rank in range(len(words))], sentence)


def make_sentence(tongue: Tongue, chance: random.Random) -> str:
    """A sentence; every twelfth word is a figure."""
    words = chance.choices(tongue.words, tongue.weights, k=chance.randint(*tongue.sentence))
    told = [str(chance.randint(10, 9999)) if chance.random() < 1 / 12 else word for word in words]
    return " ".join(told).capitalize() + "."


def make_text(tongue: Tongue, chance: random.Random, sentences: int) -> Text:
    """A text of about so many sentences in paragraphs of one to three."""
    text: Text = []
    while sum(map(len, text)) < sentences:
        text.append([make_sentence(tongue, chance) for _ in range(chance.randint(1, 3))])
    return text


def write(text: Text) -> str:
    """The text with a paragraph a line."""
    return "\n".join(" ".join(paragraph) for paragraph in text)


def edit(text: Text, share: float, tongue: Tongue, chance: random.Random) -> Text:
    """Words changed here and there; figures stay, as editors leave them."""
    return [[_edit_sentence(sentence, share, tongue, chance) for sentence in paragraph] for paragraph in text]


def _edit_sentence(sentence: str, share: float, tongue: Tongue, chance: random.Random) -> str:
    words = sentence[:-1].split()
    changed = [
        chance.choice(tongue.words) if chance.random() < share and not word.isdigit() else word
        for word in words
    ]
    return " ".join(changed) + "."


def drop(text: Text, share: float, chance: random.Random) -> Text:
    """Paragraphs dropped anywhere but at the top."""
    gone = set(chance.sample(range(1, len(text)), round(len(text) * share)))
    return [paragraph for number, paragraph in enumerate(text) if number not in gone]


def furnish(text: Text, lang: str, lines: int, chance: random.Random) -> str:
    """A page's furniture around a text."""
    chosen = chance.sample(FURNITURE[lang], lines)
    return "\n".join([*chosen[: lines // 2], write(text), *chosen[lines // 2 :]])


def punctuate(text: str) -> str:
    """The same words under other marks and spaces."""
    return text.replace(". ", ".  ").replace(".\n", "!\n\n").replace(" a", " “a").upper()


def renumber(text: Text, chance: random.Random) -> Text:
    """The next edition of a standing form: the same sentences about other figures."""
    return [
        [" ".join(str(chance.randint(10, 9999)) if w.isdigit() else w for w in s.split()) for s in paragraph]
        for paragraph in text
    ]


Distort = Callable[[Text, Text, Tongue, random.Random], str]
"""The later text out of the earlier one and another text."""

COPIES: dict[str, Distort] = {
    "same": lambda t, o, g, c: write(t),
    "punctuated": lambda t, o, g, c: punctuate(write(t)),
    "credited": lambda t, o, g, c: CREDITS[g.lang][0] + write(t),
    "signed": lambda t, o, g, c: CREDITS[g.lang][1] + write(t),
    "furnished 4": lambda t, o, g, c: furnish(t, g.lang, 4, c),
    "furnished 9": lambda t, o, g, c: furnish(t, g.lang, 9, c),
    "edited 5": lambda t, o, g, c: write(edit(t, 0.05, g, c)),
    "edited 12": lambda t, o, g, c: write(edit(t, 0.12, g, c)),
    "edited 18": lambda t, o, g, c: write(edit(t, 0.18, g, c)),
    "cut to 75": lambda t, o, g, c: write(t[: round(len(t) * 0.75)]),
    "cut to 60": lambda t, o, g, c: write(t[: round(len(t) * 0.6)]),
    "dropped 20": lambda t, o, g, c: write(drop(t, 0.2, c)),
    "dropped 40": lambda t, o, g, c: write(drop(t, 0.4, c)),
    "reordered": lambda t, o, g, c: write([t[0], *c.sample(t[1:], len(t) - 1)]),
    "edited and cut": lambda t, o, g, c: write(edit(t[: round(len(t) * 0.75)], 0.08, g, c)),
    "one sentence added": lambda t, o, g, c: write([*t, o[0][:1]]),
}
PARTS: dict[str, Distort] = {
    "lede": lambda t, o, g, c: write(t[: max(1, len(t) // 4)]),
    "embedded": lambda t, o, g, c: write([*o[:4], *t[1 : 1 + len(t) // 2], *o[4:]]),
    "embedded whole": lambda t, o, g, c: write([*o[:3], *t, *o[3:]]),
    "appended 40": lambda t, o, g, c: write([*t, *o[: round(len(t) * 0.4)]]),
    "appended 60": lambda t, o, g, c: write([*t, *o[: round(len(t) * 0.6)]]),
    "appended 100": lambda t, o, g, c: write([*t, *o[: len(t)]]),
    "follow-up with three": lambda t, o, g, c: write([*o, *t[-3:]]),
    "follow-up with five": lambda t, o, g, c: write([*o, *t[-5:]]),
}
OTHERS: dict[str, Distort] = {
    "another text": lambda t, o, g, c: write(o),
    "one sentence quoted": lambda t, o, g, c: write([*o, t[-1][:1]]),
    "another with the same furniture": lambda t, o, g, c: furnish(o, g.lang, 4, c),
}
EDITIONS: dict[str, Distort] = {"next edition": lambda t, o, g, c: write(renumber(t, c))}
LABELS = {"copy": COPIES, "part": PARTS, "none": OTHERS, "edition": EDITIONS}
"""An edition must not be called a copy; whether it shares passages is a matter of words."""


def make_pairs(lang: str, originals: int, seed: int = 1) -> Iterator[Pair]:
    """Every distortion of so many texts of 8 to 40 sentences."""
    chance = random.Random(f"{seed} {lang}")
    tongue = make_tongue(lang, chance)
    for _ in range(originals):
        text = make_text(tongue, chance, chance.randint(8, 40))
        other = make_text(tongue, chance, max(14, sum(map(len, text))))
        titles = [make_sentence(tongue, chance)[:40] for _ in range(2)]
        for label, distortions in LABELS.items():
            for kind, distort in distortions.items():
                yield Pair(
                    kind=kind,
                    label=label,
                    lang=lang,
                    earlier=write(text),
                    later=distort(text, other, tongue, chance),
                    earlier_title=titles[0],
                    later_title=titles[label != "edition"],
                )
