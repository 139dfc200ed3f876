"""The last word of a Korean sentence: what is done, and whether it was, is planned or agreed."""

from __future__ import annotations

import re

from alerts.gist.nouns import Both
from alerts.gist.parts import Manner
from alerts.gist.verbs import VERB_OF_BASE, VERB_OF_STEM, Verb
from storage.language.patterns import compile_later

_TO_BE = r"(?:예정|계획|방침)(?:이다|입니다|이라|이)?"


_ENDINGS: tuple[tuple[Manner, str], ...] = (
    (Manner.AGREED, r"하기로\s(?:잠정\s|최종\s)?(?:합의했|뜻을 모았)"),
    (Manner.DECIDED, r"하기로\s(?:결정했|결정하였|했|하였)"),
    (Manner.PLANNED, rf"할\s{_TO_BE}|하겠|한|합니"),
    (Manner.TO_SUFFER, rf"될\s{_TO_BE}|된|됩니"),
    (Manner.DONE, r"했|하였"),
    (Manner.SUFFERED, r"됐|되었"),
)


STEMS = "|".join(sorted(map(re.escape, VERB_OF_STEM), key=len, reverse=True))


_VISITS = {
    "방한": Both("South Korea", "한국"),
    "방미": Both("the United States", "미국"),
    "방일": Both("Japan", "일본"),
    "방중": Both("China", "중국"),
    "방북": Both("North Korea", "북한"),
}


_PREDICATE = compile_later(
    rf"(?:^|\s)(?P<stem>{STEMS}|{'|'.join(_VISITS)})"
    rf"(?:{'|'.join(f'(?P<{manner.name}>{ending})' for manner, ending in _ENDINGS)})(?:다|습니다|니다)?$"
)


# Verbs that are no noun with 하다: the whole word, what is done, and how.
_NATIVE: dict[str, tuple[str, Manner]] = {
    "열었다": ("hold", Manner.DONE),
    "열렸다": ("hold", Manner.SUFFERED),
    "연다": ("hold", Manner.PLANNED),
    "열린다": ("hold", Manner.TO_SUFFER),
    "열기로 했다": ("hold", Manner.DECIDED),
    "열기로 합의했다": ("hold", Manner.AGREED),
    "미뤘다": ("postpone", Manner.DONE),
    "미뤄졌다": ("postpone", Manner.SUFFERED),
    "미루기로 했다": ("postpone", Manner.DECIDED),
    "연기하기로 했다": ("postpone", Manner.DECIDED),
    "멈췄다": ("suspend", Manner.DONE),
    "무산됐다": ("cancel", Manner.SUFFERED),
    "숨졌다": ("die", Manner.DONE),
    "만났다": ("meet", Manner.DONE),
    "만난다": ("meet", Manner.PLANNED),
    "쐈다": ("fire", Manner.DONE),
    "쏘았다": ("fire", Manner.DONE),
    "체결하기로 했다": ("sign", Manner.DECIDED),
    "줄이기로 했다": ("reduce", Manner.DECIDED),
    "올리기로 했다": ("raise", Manner.DECIDED),
    "통과시켰다": ("pass", Manner.DONE),
    "통과했다": ("pass", Manner.SUFFERED),
    "올렸다": ("raise", Manner.DONE),
    "올리겠다": ("raise", Manner.PLANNED),
    "올린다": ("raise", Manner.PLANNED),
    "매겼다": ("impose", Manner.DONE),
    "매기겠다": ("impose", Manner.PLANNED),
    "매기기로 했다": ("impose", Manner.DECIDED),
    "물렸다": ("impose", Manner.DONE),
    "떠났다": ("depart", Manner.DONE),
    "물러났다": ("resign", Manner.DONE),
    "의결했다": ("pass", Manner.DONE),
    "각하했다": ("reject", Manner.DONE),
    "부결했다": ("reject", Manner.DONE),
    "부결됐다": ("reject", Manner.SUFFERED),
    "맺었다": ("sign", Manner.DONE),
    "맺기로 했다": ("sign", Manner.DECIDED),
    "뒤집었다": ("overturn", Manner.DONE),
    "멈춘다": ("suspend", Manner.PLANNED),
    "멈추기로 했다": ("suspend", Manner.DECIDED),
    "받아들였다": ("accept", Manner.DONE),
    "받아들이기로 했다": ("accept", Manner.DECIDED),
    "사들였다": ("buy", Manner.DONE),
    "사들인다": ("buy", Manner.PLANNED),
    "마쳤다": ("complete", Manner.DONE),
    "따냈다": ("win", Manner.DONE),
    "늦췄다": ("postpone", Manner.DONE),
    "늦춰졌다": ("postpone", Manner.SUFFERED),
    "늦추기로 했다": ("postpone", Manner.DECIDED),
    "줄였다": ("reduce", Manner.DONE),
    "늘리기로 했다": ("increase", Manner.DECIDED),
    "늘렸다": ("increase", Manner.DONE),
    "풀었다": ("lift", Manner.DONE),
    "풀기로 했다": ("lift", Manner.DECIDED),
    "거둬들였다": ("retract", Manner.DONE),
    "보내기로 했다": ("dispatch", Manner.DECIDED),
    "찾았다": ("visit", Manner.DONE),
    "찾는다": ("visit", Manner.PLANNED),
    "결렬됐다": ("break off", Manner.SUFFERED),
}


_NATIVES = compile_later(rf"(?:^|\s)({'|'.join(sorted(_NATIVE, key=len, reverse=True))})$")


def read_predicate(text: str) -> tuple[Verb, Manner, int, Both | None] | None:
    """The verb, how it is done, where it begins, and where a visit goes whose word says so."""
    plain = re.sub(r"(?<=[가-힣])습니다$", "다", text)
    if native := _NATIVES.search(plain):
        base, manner = _NATIVE[native[1]]
        return VERB_OF_BASE[base], manner, native.start(1), None
    found = _PREDICATE.search(text)
    if found is None:
        return None
    manner = next(each for each, _ in _ENDINGS if found[each.name])
    stem = found["stem"]
    if stem in _VISITS:
        return VERB_OF_BASE["visit"], manner, found.start("stem"), _VISITS[stem]
    return VERB_OF_STEM[stem], manner, found.start("stem"), None
