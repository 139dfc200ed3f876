"""What kind of text an article is: news, an opinion, a round-up of other news, or a feature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from alerts.turns.form import read_signs
from alerts.turns.headline import is_report
from alerts.turns.read import read_acts
from alerts.turns.stands import find_days
from alerts.turns.style import weigh_style
from storage.address import split_address
from storage.language.text import fold
from storage.records import Article


class Genre(StrEnum):
    """What a text is."""

    NEWS = "news"
    OPINION = "opinion"
    BRIEFING = "briefing"
    ANALYSIS = "analysis"
    POLL = "poll"


@dataclass(frozen=True, slots=True)
class Stated:
    """The genre of an article, and by what it states it, in words."""

    genre: Genre = Genre.NEWS
    by: str = ""


_OPINION_KO = (
    "사설|칼럼|기고|시론|시평|논단|오피니언|기자수첩|데스크|기자의 ?눈|취재수첩|만평|독자투고|여적"
    "|논설|발언대|아침을 열며"
)
_OPINION_TITLE = re.compile(
    rf"[\[<【(〈《][^\]>】)〉》]{{0,20}}(?:{_OPINION_KO})[^\]>】)〉》]{{0,12}}[\]>】)〉》]"
    rf"|^(?:{_OPINION_KO})\s?[|:·]"
    r"|\[(?:editorial|opinion|column|op-?ed|ed|viewpoint|commentary|contribution)\b[^\]]{0,20}\]"
    r"|^(?:editorial|opinion|column|op-?ed|commentary|viewpoint|letters?)(?: \w+)?\s?[|:]"
    r"|[|-]\s?(?:editorial|opinion|op-?ed|commentary|사설|칼럼|오피니언)$",
    re.IGNORECASE,
)
_OPINION_PLACE = re.compile(
    r"opinions?|editorials?|columns?|columnists?|op-?ed|commentary|views?|viewpoints?|letters|contributions?"
    rf"|.{{0,8}}(?:{_OPINION_KO})",
    re.IGNORECASE,
)
_BRIEFING_TITLE = re.compile(
    r"\bnews (?:briefing|in brief|brief|summary|roundup|round-up|wrap|digest|bulletin)\b|\bheadlines\b"
    r"|\bwhat (?:you need )?to know\b|^(?:\w+day )?briefing:"
    r"|\b(?:morning|evening|daily|weekly) (?:brief(?:ing)?|roundup|digest|wrap)\b"
    r"|\bsummary of .{0,30}news\b|\bnews at a glance\b|\b(?:things|stories) (?:you need )?to know\b"
    r"|\b(?:round-?up|week in review)\b|\bin brief$|\btop stories\b"
    r"|[\[<【(〈][^\]>】)〉]{0,12}(?:브리핑|단신|헤드라인|간추린)[^\]>】)〉]{0,8}[\]>】)〉]"
    "|이 ?시각|주요 ?뉴스|뉴스 ?브리핑|모닝 ?브리핑|오늘의 (?:뉴스|주요|신문|헤드라인)|간추린|뉴스 ?모음"
    "|헤드라인|한눈에 보는 뉴스|조간 ?(?:브리핑|신문)|뉴스 ?다이제스트|뉴스 ?요약|위클리 ?뉴스"
    "|(?:아침|점심|저녁|모닝|이브닝|출근길|퇴근길|주간|주말) ?뉴스|뉴스 ?정리|굿모닝",
    re.IGNORECASE,
)
_BRIEFING_PLACE = re.compile(
    r"briefings?|round-?ups?|headlines|news-?in-?brief|newsletters?|뉴스 ?브리핑|단신|주요 ?뉴스",
    re.IGNORECASE,
)
_BRIEFING_BEGINS = re.compile(
    r"(?:the )?following (?:is|are) (?:a summary of|the (?:top|main|first))"
    r"|here (?:are|is) (?:the|today's) (?:top|main)"
    r"|(?:top|main) headlines",
    re.IGNORECASE,
)
_ANALYSIS_TITLE = re.compile(
    r"^(?:why|how|who|what|where|inside|meet)\b(?!.*\bsays?\b)|\bexplain(?:ed|er)\b|\bby the numbers\b"
    r"|\bcloser look\b|\bshort history\b|^before the\b"
    r"|\b(?:analysis|explainer|profile|timeline|feature|q&a|fact ?box|backgrounder)\b"
    r"|\banalysts?$|\?$"
    r"|[\[<【(](?:분석|해설|뉴스 ?분석|심층|기획|르포|현장|인터뷰|Q&A|팩트 ?체크|뉴스 ?해설)"
    r"|[\[<【(](?:인물|프로필|문답|일문일답|스케치)"
    r"|숫자로 보는|이유$|이유는|란…|(?:은|는) 누구|물었다|쟁점|변수|해석 분분|의 \d+년$|가 보니",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d{2}")
_POLLED = re.compile(
    r"(?<!\d)\d{1,3}(?:\.\d{1,2})? ?(?:%|percent)|(?<!\d)\d{1,3}명 중 \d{1,3}명"
    r"|\b(?:most|half|majority|\d{1,3} in \d{1,3})\b|\bpolls?\b"
    r"|여론 ?조사|설문|과반|절반",
    re.IGNORECASE,
)
"""How a headline gives the shares of a poll."""
_POLL = re.compile(r"\b(?:polls?|pollster|survey|respondents)\b|여론 ?조사|설문|응답자", re.IGNORECASE)
_ASKS = re.compile(r"(?:[을일할될]까|[인는]가|[졌였했됐지되하]나)[?…\"”]?$")
"""How a Korean headline asks what comes of it."""
_BULLET = re.compile(r"(?:^|\s)[▲△▶►■□◆◇●○※•◎☞①-⑳](?=\s?\S)|(?:^|\n)\s?-\s?(?=\S)")
_FEWEST_BULLETS = 3
_PLAINLY = 0.0
"""Log-odds from which on a text is a feature whatever was told before: with the style of each blind file
learned from the others, 278 of 359 details are, 4 of 661 turns and 1 of 330 first reports."""
_HEAD = 400


def read_genre(article: Article) -> Stated:
    """What an article states to be, by its title, the sections in its address, or its form."""
    title = fold(article.title[:300]).text.strip()
    if found := _OPINION_TITLE.search(title):
        return Stated(Genre.OPINION, f"its title: {found[0].strip()}")
    if found := _BRIEFING_TITLE.search(title):
        return Stated(Genre.BRIEFING, f"its title: {found[0].strip()}")
    for place in _list_sections(article.url):
        if _OPINION_PLACE.fullmatch(place):
            return Stated(Genre.OPINION, f"its section: {place}")
        if _BRIEFING_PLACE.fullmatch(place):
            return Stated(Genre.BRIEFING, f"its section: {place}")
    head = fold(article.text[:_HEAD]).text
    if _BRIEFING_BEGINS.match(head.lstrip()) or len(_BULLET.findall(f"{title}\n{head}")) >= _FEWEST_BULLETS:
        return Stated(Genre.BRIEFING, "its form, a list of headlines")
    if (found := _POLLED.search(title)) and _POLL.search(f"{title}\n{head}"):
        return Stated(Genre.POLL, f"its title: {found[0].strip()}")
    if found := _ANALYSIS_TITLE.search(title):
        return Stated(Genre.ANALYSIS, f"its title: {found[0].strip()}")
    return Stated()


def read_form(article: Article) -> Stated:
    """What a text is that states nothing, where something was told already: a feature reports nothing new.

    Korean reports often begin with the deed and leave out who said so: a day to come or a figure in the
    headline makes them reports, and a headline that asks makes them none.
    """
    if read_acts(article).headline:
        return Stated()
    is_korean = article.lang != "en"
    if is_korean and (found := _ASKS.search(fold(article.title[:300]).text.strip())):
        return Stated(Genre.ANALYSIS, f"its title: {found[0].strip()}")
    if is_report(article) or (is_korean and (find_days(article, ()) or _FIGURE.search(article.title))):
        return Stated()
    return Stated(Genre.ANALYSIS, "its form: it begins with nothing said or done")


def read_manner(article: Article) -> Stated:
    """What a text is that states nothing, by how it is written: a feature from even odds on.

    A lead that says who said it, and on which day, is a report's, however lively it is told.
    """
    form = read_signs(article)
    if not (form.says_who and form.says_day) and weigh_style(article) > _PLAINLY:
        return Stated(Genre.ANALYSIS, "how it is written")
    return Stated()


def _list_sections(url: str | None) -> list[str]:
    """The folders of an address, without its last segment, which is the article's own."""
    parts = split_address(url).path.split("/")[:-1]
    return [unquote(part)[:40] for part in parts if part][:6]
