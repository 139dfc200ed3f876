"""From what a page says of itself to one title, outlet, time, language and address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from flows.extract.facts.bylines import Byline, read_byline
from flows.extract.facts.dates import parse_date
from flows.extract.facts.head import Head
from flows.extract.facts.lang import guess_lang
from flows.extract.facts.names import clean_authors, reads_as_outlet
from flows.extract.facts.zones import zone_of
from flows.extract.text.lines import fold
from flows.extract.text.noise import SECTIONS, is_agency
from storage.address import same_site, split_address
from storage.endings import end_alike, is_front, may_name_article
from storage.records import Published

# They show what others wrote, and name themselves beside them.
PORTAL = re.compile(
    r"(?:^|[|/,·]\s*)(?:네이버(?:\s?뉴스)?|다음(?:\s?뉴스)?|네이트|줌|naver|daum|nate|msn|yahoo)\s*$", re.I
)
SEPARATOR = re.compile(r"：|\s+(?:[-–—|·•:<>«»/~]|::|\|\|)\s+|\s*[|│ㅣ]\s*|\s+[:<]\s*|(?<=[가-힣\w])\s*::\s*")
CUT = re.compile(r"(?<!\s)\s*+(?:…|(?<!\.)\.{3,}+)$")
URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
# With full stops the day is first; with slashes nobody can tell.
DAY_OR_HOST = re.compile(r"[\d.\-/\s]{6,12}|[\w-]+\.(?:com|co\.kr|kr|net|org|news|de|uk|go\.kr)", re.I)
DAY_FIRST = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}")
SITE_NAME = re.compile(r"\.(?:com|co\.kr|net|org|is)$")
MAX_TITLE = 300
NAME = re.compile(
    r"[가-힣]{2,4}|(?:Dr\.? |Prof\.? )?[A-ZÀ-ÞŠŽ][\w.'’-]*(?: (?:[A-ZÀ-ÞŠŽ][\w.'’-]*|de|van|von|der|la|bin"
    r"|al|del|da|di)){1,4}"
)

NO_NAMES = frozenset("www m news en english mobile amp co com kr net org uk go or".split())  # noqa: SIM905
"""Parts of hosts that are no site's name."""

# How sure each source of a time is. Only what a machine wrote for machines is certain.
SHOWN = 0.9
NO_HEADLINE = 0.05
"""The vote of what names a site or rubric."""
AGREED = 2.5
"""The vote of a title that its source announced and the page shows."""
BY_ADDRESS = 0.7


@dataclass(slots=True)
class _Ballot:
    """Votes for titles by their folded forms, and how each is spelt where it was first seen."""

    votes: dict[str, float] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)

    def vote(self, title: str, weight: float) -> None:
        key = fold(title)
        self.votes[key] = self.votes.get(key, 0) + weight
        self.spelt.setdefault(key, title)

    def second(self, heading: str) -> None:
        """Strengthen the title that readers see as this heading."""
        same = _same_title(fold(heading), self.votes)
        if same is not None:
            self.votes[same] += 1.5
            self.spelt[same] = heading if fold(heading) == same else self.spelt[same]

    def announce(self, title: str, headings: Iterable[str]) -> None:
        """Vote for the title that its source announced, if the page shows or states it too."""
        seen = {fold(heading): heading for heading in headings}
        said = fold(title)
        if said and (said in self.votes or said in seen):
            self.vote(seen.get(said, title), AGREED)

    @property
    def best(self) -> str:
        return max(self.votes, key=lambda key: self.votes[key], default="")

    @property
    def is_sure(self) -> bool:
        """Whether the best is more than the name of a site or rubric."""
        return bool(self.best) and self.votes[self.best] >= 5 * NO_HEADLINE


def choose_title(head: Head, outlets: Iterable[str], host: str, announced: str = "") -> str:
    """The headline that most of the page's fields agree on, whole, without ` - Outlet`.

    What readers see (h1) weighs most, then JSON-LD: og:title is often another one, for social media. What its
    source `announced` counts where the page shows it too. Names of sites and rubrics are no headlines.
    """
    sites = _fold_sites(outlets, host)
    shown = [heading for heading in head.h1 if _may_be_headline(heading, sites)]
    ballot = _hold_ballot(head, shown, sites, announced)
    if shown and not ballot.is_sure:
        return shown[0]
    if not ballot.best:
        return ""
    return _complete(ballot.spelt[ballot.best], [*shown, *ballot.spelt.values()])[:MAX_TITLE]


def _fold_sites(outlets: Iterable[str], host: str) -> set[str]:
    return {fold(name) for name in outlets if name} | set(map(fold, _host_labels(host)))


def _may_be_headline(heading: str, sites: set[str]) -> bool:
    return 2 < len(heading) <= MAX_TITLE and fold(heading) not in sites


