"""What a Korean sentence says for sure: its last predicate, with what stands right before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from alerts.gist.korean_names import FILLER, name_all, name_one, name_place
from alerts.gist.korean_object import Object, find_thing, read_thing
from alerts.gist.korean_predicate import STEMS, read_predicate
from alerts.gist.korean_when import DAY, NOT_ADNOMINAL, is_described, read_day, read_place
from alerts.gist.nouns import Both
from alerts.gist.parts import HAPPEN, Clause, Line
from alerts.gist.verbs import VERB_OF_STEM, Needs, Verb
from storage.language.patterns import compile_later

_DATELINE = compile_later(
    r"^(?:\[[^\]]{1,40}\]|\([^)]{1,40}\))?\s*(?:[가-힣·, ]{2,30}(?:기자|특파원)\s*)?=\s*"
)


_QUOTES = compile_later("[\"“”'‘’「『《<]")


# Quotation marks around a name and not around somebody's words.
_NAMED = compile_later(r"(?P<open>['‘])[^'’\"“]{1,40}(?P<close>['’])(?!\s?(?:이?라|고|며|면서))")
_SAY = compile_later(
    r"(?P<q>라고|고)\s(?P<mid>(?:\S+\s){0,6}?)(?:밝혔|말했|전했|발표했|설명했|보도했|확인했|주장했)(?:다|습니다)$"
)


_HEARSAY = compile_later(
    r"것으로\s(?:\S+\s)?\S+$|(?:전망|관측|예상|알려|전해|보인)\S*$"
    r"|(?:수 있|가능성|검토|계획|방안|추진)\S*\s?\S*$"
)


_SUBJECT = compile_later(r"(?P<np>[^,]{1,60}?)(?:측)?(?P<mark>께서는|께서|에서는|은|는|이|가)(?=\s)")


_MARKED = compile_later(r"(?<=[가-힣A-Z])(?:은|는|이|가)(?=\s)")


_NO_SUBJECT = compile_later(
    r"(?:[가-힣]{1,10}[기르키지리치오가보되하내주있없않맡맺받짓]는|오는|있는|없는|하는|되는|같은|많은|높은|낮은|이는|또는|같이|없이|많이|함께하는|지난|맺은|받은|[가-힣]{1,10}하는|[가-힣]{1,10}되는)$"
)


_BACKGROUND = compile_later(
    r"(?:19|20)\d\d년|이듬해|당시|지난해|작년|과거|올해 초|지난달|[가-힣]+ 전(?:에|부터)\s"
)


_HEADLINE = compile_later(rf"^(?P<who>[^,]{{1,30}}),\s(?P<rest>.{{2,60}}?)\s(?P<stem>{STEMS})$")


_OFFHAND = frozenset(("hold", "meet", "start", "conduct", "order", "discuss"))
"""Verbs whose noun in a headline does not say whether it was done."""


_ADJOINS = compile_later(r"\s(?:\S+\s)?[가-힣]+(?:된|던|한|할|인|린|는|낸|은|온|준|쓴)\s")


def read_korean(line: Line, on: date | None) -> Clause | None:
    """What the sentence says, None where nothing is sure. `on` is the day of the report, None: unknown."""
    by, said, speaker_end = _read_frame(_tidy(line))
    clause = (
        None if said is None or _is_open(said.text) else _read_clause(said, on, by, after_speaker=speaker_end)
    )
    return clause or (Clause(by=by) if by else None)


def _tidy(line: Line) -> Line:
    """Without dateline, brackets and the full stop."""
    line = line.without_asides(_DATELINE)
    marks = [found.span(side) for found in _NAMED.finditer(line.text) for side in ("open", "close")]
    line = line.drop([one for one in marks if line.is_free(*one)])
    return line.cut(0, len(line.text.rstrip(" .")))


def _read_frame(line: Line) -> tuple[Both | None, Line | None, bool]:
    """Who says so, what is said, and whether the speaker stood before it; what is quoted is not read."""
    if according := _ACCORDING.match(line.text):
        return name_one(line.cut(0, according.end("np"))), line.cut(according.end()), False
    found = _SAY.search(line.text)
    if found is None:
        return None, line, False
    if speaker := _SUBJECT.match(found["mid"]):
        begin = found.start("mid")
        return name_one(line.cut(begin, begin + speaker.end("np"))), line.cut(0, found.start("q")), False
    topic = _SUBJECT.match(line.text)
    if topic is None or _has_other_topic(line.cut(topic.end(), found.start("q")), topic["mark"]):
        return None, None, False
    return name_one(line.cut(0, topic.end("np"))), line.cut(topic.end() + 1, found.start("q")), True


_ACCORDING = compile_later(r"(?P<np>[^,]{2,40}?)에 따르면,?\s")


def _has_other_topic(rest: Line, mark: str) -> bool:
    """Whether somebody else may be who speaks: `미국이 줄인다는 보도에 국방부는 …라고 밝혔다`."""
    plain = Line(_SPOKEN.sub(lambda found: " " * len(found[0]), rest.text), rest.spots)
    return mark in ("이", "가") and any(found[0] in ("은", "는") for found in _list_marked(plain))


def _list_marked(line: Line) -> list[re.Match[str]]:
    """The particles of subjects and topics."""
    return [
        found
        for found in _MARKED.finditer(line.text)
        if not _NO_SUBJECT.search(line.text[: found.end()].rpartition(" ")[2])
        and not any(spot.start < found.end() <= spot.end for spot in line.spots)
    ]


_SPOKEN = compile_later('["“][^"”]{0,400}["”]')


def _is_open(text: str) -> bool:
    """Whether it holds somebody's words, or says what may be and not what is."""
    return bool(_QUOTES.search(text) or _HEARSAY.search(text))


