"""Names that are part of another thing's: China Grill, the band Japan, a Korean pear tart, 가수 방미."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from alerts.watch.names.people.namesakes import CALLINGS_KO
from alerts.watch.names.whose import US_STATES
from alerts.watch.names.worlds import is_private
from alerts.watch.scan.layout import Layout
from alerts.watch.scan.places import Occurrence
from storage.language.hangul import ROLE
from storage.language.patterns import compile_later

# What shops, streets, firms and breeds are called by after a name, its capital written.
_VENUES = (
    "Grill|Grille|Bistro|Caf[eé]|Diner|Tavern|Inn|Hotel|Lodge|Pub|Kitchen|Bakery|Market|Mall|Plaza"
    "|Galleria|Street|Avenue|Ave|Road|Lane|Grove|Boulevard|Drive|Terrace|Gardens?|Heights|Hills|Creek|Lake|Falls"
    "|Bank|Bancorp|Tobacco|Airlines|Airways|Express|Eagle|Beauty|Idol|Pie|Vogue|Gothic|Dream|Camera|Optical"
    "|Club|University|Town|Trio|Quartet|Band|Orchestra|Choir|Records|Pictures|Studios?|Theatre|Cinema"
    "|Herald|Times|Daily|Zinc|Aerospace|Electric|Harbou?r|Petroleum|Mobile|Telecom|Unicom|Merchants|Vanke|Display"
    "|Bulldog|Shorthair|Lager|Sushi|Noodle|BBQ|Barbecue|Row|Barracks"
)
_VENUE = compile_later(rf" (?:{_VENUES})\b(?! (?:for|of)\b)")
_CITIES = "City|Row|Center|Centre|Mall|Metro"
_CITY = compile_later(rf" (?:{_CITIES})\b")
_FIRST_THREE = frozenset(word[:3] for word in f"{_VENUES}|{_CITIES}".split("|"))
_STATE_BANKS = ("Korea", "Japan")
_THINGS = (
    "band|duo|trio|quartet|singer|rapper|boyband|restaurant|cafe|pub|bar|bakery|horse|racehorse|mare"
    "|colt|dog|puppy|cat|kitten|parrot|ship|yacht|ferry|brand|label|app|game|film|movie|novel|album|song|village|hamlet"
    "|collie|terrier|retriever|spaniel|poodle|hound|corgi|labrador|pony|tortoise|goat|hamlet|township|bulldog"
    "|rose|tulip|cocktail|cruise ship|podcast|magazine|chain|parlor|parlour|salon"
)
_THE_WORDS = frozenset(
    ["named", "called", *(word for thing in _THINGS.split("|") for word in thing.split()[-1:])]
)
_THE_WORDS |= {word.capitalize() for word in _THE_WORDS}
_LAST_FOUR = frozenset(f" {word}"[-4:] for word in (*_THE_WORDS, "k of", "k Of"))
# The same where a quote follows, or a quote and the end of a line.
_BEFORE_NAMES = _LAST_FOUR | {f"{word} {quote}"[-4:] for word in _THE_WORDS for quote in ("", *"\"'“‘")}
_IS_A = compile_later(
    rf", (?:(?:the|a|an) (?:[a-z0-9'-]+ ){{0,3}}(?:{_THINGS})\b"
    rf"|(?:{US_STATES}|Ill|La|Tenn|Tex|Pa|Ga|Ky|Ind|Mo|Kan|N\.C|S\.C|Va|Md|Mass|Conn|Calif|Fla|Ariz|Mich|Minn|Wis)\b"
    r"(?! (?:and|or)\b|, [A-Z]))"
)
_THE_THING = compile_later(rf"(?i:\b(?:{_THINGS}) (?:named |called )?)[\"'“‘]?$")
_FOOD = compile_later(
    r"\b(?:bakery|loaf|loaves|tart|ramen|noodles?|dumplings?|chicken|curry|menu|chef|recipes?|restaurant|diner"
    r"|cafe|dessert|sauce|kitchen|dish(?:es)?|pear|snacks?|soup)\b",
    re.IGNORECASE,
)
_SIR = compile_later(r" ?(?:씨|양|군)(?![가-힣]{2})")
_REACH = 24


def drop_named_after(layout: Layout, found: Sequence[Occurrence], kind: str) -> Sequence[Occurrence]:
    """The places of a state, city or body that are no part of the name of a shop, a street, a firm, a breed.

    What the text says to be a band or a ship is that wherever it stands.
    """
    if not _is_any_odd(layout.text, found):
        return found
    told = _list_telling(layout.text, {0: found})
    return _drop_told(layout, found, told[0], kind) if told else found


def drop_all_named_after(
    layout: Layout, bodies: Mapping[int, list[Occurrence]]
) -> dict[int, list[Occurrence]]:
    """The same of many bodies by their numbers."""
    kept = dict(bodies)
    for number, telling in _list_telling(layout.text, bodies).items():
        if _is_any_odd(layout.text, bodies[number]):
            kept[number] = [*_drop_told(layout, bodies[number], telling, "body")]
    return kept


def _list_telling(text: str, named: Mapping[int, Sequence[Occurrence]]) -> dict[int, list[Occurrence]]:
    """Of those with any: the places beside which a thing, a shop or a bank may stand, or that end the text.

    Most have none, and in dense news more places are asked this than all else: so one loop that asks little.
    """
    told: dict[int, list[Occurrence]] = {}
    for number, found in named.items():
        telling = []
        for one in found:
            start, end = one
            following = text[end : end + 2]
            if text[start - 5 : start - 1] in _BEFORE_NAMES or (
                following not in _QUIET and following < "가" and _may_tell(text, one, following)
            ):
                telling.append(one)
        if found[0].start < _LEAST_BEFORE or found[-1].start >= len(text) - _LONGEST_NAME:
            telling += [one for one in found if one.start < _LEAST_BEFORE or one.end == len(text)]
        if telling:
            told[number] = telling
    return told


def _may_tell(text: str, one: Occurrence, following: str) -> bool:
    """Whether what follows a name may say that it is a thing, or part of another name."""
    if following == ", ":
        third = text[one.end + 2 : one.end + 3]
        return third in "at" or not third.islower()
    if following[:1] == " ":
        return text[one.end + 1 : one.end + 4] in _FIRST_THREE or text[one.start : one.end] in _GIVEN_TOO
    return following[:1] in _CLOSING


# What most names have behind them, beside Hangul.
_QUIET = frozenset([*(f" {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), ". ", ".\n", "\n"])
_LEAST_BEFORE = 5
"""Characters before a place of which all but the last say whether a thing stands there."""

_LONGEST_NAME = 200
"""Characters at the end of a text in which a name that ends it begins."""


def _drop_told(
    layout: Layout, found: Sequence[Occurrence], telling: Sequence[Occurrence], kind: str
) -> Sequence[Occurrence]:
    text = layout.text
    things = _list_things(text, telling)
    if kind == "place":
        things |= _list_borne(layout, telling)
    parts = {one for one in telling if _is_part(text, one, kind)}
    if not things and not parts:
        return found
    return [one for one in found if one not in parts and text[one.start : one.end] not in things]


def _is_any_odd(text: str, found: Sequence[Occurrence]) -> bool:
    """Whether a name has a capital or a comma behind it, or a thing or a bank before: most have neither."""
    for start, end in found:
        following = text[end : end + 2]
        if following == ", " or (following[:1] == " " and following[1:].isupper()):
            return True
        if text[start - 5 : start - 1] in _LAST_FOUR or following[:1] in _CLOSING:
            return True
    return False


def _list_things(text: str, found: Sequence[Occurrence]) -> set[str]:
    """The names that the text gives to a thing somewhere."""
    return {text[one.start : one.end] for one in found if _is_thing(text, one)}


def _list_borne(layout: Layout, found: Sequence[Occurrence]) -> set[str]:
    """Names of countries that are somebody's given name: China Miéville, in a text of nothing public."""
    text = layout.text
    borne = {
        text[one.start : one.end]
        for one in found
        if text[one.start : one.end] in _GIVEN_TOO and _SURNAME.match(text, one.end)
    }
    return borne if borne and is_private(layout) else set()