def _hold_ballot(head: Head, shown: list[str], sites: set[str], announced: str) -> _Ballot:
    """The votes of the page's fields, of the headings that it shows, and of its source."""
    ballot = _Ballot()
    known = [*shown, *filter(None, (announced,))]
    for value, weight in _stated_titles(head):
        title = strip_site(value, sites, known)
        if title and fold(title) not in sites:
            ballot.vote(title, NO_HEADLINE if _is_general(title) else weight)
    for heading in shown:
        ballot.second(heading)
    ballot.announce(announced, (*shown, *head.h2))
    return ballot


def _stated_titles(head: Head) -> list[tuple[str, float]]:
    stated = [
        (head.headline[:1], 1.2),
        (head.titles[:1], 1.0),
        ([head.page_title], 0.8),
        (head.titles[1:2], 0.1),
    ]
    return [(value, weight) for values, weight in stated for value in values if value]


def _is_general(title: str) -> bool:
    """Whether words name an outlet or a rubric, and so stand on many pages."""
    return reads_as_outlet(title) or SECTIONS.fullmatch(title) is not None


def _same_title(heading: str, titles: Iterable[str]) -> str | None:
    """The title that a heading is, or ends with after a kicker."""
    return next(
        (title for title in titles if heading == title or (len(title) >= 10 and heading.endswith(title))),
        None,
    )


def _complete(title: str, others: list[str]) -> str:
    """The longer form of a title that is the beginning of another, or that of the heading which equals it."""
    core = fold(CUT.sub("", title))
    if len(core) < 8:
        return title
    is_cut = CUT.search(title) is not None
    other = next((other for other in others if _completes(other, core, is_cut)), title)
    return other if is_cut or fold(other) != core else title


def _completes(other: str, core: str, is_cut: bool) -> bool:
    """Whether a title is whole and begins with these words; not much longer, unless they were cut."""
    folded = fold(other)
    is_near = is_cut or len(folded) <= 1.6 * len(core) + 10
    return folded.startswith(core) and is_near and not CUT.search(other)


def strip_site(title: str, sites: set[str], shown: list[str]) -> str:
    """A page's title without the site's name and rubrics at its ends; `sites` are folded names."""
    headings = {fold(heading) for heading in shown}
    text = " ".join(title.split())
    for _ in range(5):
        if whole := _find_heading(text, headings):
            return whole
        shorter = _strip_end(text, sites, headings)
        if shorter == text:
            break
        text = shorter
    return text


def _find_heading(text: str, headings: set[str]) -> str:
    """The heading that a title is or ends with; empty where it is none."""
    tails = (text[end.end() :] for end in SEPARATOR.finditer(text))
    return next((part for part in (text, *tails) if fold(part) in headings), "")


def _strip_end(text: str, sites: set[str], headings: set[str]) -> str:
    """A title without the site or rubric at one of its ends; the same where none is there."""
    ends = list(SEPARATOR.finditer(text))
    if not ends:
        return text
    head, tail = text[: ends[-1].start()], text[ends[-1].end() :]
    first, rest = text[: ends[0].start()], text[ends[0].end() :]
    if _is_site(tail, sites) or fold(head) in headings:
        return head
    return rest if _is_site(first, sites) and len(fold(rest)) > 8 else text


def _is_site(part: str, sites: set[str]) -> bool:
    """Whether the part of a title names the site, a rubric or a day, or says nothing."""
    folded = fold(part)
    if not folded:
        return True
    if len(part) > 50:
        return False
    return (
        _is_known_site(folded, sites) or _is_general(part.strip()) or DAY_OR_HOST.fullmatch(part) is not None
    )


def _is_known_site(folded: str, sites: set[str]) -> bool:
    """Whether words are a site's name, or one of both begins with the other."""
    if folded in sites:
        return True
    return len(folded) > 2 and any(
        len(site) > 3 and (folded.startswith(site) or site.startswith(folded)) for site in sites
    )


def _host_labels(host: str) -> list[str]:
    labels = [label for label in host.lower().split(".") if label and label not in NO_NAMES]
    return [*labels, host.removeprefix("www.")] if host else []


def choose_outlet(head: Head) -> str | None:
    """The publisher's name, from the first field that holds a name and not an address, handle or slogan."""
    for name in head.outlets:
        plain = " ".join(
            re.sub(r"^(?:copyright|©|ⓒ|\(c\))\s*(?:\d{4}\s*)?", "", name, flags=re.IGNORECASE).split()
        )
        if (
            plain
            and len(plain) <= 60
            and not plain.startswith(("http", "@", "/"))
            and re.search(r"[^\W\d_]{2}", plain)
        ):
            return re.split(r"\s+[|]\s+|\s+::\s+", plain)[0]
    return None


def choose_authors(head: Head, outlet: str | None, paragraphs: list[str]) -> tuple[str, ...]:
    """Who signs: as stated for machines, else as shown in a byline, else as the text's ends say.

    Portals, outlets and agencies that are stated as authors are none; where nobody else signs, nobody does.
    """
    outlets = _fold_outlets(head, outlet)
    shown = next(filter(None, map(_read_people, head.shown_authors)), ())
    for names in (head.authors, head.meta_authors, shown):
        if people := _list_people(names, outlets):
            return people
    signed = next(filter(None, map(read_byline, (*paragraphs[:3], *paragraphs[-3:]))), Byline())
    return clean_authors(signed.authors)


