"""What a story turns by is read from headlines and leads, with what is denied, possible or past set apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alerts.turns.acts import ACTS, CONFUSED_ACTS, CONFUSED_AT_ONCE, FOLLOWS
from alerts.turns.days import read_days
from alerts.turns.genre.read import Genre, read_form, read_genre_by_marks
from alerts.turns.headline import is_report, new_in_headline
from alerts.turns.read import find_turns, name_turn, read_acts
from storage.records import Published
from tests.telling import a_kept


def acts_of(title: str, lang: str) -> frozenset[str]:
    return read_acts(a_kept(title=title, text="", lang=lang).article).headline


@pytest.mark.parametrize(
    ("title", "act"),
    [
        ("Rubio calls planned Seoul visit off", "cancel"),
        ("NCG talks off the table, officials say", "cancel"),
        ("Allies put off NCG meeting", "postpone"),
        ("Sub deal on hold as lawmakers balk", "postpone"),
        ("Talks to be postponed to May", "postpone"),
        ("Summit brought forward by a day", "advance"),
        ("Pentagon denies plan to cut USFK", "deny"),
        ("Report of troop cut is not true, Pentagon says", "deny"),
        ("Seoul, Washington sign accord", "sign"),
        ("Seoul, Washington to sign accord", "sign+"),
        ("Talks resume in Seoul", "resume"),
        ("Posco pulls out of Alaska LNG", "withdraw"),
        ("US court blocks tariff on cars", "block"),
        ("Germany will not withdraw from UN Command", "withdraw!"),
        ("Meeting will not be postponed, ministry says", "postpone!"),
        ("Ministry denies cancelling drill", "cancel!"),
        ("Talks break down in Hawaii", "breakdown"),
        ("한미 회담 무산", "cancel"),
        ("SCM 공동성명 채택 불발", "cancel"),
        ("한미 핵협의그룹 회의 연기…미측 사정", "postpone"),
        ("정상회담 하루 앞당겨", "advance"),
        ("국방부 “감축설 사실무근”", "deny"),
        ("관세 협상 재개", "resume"),
        ("포스코, 알래스카 LNG 투자 철회", "withdraw"),
        ("정부, 훈련 취소하지 않기로", "cancel!"),
        ("“유엔사 탈퇴 안 한다”", "withdraw!"),
        ("방위비 협상 결렬", "breakdown"),
        ("내달 3일 협정 서명", "sign+"),
        ("美, 자동차 관세 인하 관보 게재", "announce"),
        ("Meeting will now take place at a later date", "postpone"),
        ('[속보] 안보실장 "오늘부로 물러난다"', "resign"),
        ("외교차관 자리에서 물러났다", "resign"),
        ("월담 대학생 7명 구속영장 청구", "warrant"),
        ("Prosecutors seek arrest warrant for envoy", "warrant"),
        ("트럼프에게 친서 전달", "deliver"),
    ],
)
def test_a_headline_is_read_by_its_verbs_and_nouns(title: str, act: str) -> None:
    lang = "ko" if any("가" <= char <= "힣" for char in title) else "en"
    assert act in acts_of(title, lang)


@pytest.mark.parametrize(
    ("title", "act"),
    [
        ("Trump considers cancelling visit", "cancel"),
        ("NCG talks could be postponed", "postpone"),
        ("Seoul to act if talks break down", "breakdown"),
        ("North threatens to withdraw from pact", "withdraw"),
        ("Allies meet after last year's cancelled talks", "cancel"),
        ("Envoy, who resigned last year, speaks", "resign"),
        ("Planners prepare the postponed meeting again", "postpone"),
        ("Lee asked U.S. President Donald Trump on Wednesday to permit the fuel", "approve"),
        ("Seoul urged the members of the Senate's committee on trade once more to ratify it", "approve"),
        ("한미 회담 연기 검토", "postpone"),
        ("회담 취소 가능성", "cancel"),
        ("지난해 무산된 회담 다시 추진", "cancel"),
        ("취소됐던 훈련 실시", "cancel"),
        ("트럼프, 관세 인상 철회 촉구 받아", "withdraw"),
        ("워싱턴선언 3년을 돌아보다", "declare"),
    ],
)
def test_what_may_happen_or_is_past_is_no_turn(title: str, act: str) -> None:
    lang = "ko" if any("가" <= char <= "힣" for char in title) else "en"
    assert act not in acts_of(title, lang)


@pytest.mark.parametrize("title", ["WTO 후보 사퇴 의사 전달", "미국에 우려를 외교 경로로 전달"])
def test_what_is_said_is_not_handed_over(title: str) -> None:
    assert "deliver" not in acts_of(title, "ko")


def test_that_another_resigned_further_down_does_not_tell_of_this_one() -> None:
    told = a_kept(
        title='대통령실, 김성한 안보실장 교체설에 "사실무근"',
        text="대통령실이 교체가 검토된다는 보도에 “사실과 다르다”고 했다. 의전비서관이 물러났다.",
        lang="ko",
    ).article
    news = a_kept(title="김성한 안보실장 사퇴", text="김성한 안보실장이 사퇴했다.", lang="ko").article
    assert "resign" in find_turns(news, [told]).twice
    assert "resign" not in find_turns(told, [news]).acts


def test_a_headline_is_new_in_words_that_no_headline_or_lead_has() -> None:
    told = a_kept(title="Allies hold talks in Seoul", text="The allies held talks on Monday.").article
    later = a_kept(
        title="Envoy's briefcase stolen at airport", text="A briefcase was stolen, police said."
    ).article
    feature = a_kept(title="Envoy's briefcase stolen at airport", text="It was brown and old.").article
    assert new_in_headline(later, [told]) == 1
    assert new_in_headline(told, [told]) == 0
    assert new_in_headline(later, []) == 0
    filed = a_kept(title="Family claims ship", text="They filed a claim, court documents show.").article
    assert is_report(later)
    assert is_report(filed)
    assert not is_report(feature)


@pytest.mark.parametrize(
    ("title", "lang", "act"),
    [
        ("NCG meets to sharpen extended deterrence", "en", "extend"),
        ("Any attack would be met with force", "en", "attack"),
        ("Signing of submarine accord falls through", "en", "sign"),
        ("핵잠 협정 서명 무산", "ko", "sign"),
        ("수소 새는 바람에 달 로켓 발사 연기", "ko", "fire"),
        ("장비 반입 허가를 취소", "ko", "approve"),
    ],
)
def test_what_is_named_beside_what_happened_is_no_turn(title: str, lang: str, act: str) -> None:
    assert act not in acts_of(title, lang)


def test_a_turn_told_in_one_language_is_none_in_the_other() -> None:
    told = a_kept(title="회담 연기", text="한미 회담이 연기됐다고 외교부가 밝혔다.", lang="ko").article
    again = a_kept(title="Talks put off", text="The talks have been postponed, Seoul said.").article
    later = a_kept(title="Talks called off", text="The talks were cancelled, Seoul said.").article
    assert find_turns(again, [told]).acts == ()
    assert find_turns(later, [told]).acts == ("cancel",)
    assert find_turns(later, [told]).both == ("cancel",)


@pytest.mark.parametrize(
    ("title", "text", "url", "genre"),
    [
        ("[사설] 동맹의 앞날", "", None, Genre.OPINION),
        ("[김 교수의 시론] 동맹의 앞날", "", None, Genre.OPINION),
        ("Opinion: A dome of doubts", "", None, Genre.OPINION),
        ("[Editorial] Talks must go on", "", None, Genre.OPINION),
        ("Talks must go on", "", "https://a.example/opinion/2026/1", Genre.OPINION),
        ("동맹의 앞날", "", "https://a.example/%EC%98%A4%ED%94%BC%EB%8B%88%EC%96%B8/1", Genre.OPINION),
        ("(News briefing) Main headlines", "", None, Genre.BRIEFING),
        ("[뉴스브리핑] 11월 13일", "", None, Genre.BRIEFING),
        ("이 시각 주요뉴스", "", None, Genre.BRIEFING),
        ("Friday in Seoul", "The following are the top headlines.", None, Genre.BRIEFING),
        ("오늘", "▲ 회담 연기 ▲ 코스피 상승 ▲ 장마 북상", None, Genre.BRIEFING),
        ("외교부 대변인, 회의 결과 정례브리핑", "외교부가 밝혔다.", None, Genre.NEWS),
        ("White House briefing: talks put off", "", "https://a.example/news/opinion-1", Genre.NEWS),
        ("Public opinion: most back the deal", "", None, Genre.NEWS),
    ],
)
def test_a_text_is_what_it_states_to_be(title: str, text: str, url: str | None, genre: Genre) -> None:
    assert read_genre_by_marks(a_kept(title=title, text=text, url=url).article).genre is genre


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The talks will be held on April 2.", date(2026, 4, 2)),
        ("The talks will be held on 2 April.", date(2026, 4, 2)),
        ("They meet next Friday.", date(2026, 3, 13)),
        ("They meet on Monday.", date(2026, 3, 9)),
        ("said on Thursday", date(2026, 3, 5)),
        ("오는 12일 열린다", date(2026, 3, 12)),
        ("다음 달 2일 열린다", date(2026, 4, 2)),
        ("4월 2일 열린다", date(2026, 4, 2)),
        ("오는 2일 열린다", date(2026, 4, 2)),
    ],
)
def test_days_are_dates_in_both_languages(text: str, day: date) -> None:
    assert day in set(read_days(text, date(2026, 3, 7)))


@pytest.mark.parametrize("text", ["February 31", "13월 40일", "99일", "30일간", "for 30 days", "12-31"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert list(read_days(text, date(2026, 3, 7))) == []


def test_a_turn_is_said_in_words() -> None:
    assert name_turn("postpone") == name_turn("postpone!") == "it was postponed"
    assert name_turn("sign+") == "it was signed"


@pytest.mark.parametrize(
    "text", ["", "\n", "to be off " * 20_000, "연기" * 20_000, "취소 " * 20_000, "İ" * 9]
)
@pytest.mark.parametrize("lang", ["en", "ko", "ja"])
def test_hostile_texts_are_read_in_bounded_time(text: str, lang: str) -> None:
    read_acts(a_kept(title=text, text=text, lang=lang).article)


def test_every_kind_and_consequence_is_an_act() -> None:
    named = [act for kind in (*CONFUSED_ACTS, *CONFUSED_AT_ONCE) for act in kind]
    named += [act for follows in FOLLOWS.values() for act in follows] + list(FOLLOWS)
    assert [act for act in named if act.rstrip("!+") not in ACTS] == []


def test_one_turn_put_in_other_words_by_the_other_language_is_one_within_hours_only() -> None:
    told = a_kept(title="제안 거부", text="북한이 제안을 거부했다고 외무성이 밝혔다.", lang="ko").article
    again = a_kept(title="North Korea calls off talks", text="North Korea called off the talks.").article
    at = told.order[0]
    later = replace(again, published=Published(at=at + timedelta(days=2), by="feed"))
    assert find_turns(replace(again, published=Published(at=at, by="feed")), [told]).acts == ()
    assert find_turns(later, [told]).acts == ("cancel",)


@pytest.mark.parametrize(
    "title",
    [
        "Why the talks matter",
        "NCG, explained",
        "전작권 20년, 제자리인 이유",
        "[해설] 핵협의그룹",
        "숫자로 보는 방미",
    ],
)
def test_a_feature_is_known_by_its_title(title: str) -> None:
    assert read_genre_by_marks(a_kept(title=title, text="").article).genre is Genre.ANALYSIS


def test_a_report_that_names_no_speaker_is_a_feature_by_its_form() -> None:
    text = "Delegates walked through the rain. Coffee was served twice."
    assert read_form(a_kept(title="A long day in Anchorage", text=text).article).genre is Genre.ANALYSIS
    korean = "비가 내렸다. 커피가 두 번 나왔다."
    assert read_form(a_kept(title="비 내린 앵커리지", text=korean, lang="ko").article).genre is Genre.ANALYSIS
    for title in ("4월부터 210만t까지 무관세", "회담 취소"):
        assert read_form(a_kept(title=title, text=korean, lang="ko").article).genre is Genre.NEWS
    asks = a_kept(title="RDP, 득일까 실일까", text="외교부가 12일 밝혔다.", lang="ko").article
    assert read_form(asks).genre is Genre.ANALYSIS


@pytest.mark.parametrize(
    ("title", "text", "genre"),
    [
        ("국민 64% “주한미군 유지해야”", "여론조사 결과 이렇게 나타났다.", Genre.POLL),
        ("Most South Koreans back talks, poll finds", "A survey of 1,000 people found so.", Genre.POLL),
        ("의약품 100% 관세", "백악관이 발표했다.", Genre.NEWS),
        ("Half of the troops leave", "The ministry said so.", Genre.NEWS),
    ],
)
def test_a_poll_is_known_by_its_shares_and_its_words(title: str, text: str, genre: Genre) -> None:
    assert read_genre_by_marks(a_kept(title=title, text=text).article).genre is genre


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("[동아 모닝 뉴스] 특검·관할권·환율", "여야가 맞섰습니다."),
        ("[퇴근길 뉴스] 취임 100일·증시 최고치", "기자회견을 했습니다."),
        ("[한반도 뉴스 정리] 2월 첫째 주", "소식을 전합니다."),
        ("오늘 나온 소식들", "① 여야가 맞섰다.\n② 환율이 올랐다.\n③ 추위가 온다."),
        ("오늘 나온 소식들", "- 여야가 맞섰다.\n- 환율이 올랐다.\n- 추위가 온다."),
    ],
)
def test_a_round_up_is_known_by_its_title_or_its_lines(title: str, text: str) -> None:
    assert read_genre_by_marks(a_kept(title=title, text=text, lang="ko").article).genre is Genre.BRIEFING


def test_a_dash_within_a_line_makes_no_list() -> None:
    text = "The talks - the third this year - ended Monday - without a deal, the ministry said."
    assert read_genre_by_marks(a_kept(title="Talks end - again", text=text).article).genre is Genre.NEWS