def is_background(text: str) -> bool:
    """Whether a sentence tells of other times."""
    return bool(_BACKGROUND.search(text))


def _read_clause(line: Line, on: date | None, by: Both | None, *, after_speaker: bool) -> Clause | None:
    read = read_predicate(line.text)
    if read is None or is_background(line.text):
        return None
    verb, manner, at, visited = read
    before = line.cut(0, at)
    subject = _read_subject(before)
    done_to = read_thing(before, verb, manner) or Object()
    clause = Clause(
        who=() if manner.is_passive else _find_who(subject, by if after_speaker else None),
        verb=verb,
        manner=manner,
        thing=done_to.thing,
        is_cut=done_to.is_cut,
        of=done_to.of,
        with_whom=_read_partner(before) if verb.needs is Needs.SOMEONE else (),
        place=visited or (_read_goal(before) if verb.needs is Needs.PLACE else None),
        figures=done_to.figures,
        by=by,
    )
    if not _is_whole(clause):
        return None
    begin = subject[1] if subject and not manner.is_passive else 0
    has_no_subject = after_speaker and not subject
    return _place_clause(clause, _list_regions(before, done_to, None if has_no_subject else begin), on)


def _list_regions(before: Line, done_to: Object, begin: int | None) -> list[Line]:
    """Where day and place of an act may stand: after what it is done to, and between that and who acts."""
    after = [before.cut(done_to.end)] if done_to.end else []
    if begin is None:
        return after
    return [*after, before.cut(begin, done_to.begin if done_to.end else None)]


def _find_who(
    subject: tuple[tuple[Both, ...], int] | tuple[()] | None, speaker: Both | None
) -> tuple[Both, ...]:
    """Who acts: the subject, and the speaker where no other is named."""
    if subject:
        return subject[0]
    return (speaker,) if speaker and subject is not None else ()


def _is_whole(clause: Clause) -> bool:
    """Whether there is what its verb needs to be said."""
    assert clause.verb is not None
    if clause.manner.is_passive:
        return bool(clause.thing or clause.figures)
    whole = {
        Needs.THING: clause.thing or clause.is_cut or clause.figures,
        Needs.PLACE: clause.place,
        Needs.SOMEONE: clause.with_whom or clause.is_cut,
        Needs.NOTHING: clause.who,
    }
    return bool(whole[clause.verb.needs])


