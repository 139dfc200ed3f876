"""How surely a changed word is told apart in real articles: `python -m bench.quality.versions FILE.jsonl…`.

Each record has a `text`, and may have a `title` and a `lang` (`ko` where most letters are Hangul). In every
article one place is changed at a time: a number, a weekday, a negation, which are to be told as a correction,
and a misspelling, a space, an article, another verb of saying, a further sentence, which are not. Printed is
for each kind of change in how many articles it could be made, and the share of these that was told.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.extract.facts.lang import guess_lang
from flows.versions.classify import judge_change
from flows.versions.clean import Said, clean_sentences
from storage.records import VersionKind

FEWEST = 4
"""Sentences of an article that is worth changing."""

Turn = Callable[[re.Match[str], random.Random], str]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change at one place of a sentence; `is_told` says that it takes something back."""

    name: str
    lang: str
    place: re.Pattern[str]
    turn: Turn
    is_told: bool


def add_some(found: re.Match[str], chance: random.Random) -> str:
    """Another number."""
    return str(int(found[0]) + chance.choice((1, 2, 3, 7)))


def exchange_letters(found: re.Match[str], chance: random.Random) -> str:
    """Two letters inside a word in each other's place."""
    word, at = found[0], chance.randrange(1, len(found[0]) - 2)
    return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"


def change_final(found: re.Match[str], chance: random.Random) -> str:
    """A syllable with another final consonant."""
    word, at = found[0], chance.randrange(len(found[0]))
    final = (ord(word[at]) - 0xAC00) % 28
    return word[:at] + chr(ord(word[at]) - final + (final + 1) % 28) + word[at + 1 :]


def put(text: str) -> Turn:
    """A turn that puts this text, in which `{}` is what stood there."""
    return lambda found, _: text.format(found[0])


EDITS = (
    Edit("number", "en", re.compile(r"(?<![\w.,-])\d{1,4}(?![\w.,%-])"), add_some, True),
    Edit("weekday", "en", re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri)day\b"), put("Saturday"), True),
    Edit("negation", "en", re.compile(r"\b(?:will|is|was|has|would|can)\b(?! not|n)"), put("{} not"), True),
    Edit("misspelling", "en", re.compile(r"(?<!\w)[a-z]{7,}(?!\w)"), exchange_letters, False),
    Edit("article", "en", re.compile(r"\bthe\b"), put("a"), False),
    Edit("verb of saying", "en", re.compile(r"\bsaid\b"), put("told reporters"), False),
    Edit("number", "ko", re.compile(r"(?<![\w.,])\d{1,4}(?![\d.,])"), add_some, True),
    Edit("weekday", "ko", re.compile(r"[월화수목금]요일"), put("일요일"), True),
    Edit("negation", "ko", re.compile(r"했다(?=\.)"), put("하지 않았다"), True),
    Edit("misspelling", "ko", re.compile(r"(?<![가-힣])[가-힣]{4,6}(?![가-힣])"), change_final, False),
    Edit("space", "ko", re.compile(r"(?<=[가-힣]) (?=[가-힣])"), put(""), False),
    Edit("verb of saying", "ko", re.compile(r"밝혔다|말했다"), put("전했다"), False),
)


def main() -> None:
    """Read the files, change every article in every way, and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    chance = random.Random(7)
    tried: Counter[tuple[str, str]] = Counter()
    told: Counter[tuple[str, str]] = Counter()
    for said, lang in read_articles(parser.parse_args().files):
        for name, changed in change_article(said, lang, chance):
            change = judge_change(said, changed)
            tried[lang, name] += 1
            told[lang, name] += change is not None and change.kind is VersionKind.CORRECTION
    wanted = {(edit.lang, edit.name): edit.is_told for edit in EDITS}
    for key in sorted(tried, key=lambda each: (each[0], not wanted.get(each, False), each[1])):
        aim = "to be told" if wanted.get(key, False) else "to be silent"
        share = told[key] / tried[key]
        print(f"{key[0]}  {key[1]:<16} {aim:<13} articles {tried[key]:>5}  told {share:7.2%}")


def read_articles(files: list[Path]) -> Iterator[tuple[Said, str]]:
    """The articles that are long enough, with their language."""
    for line in (line for file in files for line in file.read_text("utf-8").splitlines()):
        record = json.loads(line)
        said = Said(title=record.get("title") or "", text=record["text"])
        lang = record.get("lang") or guess_lang(said.text)
        if len(clean_sentences(said.text)) >= FEWEST and lang in ("en", "ko"):
            yield said, lang


def change_article(said: Said, lang: str, chance: random.Random) -> Iterator[tuple[str, Said]]:
    """The article changed at one place in every way that it can be, and with a sentence more."""
    sentences = [each for each in clean_sentences(said.text) if said.text.count(each) == 1]
    for edit in EDITS:
        places = [(each, found) for each in sentences for found in edit.place.finditer(each)]
        if edit.lang != lang or not places:
            continue
        sentence, found = chance.choice(places)
        changed = sentence[: found.start()] + edit.turn(found, chance) + sentence[found.end() :]
        if changed != sentence:
            yield edit.name, Said(title=said.title, text=said.text.replace(sentence, changed))
    more = {
        "en": "Residents were told to expect an answer before the summer.",
        "ko": "주민들은 여름이 오기 전에 답을 들을 것으로 보인다.",
    }
    yield "sentence more", Said(title=said.title, text=f"{said.text}\n{more[lang]}")


if __name__ == "__main__":
    main()
