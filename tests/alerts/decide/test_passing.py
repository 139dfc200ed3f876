"""An answer or an item that brings something is told, however deep; what declines or repeats is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.decide.gather import gather_and_decide
from alerts.decide.passing.answers import find_answers
from alerts.decide.passing.brought import find_brought
from alerts.decide.passing.items import find_items
from alerts.decide.policy.case import Case, Choice, Hold, Tell
from alerts.decide.rehearsal import Rehearsal
from storage.records import Article, Evidence, Match, Policy, TermMatch, Watch
from storage.records.reasons import join_reasons
from tests.alerts.decide.test_gather import NOW, a_kept

TITLE = "Department Press Briefing – June 22, 2021"
OPENING = "MS. ORTAGUS: Good afternoon. The Secretary is in Rome today."
ASKED = "QUESTION: On the NCG, is there a date?"
NEXT = "QUESTION: And on Libya?"
TITLE_KO = "외교부 대변인 정례브리핑 (3.20.)"
ASKED_KO = "<질문> 핵협의그룹 일정은 정해졌습니까?"


def a_briefing(*lines: str, title: str = TITLE, lang: str = "en") -> Article:
    return a_kept("one", "\n".join(lines), 0, title=title, lang=lang).article


def evidence_in(article: Article, *terms: str) -> tuple[Evidence, ...]:
    lines = [line for line in article.text.split("\n") if any(term in line for term in terms)]
    return tuple(Evidence(text=line, matches=()) for line in lines)


@pytest.mark.parametrize(
    "answer",
    [
        "MS. ORTAGUS: The group will meet in Seoul on the 12th of April.",
        "MS. ORTAGUS: They have the paperwork. We told Seoul in writing that we expect a decision in March.",
        "MS. ORTAGUS: I have nothing to add on the agenda. But the group has a new chair as of this morning.",
    ],
)
def test_an_answer_that_says_something_discloses_it(answer: str) -> None:
    article = a_briefing(OPENING, ASKED, answer, NEXT, "MS. ORTAGUS: A convoy has left Tripoli.")
    found = find_answers(article, evidence_in(article, "NCG"), ())
    assert found
    assert not any("Tripoli" in line for line in found)


@pytest.mark.parametrize(
    "answer",
    [
        "MS. ORTAGUS: As we said yesterday, the meeting was postponed. I don't have a new date.",
        "MS. ORTAGUS: I'm not going to comment on that. The Pentagon has spoken to it.",
        "MS. ORTAGUS: We are in close coordination with our ally. Our commitment is ironclad.",
        "MS. ORTAGUS: I would refer you to the Pentagon for scheduling of the meeting.",
    ],
)
def test_an_answer_that_declines_or_repeats_discloses_nothing(answer: str) -> None:
    article = a_briefing(OPENING, ASKED, answer, NEXT, "MS. ORTAGUS: A convoy has left Tripoli.")
    assert find_answers(article, evidence_in(article, "NCG"), ()) == ()


@pytest.mark.parametrize(
    ("answer", "is_new"),
    [
        ("<답변> 다음 달 서울에서 열기로 미측과 합의했습니다.", True),
        ("<답변> 추가로 드릴 말씀은 없습니다. 다만 미측 대표단이 27일 서울에 옵니다.", True),
        ("<답변> 이미 말씀드린 바와 같습니다. 협의는 이어지고 있습니다.", False),
        ("<답변> 한미는 긴밀히 소통하고 있습니다.", False),
    ],
)
def test_a_korean_answer_is_read_alike(answer: str, is_new: bool) -> None:
    article = a_briefing("안녕하십니까.", ASKED_KO, answer, title=TITLE_KO, lang="ko")
    assert bool(find_answers(article, evidence_in(article, "핵협의그룹"), ())) is is_new


def test_what_was_told_in_the_same_words_is_not_disclosed_again() -> None:
    said = "The group will meet in Seoul on the 12th of April."
    article = a_briefing(OPENING, ASKED, f"MS. ORTAGUS: {said}")
    told = a_briefing(said, title="NCG to meet in Seoul")
    assert find_brought(article, evidence_in(article, "NCG"), [told], spoken=True) == ()


def decide_on(answer: str) -> Choice:
    """What a watch that told of the talks decides on a later briefing with this answer."""
    watch, past = Watch(id="w", name="W", query="ncg", policy=Policy.STORY), Rehearsal()
    first = a_kept("one", "The NCG talks were put off, the ministry said on Monday.", 0, title="NCG put off")
    past.tell(first, watch, Match(watch="w", evidence=()), at=first.article.order[0], origins=1)
    kept = a_kept("two", "\n".join((OPENING, ASKED, answer, NEXT)), 20, title=TITLE)
    evidence = (Evidence(text=ASKED, matches=(TermMatch(start=17, end=20, text="NCG", term="ncg"),)),)
    case = Case(watch=watch, kept=kept, match=Match(watch="w", evidence=evidence), now=NOW, is_digested=True)
    return gather_and_decide(replace(case, now=kept.article.order[0]), past)[1]


def test_a_briefing_with_one_new_answer_is_told_and_says_which() -> None:
    choice = decide_on("MS. ORTAGUS: The group will meet in Seoul on the 12th of April.")
    assert isinstance(choice, Tell)
    assert "answers what nothing told says: The group will meet" in join_reasons(choice.reasons)


def test_a_briefing_that_only_repeats_waits_for_the_digest() -> None:
    choice = decide_on("MS. ORTAGUS: As we said, the meeting was put off. I don't have a new date.")
    assert isinstance(choice, Hold)


@pytest.mark.parametrize(
    ("asked", "is_read"),
    [
        ("QUESTION: And will it come before June?", True),
        ("QUESTION: Can it still be this year?", True),
        ("QUESTION: On Libya, has the convoy left?", False),
    ],
)
def test_the_answer_to_a_follow_up_question_is_read_too(asked: str, is_read: bool) -> None:
    said = "The delegation will be in Seoul on the 27th."
    first = "MS. ORTAGUS: I don't have a date to announce."
    article = a_briefing(OPENING, ASKED, first, asked, f"MS. ORTAGUS: {said}")
    found = find_answers(article, evidence_in(article, "NCG"), ())
    assert found == ((said,) if is_read else ())


ITEMS = [
    (
        "▲코스피가 올랐다. ▲핵협의그룹이 12일 열린다. 의장도 바뀐다. ▲비가 온다.",
        "▲핵협의그룹이 12일 열린다. 의장도 바뀐다.",
    ),
    (
        "Markets: Up. NCG: It meets on the 12th. Aides say so. Film: Out.",
        "NCG: It meets on the 12th. Aides say so.",
    ),
    ("1. Rain today. 2. The NCG meets on the 12th. 3. A whale off Pohang.", "2. The NCG meets on the 12th."),
    ("- Rain today.\n- The NCG meets on the 12th.\n\n- A whale.", "- The NCG meets on the 12th."),
    (
        "Rain is due. The NCG meets on the 12th. It was put off. Gold fell.",
        "The NCG meets on the 12th. It was put off.",
    ),
    ("THE NCG? It meets on the 12th. Rain is due.", "THE NCG? It meets on the 12th."),
]


@pytest.mark.parametrize(("text", "item"), ITEMS)
def test_an_item_is_what_stands_between_marks_or_goes_on_from_a_sentence(text: str, item: str) -> None:
    article = a_briefing(text, title="Daily brief")
    term = "핵협의그룹" if "핵협의그룹" in text else "NCG"
    evidence = Evidence(text=term, matches=(TermMatch(start=0, end=len(term), text=term, term="ncg"),))
    assert find_items(article, [evidence]) == [item]


@pytest.mark.parametrize(
    ("item", "is_told"),
    [
        (
            "DEFENSE: The allies on Thursday set March 12 in Seoul for the next NCG, with a new chair.",
            True,
        ),
        ("DEFENSE: The NCG talks were put off, the ministry said on Monday.", False),
        ("DEFENSE: The NCG talks remain put off, as the ministry said on Monday.", False),
    ],
)
def test_a_round_up_is_told_for_an_item_that_brings_what_nothing_told_says(item: str, is_told: bool) -> None:
    watch, past = Watch(id="w", name="W", query="ncg", policy=Policy.STORY), Rehearsal()
    first = a_kept("one", "The NCG talks were put off, the ministry said on Monday.", 0, title="NCG put off")
    past.tell(first, watch, Match(watch="w", evidence=()), at=first.article.order[0], origins=1)
    text = f"MARKETS: Gold fell by 2 percent. {item} SPORTS: A draw."
    kept = a_kept("two", text, 72, title="Morning briefing: gold, defense, sports")
    match = Match(watch="w", evidence=(Evidence(text=item, matches=()),))
    case = Case(watch=watch, kept=kept, match=match, now=kept.article.order[0], is_digested=True)
    choice = gather_and_decide(case, past)[1]
    assert isinstance(choice, Tell if is_told else Hold)
    if isinstance(choice, Tell):
        assert "has in one passage what nothing told says: DEFENSE" in join_reasons(choice.reasons)