def _place_clause(clause: Clause, regions: Sequence[Line], on: date | None) -> Clause:
    """The clause with day and place, as far as they are its own."""
    assert clause.verb is not None
    dated = next((region for region in regions if DAY.search(f"{region.text} ")), None)
    day = read_day(dated, on, clause.manner) if on and dated else None
    return replace(clause, day=day, place=clause.place or _find_place(clause.verb, regions))


def _find_place(verb: Verb, regions: Sequence[Line]) -> Both | None:
    """Where something took place, if one place alone is said."""
    places = [place for region in regions if (place := read_place(region))] if verb.base in HAPPEN else []
    return places[0] if len(places) == 1 else None


def read_korean_headline(line: Line) -> Clause | None:
    """What a headline says that ends in the noun of a verb, after its subject: `국회, 해제 요구안 가결`."""
    part = line.text.partition("…")[0].rstrip()
    line = _tidy(line.cut(0, len(part)))
    found = None if _UNCLEAR.search(line.text) else _HEADLINE.search(line.text)
    verb = VERB_OF_STEM[found["stem"]] if found else None
    if found is None or verb is None or not _is_told_by_noun(verb):
        return None
    who = name_all(line.cut(0, found.end("who")))
    thing, _ = find_thing(found["rest"], line.cut(*found.span("rest")))
    is_known = thing is not None or verb.is_clear_in_korean
    return Clause(who=who, verb=verb, thing=thing, is_cut=thing is None) if who and is_known else None


_UNCLEAR = compile_later(rf"{_QUOTES.pattern}|[?']|내달|오는|다음|또|\bvs\b")
"""What a headline quotes, asks or foresees."""


def _is_told_by_noun(verb: Verb) -> bool:
    return verb.base not in _OFFHAND and verb.needs not in (Needs.PLACE, Needs.NOTHING)


def _read_subject(line: Line) -> tuple[tuple[Both, ...], int] | tuple[()] | None:
    """Who acts and where that ends; empty where nobody is named, None where it is not sure who.

    A topic at the beginning is the subject of the last predicate. What has 이 or 가 may be that of a word
    which describes something: `미국이 제안한 회담을 거부했다`.
    """
    marked = _list_marked(line)
    if not marked:
        return ()
    first = marked[0]
    if first[0] in ("이", "가") and _is_doubtful(line.text, marked):
        return None
    names = name_all(line.cut(0, first.start()))
    return (names, first.end()) if names else None


def _is_doubtful(text: str, marked: Sequence[re.Match[str]]) -> bool:
    """Whether what has 이 or 가 may be the subject of a word that describes something."""
    others = [found[0] for found in marked[1:]]
    if len(others) > 1 or (others and others[0] in ("은", "는")):
        return True
    begin, upto = marked[0].end(), marked[1].start() if others else len(text)
    return is_described(text[begin:upto]) and bool(
        others or _ADJOINS.match(NOT_ADNOMINAL.sub(" ", text[begin:]))
    )


def _read_goal(line: Line) -> Both | None:
    """Where a visit or an arrival leads: the place right before the predicate."""
    text = line.text.rstrip()
    found = re.search(r"(?:을|를|에)$", text)
    return name_place(line, found.start()) if found else None


def _read_partner(line: Line) -> tuple[Both, ...]:
    """With whom somebody meets: the person named before 과 or 를, right before the predicate."""
    text = line.text.rstrip()
    found = re.search(r"(?:과|와|을|를)$", text)
    people = [spot for spot in line.spots if spot.kind == "person"]
    if found is None or not people:
        return ()
    last = people[-1]
    between = text[last.end : found.start()]
    return (last.name,) if not FILLER.sub("", between) else ()
