"""What cannot wait: a turn of a kind that readers are woken for, from an official text or two origins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from alerts.turns.genre import read_genre
from alerts.turns.official import official_host
from alerts.turns.read import name_turn, read_acts
from storage.language.text import fold
from storage.records import Article, Sighting
from storage.records.reason_texts import Code
from storage.records.reasons import Reason

ENOUGH = 2
"""Independent origins that say it, where no official text does."""

_NONE: Mapping[str, str] = {}
_LEAD = 600
"""Characters of a text in which its news stands."""

# Each turn that cannot wait, with what it must be of: a cancelled concert can, a cancelled summit cannot.
_MEETINGS = (
    r"visits?|trips?|summits?|talks|meetings?|negotiations?|treat(?:y|ies)|agreements?|accords?|pacts?|alliance"
    r"|troops|forces|방문|방한|방미|방일|방중|방북|회담|회의|협상|협정|조약|합의|정상회담|병력|주한미군|동맹|탈퇴"
)
_HOLDERS = (
    r"presidents?|president-elect|prime minister|ministers?|secretary|leader|chairman|ambassador"
    r"|chief of staff|commander|envoy|Trump|Biden|Kim Jong[- ]?un|Putin|Xi|대통령|총리|장관"
    r"|국무위원장|위원장|대사|사령관|주석|특사"
)
_WEAPONS = (
    r"missiles?|rockets?|ICBMs?|ballistic|nuclear|torpedo(?:es)?|artillery|satellites?"
    r"|미사일|방사포|발사체|탄도|위성|핵실험|어뢰|포탄"
)
_FORCE = (
    rf"{_WEAPONS}|shell(?:s|ed|ing)?|airstrikes?|air strikes?|bomb(?:s|ed|ing)?|drones?|raid|troops"
    r"|warships?|border|islands?|base|포격|공습|폭격|드론|무인기|연평도|기지|군함|접경|휴전선"
)
_STATES = r"martial law|state of war|war on|state of emergency|계엄|전쟁 상태|선전포고|비상사태"
_OF_WHAT: Mapping[str, re.Pattern[str]] = {
    act: re.compile(rf"(?i)(?<![a-z])(?:{what})(?![a-z])")
    for act, what in {
        "attack": _FORCE,
        "fire": _WEAPONS,
        "lift": "martial law|계엄",
        "declare": _STATES,
        "die": _HOLDERS,
        "resign": _HOLDERS,
        "dismiss": _HOLDERS,
        "arrest": _HOLDERS,
        "cancel": _MEETINGS,
        "withdraw": _MEETINGS,
        "breakdown": r"summits?|정상회담",
    }.items()
}
# Drills, anniversaries and what is remembered or supposed are said in the same words.
_NO_NEWS = re.compile(
    r"(?i)\b(?:drills?|exercises?|war ?games?|anniversary|years? (?:ago|on|after|since)|decades?|remember\w*"
    r"|commemorat\w*|mock|simulat\w*|rehears\w*|tabletop|hypothetical|scenario|film|movie|novel|book|memoir"
    r"|documentary|trial of|what if|would|could|might|if|former|ex-|late|explained|timeline|history)\b"
    r"|(?<!\d)\d{1,2}년|훈련|연습|주년|추모|기념|모의|도상|가상|시나리오|영화|소설|회고"
    r"|다큐|전 (?:대통령|총리|장관|대사)|돌아본|되짚|만약|우려|가능성|전망"
)


@dataclass(frozen=True, slots=True)
class Urgent:
    """A turn that cannot wait, by its name, and the official source or host that says it, None: none does."""

    act: str
    by: str | None

    def reason(self, origins: int) -> Reason:
        """Why readers are not made to wait."""
        turn = name_turn(self.act)
        if self.by:
            return Reason(Code.FLASH_OFFICIAL, turn=turn, host=self.by)
        return Reason(Code.FLASH_ORIGINS, turn=turn, count=origins)


def find_urgent(article: Article, official: Mapping[str, str] = _NONE) -> Urgent | None:
    """The turn of a live news report that cannot wait; its headline and its lead must both say it.

    `official` names by id the sources that speak for a government or body, whatever their host.
    """
    if article.sighting is Sighting.LATE or not read_genre(article, official).genre.is_news:
        return None
    title = fold(article.title).text
    if _NO_NEWS.search(title):
        return None
    acts = read_acts(article)
    lead = fold(article.text[:_LEAD]).text
    for act, what in _OF_WHAT.items():
        if act in acts.headline and act in acts.lead and what.search(title) and what.search(lead):
            return Urgent(act, official_host(article.url) or official.get(article.source or ""))
    return None
