"""The first line of a mail says what changed, whatever kind of change it is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from alerts.compose.html import compose_html
from alerts.compose.telling import Telling
from alerts.compose.text import compose_chat, compose_text
from alerts.compose.words import ENGLISH, KOREAN, say_reason
from storage.records import AlertKind, Difference, Version, VersionKind
from storage.records.reason_texts import Code
from storage.records.reasons import Reason
from tests.telling import NOW, a_kept, a_telling, an_alert

TITLE = "NCG meets in Washington"
DAY = Difference(what="date", before="It is on Dec. 15.", after="It is on Dec. 16.")
NOTE = Difference(what="note", before="", after="Correction: An earlier version had the wrong day.")
NOTE_KO = Difference(what="note", before="", after="[정정] 날짜를 바로잡습니다.")
GONE = Difference(what="evidence", before="The NCG agreed on a plan.", after="")
MISSING = Difference(what="removal", before=TITLE, after="HTTP 404")
SAYS = Difference(what="removal", before=TITLE, after=Reason(Code.PAGE_SAYS, says="“withdrawn”"))
BACK = Difference(what="return", before="", after=TITLE)


def corrected(*differences: Difference, lang: str = "en") -> Telling:
    version = Version(
        number=2, read_at=NOW, kind=VersionKind.CORRECTION, title=TITLE, text="", differences=differences
    )
    told = a_telling(an_alert(kind=AlertKind.CORRECTION), kept=a_kept(title=TITLE))
    return replace(told, version=version, lang=lang)


@pytest.mark.parametrize(
    ("differences", "first"),
    [
        ([NOTE, DAY], "Correction: It is on Dec. *15.* → It is on Dec. *16.*"),
        ([GONE, NOTE], "Correction: It no longer says: The NCG agreed on a plan."),
        ([NOTE], "Correction: An earlier version had the wrong day."),
        ([NOTE_KO], "Correction: 날짜를 바로잡습니다."),
        ([MISSING], f"Withdrawn: {TITLE}"),
        ([BACK], f"Available again: {TITLE}"),
        ([BACK, DAY], "Available again: It is on Dec. *15.* → It is on Dec. *16.*"),
    ],
)
def test_the_first_line_of_a_correction(differences: list[Difference], first: str) -> None:
    telling = corrected(*differences)
    text = compose_text(telling)
    assert text.splitlines()[0] == first
    assert "HTTP" not in text
    assert "HTTP" not in compose_chat(telling).decode()


@pytest.mark.parametrize(
    ("difference", "lang", "why"),
    [
        (MISSING, "en", "NCG: you were told of this article, and it can no longer be read (page not found)"),
        (MISSING, "ko", "NCG: 앞서 알려 드린 기사가 더는 열리지 않습니다(페이지 없음)"),
        (SAYS, "en", "it can no longer be read (its page says: “withdrawn”)"),
        (BACK, "en", "NCG: you were told that this article was gone, and it can be read again"),
        (BACK, "ko", "NCG: 내려갔던 기사가 다시 올라왔습니다"),
    ],
)  # fmt: skip
def test_a_withdrawn_article_says_in_plain_words_what_became_of_it(
    difference: Difference, lang: str, why: str
) -> None:
    telling = corrected(difference, lang=lang)
    assert why in compose_text(telling)
    assert why in compose_html(telling)


@pytest.mark.parametrize(
    ("news", "first", "then"),
    [
        ((TITLE, "A date is not set."), f"Follow-up: {TITLE}", "A date is not set."),
        (("A date is not set.", "Both agree."), "Follow-up: A date is not set.", "Both agree."),
    ],
)
def test_a_headline_that_turned_is_the_first_line(news: tuple[str, ...], first: str, then: str) -> None:
    telling = replace(
        a_telling(an_alert(kind=AlertKind.FOLLOW_UP), kept=a_kept(title=TITLE)),
        news=news,
        earlier=(),
        also=(),
    )
    text = compose_text(telling)
    assert text.splitlines()[0] == first
    assert f"What is new\n  {then}" in text
    assert text.count(TITLE) == 1


def test_the_news_stands_before_the_times() -> None:
    text, html = compose_text(a_telling()), compose_html(a_telling())
    assert text.index("What matched") < text.index("Published") < text.index("Why this was sent")
    assert html.index("What matched") < html.index("Published") < html.index("Why this was sent")


@pytest.mark.parametrize(
    ("names", "english", "korean"),
    [
        ("Pentagon (펜타곤), Kim", "Pentagon, Kim", "펜타곤, Kim"),
        ("조태열, Donald Trump (도널드 트럼프)", "조태열, Donald Trump", "조태열, 도널드 트럼프"),
        ("Institute (of Seoul)", "Institute (of Seoul)", "Institute (of Seoul)"),
    ],
)
def test_a_name_is_said_in_the_language_of_the_message(names: str, english: str, korean: str) -> None:
    reason = Reason(Code.TITLED, names=names)
    assert say_reason(reason, ENGLISH) == f"now in the title: {english}"
    assert say_reason(reason, KOREAN) == f"제목에 새로 등장: {korean}"


def test_a_changed_headline_stands_in_the_first_line_alone() -> None:
    changed = Difference(what="title", before="NCG meets in Seoul", after=TITLE)
    for written in (
        compose_text(corrected(changed)),
        compose_html(corrected(changed)).partition("<body>")[2],
    ):
        plain = re.sub("<[^>]+>|[*]", "", written)
        assert plain.count(TITLE) == 1


def test_origins_stand_under_reports() -> None:
    telling = replace(a_telling(), also=())
    for written in (compose_text(telling), compose_html(telling)):
        assert "Also reported by" not in written
        assert written.index("Earlier on this story") < written.index("at least 2 independent origins")
