"""A candidate as an `[[entity]]` entry, ready to be pasted and looked over."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence

from storage.language.letters import has_hangul, is_hangul
from storage.language.romanise import SURNAMES, read_korean_name, spell_syllable
from storage.language.text import fold, lower, runs

_ENDINGS = {
    "agreement": (
        "act agreement pact treaty accord declaration framework deal memorandum mou protocol convention",
        "협정 조약 합의 선언 법안 특별법 각서 의정서 공동성명",
    ),
    "event": (
        "summit forum exercise drill talks conference dialogue ceremony election",
        "회담 훈련 연습 포럼 정상회의 대선 총선 기념식 순방",
    ),
    "body": (
        "committee council group ministry agency force command board office center centre institute corp"
        " company fund union corporation commission department bureau task",
        "위원회 그룹 협의체 사령부 공사 재단 센터 연구원 연구소 협회 추진단 기획단 본부 협의회 펀드",
    ),
}
"""How a name of each kind ends, in both languages."""


def guess_kind(names: Sequence[str], *, is_person: bool) -> str:
    """What kind of entity these names are of: a guess, that whoever pastes it looks over."""
    if is_person or any(_is_korean_name(name) for name in names):
        return "person"
    for kind, (english, korean) in _ENDINGS.items():
        words = [lower(name).split()[-1] for name in names if name.split()]
        if any(word in english.split() for word in words):
            return kind
        if any(name.endswith(tuple(korean.split())) for name in names):
            return kind
    return "topic"


def _is_korean_name(name: str) -> bool:
    words = tuple(lower(name[start:end]) for start, end in runs(name))
    is_capitalised = all(part[:1].isupper() for part in name.split())
    return len(words) == 3 and "-" in name and is_capitalised and read_korean_name(words, None) is not None


def make_entity_id(names: Sequence[str], taken: Collection[str]) -> str:
    """The English name in kebab-case, a Korean one as it is said, and a number where the id is taken."""
    latin = next((name for name in names if not has_hangul(name)), None)
    plain = lower(fold(latin or _spell(names[0])).text)
    id_ = "-".join(re.findall("[a-z0-9]+", plain)) or "candidate"
    numbered = (id_ if number == 1 else f"{id_}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _spell(korean: str) -> str:
    """A Korean name in Latin letters, a word for each of its own; a surname as it is usually spelled."""
    words = []
    for word in korean.split():
        spelled = [spell_syllable(char)[0] if is_hangul(char) else char for char in word]
        if len(word) == 3 and word[0] in SURNAMES:
            spelled = [SURNAMES[word[0]][0], " ", spelled[1], "-", spelled[2]]
        words.append("".join(spelled))
    return " ".join(words)


def write_entry(id_: str, kind: str, names: Sequence[str]) -> str:
    """The TOML of an entity whose names are also its aliases."""
    shown = [name for name in names if not has_hangul(name)] or list(names)
    aliases = ", ".join(_quote(name) for name in names)
    return (
        f"[[entity]]\nid = {_quote(id_)}\nname = {_quote(shown[0])}\nkind = {_quote(kind)}\n"
        f"aliases = [{aliases}]\n"
    )


def _quote(text: str) -> str:
    """A TOML basic string: JSON's is one."""
    return json.dumps("".join(char for char in text if char.isprintable()), ensure_ascii=False)
