"""The acts that a Korean sentence says happened, did not happen, or are planned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alerts.turns.acts import ACTS, Found, Mood
from storage.language.patterns import compile_later

_CUT = compile_later(r"[.!?;]\s|…+|\n|,\s|[\"'](?:\s|…)")
_AFTER = 24
"""Characters after an act in which its clause may deny it."""

_AFTER_DOUBT = 14
_NOT_NEXT = compile_later(
    r"(?:[가-힣]{0,4}\s?)?(?:지\s?(?:않|못)|않|못\s?했|못한|할 수 없"
    "|[은이는도]? ?없|[이은]? ?아니|[은는이가]? ?안 )"
)
_NOT_LATER = compile_later(
    "부인|일축|반박|사실무근|사실이 아니|사실 아니|바가? 없|적이? 없|없다고|않겠|않기로|않는"
)
_MAYBE_LATER = compile_later(
    "검토|가능성|우려|전망|촉구|요구|시사|고려|저울질|추진|조율|설득|논의|관측|방안|압박|위협|경고|거론|신청|요청"
    r"|제안|의혹|준비|만지작|수도|[가-힣]면\b|경우|할까|될 수|할 수 있"
)
_BACKGROUND_NEXT = compile_later(
    r"(?:[되된됐돼했한하시])?(?:던(?:\s|$)|됐다가|했다가"
    r"|[된한은]?\s?(?:뒤|후|이후|이래|직후|바 있|데 이어)(?:\s|$|[,.에로]))"
)
_RELATIVE_NEXT = compile_later(r"(?:된|한|됐던|했던|은|난)\s(?!것|사실|데|바|줄|뒤|상태|다고)")
_BACKGROUND_BEFORE = compile_later(
    r"(?:지난해|작년|재작년|지난달|(?:19|20)\d\d년(?:에|부터)|당시|과거|두 차례|여러 차례)[^.]{0,24}$"
)
_PLAN_NEXT = compile_later(
    "한다|된다|하기로|[할될] (?:예정|계획|것|방침)|하겠|예정|계획|방침|임박|목표|앞두|앞둔"
    "|린다|릴 예정|기로|간다|난다"
)
_FUTURE_BEFORE = compile_later(r"(?:다음 달|내달|이달|오는|내주|이번 주|내년|연내|\d일)[^.]{0,24}$")
_PARTICLE_NEXT = compile_later(r"[은는이가을를도에의로]?(?:\s|$|[…,.\"'])|[하되된됐했해]")
_MEANT = compile_later(r"(?:의사|의향|뜻|입장|우려|의견|견해|생각|메시지)[을를]?(?: [^ ]{1,12}){0,2}\s?$")
"""What is said and not handed over: 사퇴 의사를 WTO에 전달했다."""

_NAMES = frozenset(("선언", "이전", "공개", "부상", "명령", "조건"))
"""Words that end the names of things: the Washington Declaration."""


@lru_cache(maxsize=1)
def _list_stems() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    acts: dict[str, tuple[str, ...]] = {}
    for act in ACTS.values():
        for stem in act.korean:
            acts[stem] = (*acts.get(stem, ()), act.name)
    listed = "|".join(sorted((re.escape(stem) for stem in acts), key=len, reverse=True))
    return re.compile(listed), acts


def read_korean(text: str, *, is_headline: bool) -> Iterator[Found]:
    """The acts of a headline or sentence, clause by clause, each with its mood."""
    pattern, acts = _list_stems()
    start = 0
    for end, after in [*((stop.start(), stop.end()) for stop in _CUT.finditer(text)), (len(text), len(text))]:
        clause = text[start:end]
        named = [found for found in pattern.finditer(clause) if _begins_word(clause, found)]
        for place, found in enumerate(named):
            is_object = clause[found.end() : found.end() + 1] in ("을", "를") and place + 1 < len(named)
            if not is_object:  # the permission that is withdrawn was not given now
                mood = _read_mood(clause, found, is_headline=is_headline)
                yield from (Found(act, mood) for act in acts[found[0]])
        start = after


def _begins_word(clause: str, found: re.Match[str]) -> bool:
    """Whether a stem begins its word, or ends a longer noun of which it is the head."""
    before = clause[max(0, found.start() - 2) : found.start()]
    if not before or not "가" <= before[-1] <= "힣":
        return True
    is_head = len(found[0]) > 1 and _PARTICLE_NEXT.match(clause, found.end()) is not None
    return is_head and found[0] not in _NAMES and "가" <= before[0] <= "힣"


def _read_mood(clause: str, found: re.Match[str], *, is_headline: bool) -> Mood:
    before, after = clause[max(0, found.start() - 60) : found.start()], clause[found.end() :]
    near = after[:_AFTER]
    if _BACKGROUND_NEXT.match(after) or _RELATIVE_NEXT.match(after) or _BACKGROUND_BEFORE.search(before):
        return Mood.BACKGROUND
    if found[0] == "전달" and _MEANT.search(before):
        return Mood.BACKGROUND
    if before.endswith(("안 ", "못 ")) or _NOT_NEXT.match(after) or _NOT_LATER.search(near):
        return Mood.NOT
    if _MAYBE_LATER.search(near[:_AFTER_DOUBT]):
        return Mood.MAYBE
    if _PLAN_NEXT.match(after.lstrip("을를이 ")):
        return Mood.PLANNED
    is_bare = not after or after[0] in " …\"'"
    is_future = is_bare and is_headline and _FUTURE_BEFORE.search(before)
    return Mood.PLANNED if is_future else Mood.DONE