_ENDS_ADJECTIVE = "nehi"
_GIVEN_TOO = frozenset(["China", "Korea", "America", "India", "Israel"])
_SURNAME = compile_later(" [A-Z][a-zé]+")


def _is_work(text: str, one: Occurrence) -> bool:
    """Whether a name stands alone in quotes beside what is played, sung or read: 드라마 ‘한반도’."""
    quoted = text[one.start - 1 : one.start] in _OPENS and text[one.end : one.end + 1] in _CLOSES
    if not quoted or one.start == 0:
        return False
    return _WORK.search(text, max(0, one.start - _REACH), one.end + _REACH) is not None


_CLOSING = frozenset("’'”\"」』>》〉")
_OPENS, _CLOSES = "‘'“\"「『<《〈", "’'”\"」』>》〉"
_WORK = compile_later(
    r"드라마|영화|소설|앨범|노래|뮤지컬|연극|주연|출연|웹툰|예능|가요|시집|전시"
    r"|\b(?:film|movie|novel|drama|series|album|song|single|musical|play|sitcom|episode|exhibition|painting)\b"
)


def drop_works(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The places of an agreement, without plays and songs that are called after it."""
    return [one for one in found if not _is_work(layout.text, one)]


def _is_thing(text: str, one: Occurrence) -> bool:
    if _is_work(text, one):
        return True
    if text.startswith(", ", one.end) and _IS_A.match(text, one.end):
        return True
    before = text[max(0, one.start - _REACH) : one.start].rsplit(" ", 2)
    return len(before) > 1 and before[-2] in _THE_WORDS and _THE_THING.search(" ".join(before)) is not None


def _is_part(text: str, one: Occurrence, kind: str) -> bool:
    if text[one.end + 1 : one.end + 4] in _FIRST_THREE and _is_venue(text, one, kind):
        return True
    is_bank = kind == "place" and text.endswith(("Bank of ", "Bank Of "), 0, one.start)
    return is_bank and text[one.start : one.end] not in _STATE_BANKS


def _is_venue(text: str, one: Occurrence, kind: str) -> bool:
    return bool(_VENUE.match(text, one.end) or (kind == "body" and _CITY.match(text, one.end)))


# Streets, halls and shops that bear a person's name.
_BEARS = compile_later(
    r" (?:Hall|Avenue|Ave|Street|Road|Lane|Drive|Boulevard|Elementary|Middle School|High School|Stadium"
    r"|Cemetery|Grill|Bistro|Caf[eé]|Bakery|Diner|Pizza|Plumbing|Roofing|Motors|Dental|Farms?|Ranch|Orchards?|Vineyards?)\b"
    r"| ?(?:식당|성당|마을|카페|빵집|약국|미용실|떡집|국밥|치킨|피자|농장|목장)"
)


def drop_bearing(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """A person's places without what is called after somebody: Blinken Hall, 루비오 식당.

    What the text says to be a village or a dog is that wherever it stands.
    """
    text, things = layout.text, _list_things(layout.text, found)
    return [
        one for one in found if not _BEARS.match(text, one.end) and text[one.start : one.end] not in things
    ]


# A town in Tennessee has no article: Aldermen in White House approved it.
_TOWN = compile_later(
    r"\b(?:[Ii]n|of|near) White House\b"
    r"(?! (?:officials?|aides?|meetings?|talks|press|statements?|events?|cerem|visit))"
    r"|\bWhite House(?:,? Tenn|,? TN\b| (?:[Cc]ity [Cc]ouncil|aldermen|police|High School|residents))"
)


def drop_town(layout: Layout, found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The places of the White House, none where it is the town."""
    return [] if _TOWN.search(layout.text) else found


def drop_eaten(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """A country's places without its adjectives where a text is of food and of nothing public."""
    if not is_private(layout):
        return list(found)
    if _WARES.search(layout.text):
        return []
    if not _FOOD.search(layout.text):
        return list(found)
    return [one for one in found if layout.text[one.end - 1] not in _ENDS_ADJECTIVE]


# What is called china, where records stand by their bands, and what a town of a country's name has.
_WARES = compile_later(
    r"\b(?:porcelain|crockery|tableware|dinnerware|vinyl|record (?:fair|shop|store)s?|reissues?"
    r"|town (?:meeting|manager|attorney)"
    r"|select ?board|lot-coverage|school district)\b",
    re.IGNORECASE,
)


# “자산”이란: after a quotation and a noun it is a particle.
_PARTICLE = compile_later("[^\\s(\"'][’'”\"」』)\\]>》]{1,2} ?$|[가-힣A-Za-z]$")


def drop_particles(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """A country's places without what is a particle there: 이란."""
    return [
        one
        for one in found
        if layout.text[one.start : one.start + 2] != "이란"
        or _PARTICLE.search(layout.text, max(0, one.start - 4), one.start) is None
    ]


def drop_people(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without a visit to a country that is somebody's name: 가수 방미, 방미 씨."""
    text = layout.text
    if not any(_is_called(text, one.start) for one in found):
        return list(found)
    return [one for one in found if not _VISIT.match(text, one.start)]


_VISIT = compile_later("방[미한중일북러]")
_CALLED = compile_later(f"(?:{CALLINGS_KO}) $")


def _is_called(text: str, at: int) -> bool:
    if not _VISIT.match(text, at):
        return False
    return _SIR.match(text, at + 2) is not None or _CALLED.search(text, max(0, at - 12), at) is not None


def drop_surnames(layout: Layout, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Without a country's Hanja that is a surname: 韓 대행 where the text has 한덕수 대행."""
    if "韓" not in layout.unusual:
        return list(found)
    text = layout.text
    borne = {bearer[1] for bearer in _BEARER.finditer(text)}
    return [one for one in found if text[one.start : one.end] != "韓" or not _is_holder(text, one, borne)]


_OFFICE = compile_later(rf" ?({ROLE})")
_BEARER = compile_later(rf"(?<![가-힣])한(?![국미일중])[가-힣]{{2}} ?({ROLE})")


def _is_holder(text: str, one: Occurrence, borne: Collection[str]) -> bool:
    office = _OFFICE.match(text, one.end)
    return office is not None and office[1] in borne