def _fold_outlets(head: Head, outlet: str | None) -> set[str]:
    """The outlets' names, folded; that of the page's own with and without its article."""
    folded = {fold(name) for name in (outlet, *head.outlets) if name}
    own = fold(outlet or "")
    return folded | {f"the{own}", own.removeprefix("the")} if len(own) > 3 else folded


def _list_people(names: Iterable[str], outlets: set[str]) -> tuple[str, ...]:
    signed = clean_authors([name for name in names if not PORTAL.search(name)])
    return tuple(name for name in signed if fold(name) not in outlets and not _is_site_name(name))


def _read_people(text: str) -> tuple[str, ...]:
    """The names in a byline's element; none where it holds buttons, places or dates."""
    names = clean_authors([text])
    if 0 < len(names) <= 6 and all(NAME.fullmatch(name) for name in names):
        return names
    return clean_authors(read_byline(text).authors)


def _is_site_name(name: str) -> bool:
    return bool(SITE_NAME.search(name)) or is_agency(name) or reads_as_outlet(name)


def choose_zone(head: Head, url: str, outlet: str | None, fallback: str) -> str:
    """The zone of a page's times that name none: that of its own other times, the outlet's, its country's."""
    return _fixed_zone(head.offset) or outlet or zone_of(url) or fallback


def _fixed_zone(offset: str | None) -> str | None:
    """IANA's name for whole hours from Greenwich, whose sign is turned round."""
    if offset is None:
        return None
    return f"Etc/GMT{'-' if offset[0] == '+' else '+'}{int(offset[1:3])}"


def choose_published(head: Head, *, url: str, timezone: str) -> Published | None:
    """When it was published, from the surest field that holds a whole date.

    A field with a day only is made precise by the first weaker one that has a time on that day.
    """
    fields = (
        ("json-ld", head.ld_dates, 1.0),
        ("meta", head.meta_dates, 1.0),
        ("time", head.time_dates, 1.0),
        ("text", head.shown_dates, SHOWN),
    )
    read = (_read_first(values, by, confidence, timezone) for by, values, confidence in fields)
    found = [published for published in read if published]
    return _make_precise(*found) if found else _published_in(url, timezone)


def _read_first(values: list[str], by: str, confidence: float, timezone: str) -> Published | None:
    """The first of a field's values that is a whole date."""
    for value in values[:8]:
        dayfirst = DAY_FIRST.match(value) is not None
        if found := parse_date(value, timezone=timezone, dayfirst=dayfirst, by=by, confidence=confidence):
            return found
    return None


def _make_precise(first: Published, *weaker: Published) -> Published:
    if not first.day_only:
        return first
    timed = (one for one in weaker if not one.day_only)
    return next((one for one in timed if timedelta(0) <= first.at - one.at < timedelta(days=1)), first)


def _published_in(url: str, timezone: str) -> Published | None:
    match = URL_DAY.search(split_address(url).path)
    if match is None:
        return None
    return parse_date("-".join(match.groups()), timezone=timezone, by="url", confidence=BY_ADDRESS)


def choose_lang(head: Head, text: str) -> str | None:
    """The text's language: by its script, and among Latin ones what the page declares.

    Templates lie (the English editions of Korean papers declare Korean), scripts do not.
    """
    guess = guess_lang(text)
    other_script = ("ko", "ja", "zh", "ru", "ar")
    if guess in other_script:
        return head.lang if guess == "ru" and head.lang in ("ru", "uk", "bg", "sr", "kk") else guess
    if head.lang and head.lang not in other_script:
        return head.lang
    return guess


MOST_NAMED = 50
"""Addresses of its own that a page is believed to state; real ones have three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What a page states of where it is: `own`, `also` those that end alike, `stated` the site's others."""

    own: str | None
    also: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()


def choose_addresses(head: Head, url: str) -> Addresses:
    """The page's addresses, by where it was fetched from; within its site, and never the front page.

    What ends otherwise than `url` is a section, another article's or a template's mistake as often as not. A
    file has no `url`: then the first that looks like an article's is its own, else the first.
    """
    named = [address for address in (*head.addresses, *head.amp) if _may_name(address, url)]
    base = url or next(iter((*filter(may_name_article, named), *named)), None)
    return _sort_addresses(named[:MOST_NAMED], base) if base is not None else Addresses(own=None)


def _sort_addresses(named: list[str], base: str) -> Addresses:
    """Those of one site with `base` that end as it does, the first of them its own, and the others."""
    alike: list[str] = []
    others: list[str] = []
    for address in dict.fromkeys(named):
        if same_site(address, base):
            (alike if end_alike(address, base) else others).append(address)
    own, *also = alike or [base]
    return Addresses(own=own, also=tuple(also), stated=tuple(others))


def _may_name(address: str, url: str) -> bool:
    return len(address) <= 1000 and (not is_front(address) or is_front(url))
