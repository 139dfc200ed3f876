"""What the words of a line mean where news cannot wait, and in what form a deed is said."""

from __future__ import annotations

import pytest

from alerts.decide.urgent.meanings import cut_line, hear_line, says_deed
from alerts.decide.urgent.said import URGENT_TURNS
from alerts.decide.urgent.signs import read_signs
from alerts.decide.urgent.table import read_table
from alerts.decide.urgent.weights import WEIGHTS, read_weights, write_weights
from alerts.decide.urgent.wording import PLACES, list_pieces, read_wording
from alerts.turns.acts import ACTS
from tests.alerts.decide.test_gather import a_kept


@pytest.mark.parametrize(
    ("line", "deed", "form"),
    [
        ("North Korea fired two missiles", "launch", "did"),
        ("North Korea will launch a satellite", "launch", "will"),
        ("Seoul could scrap the pact", "leave", "may"),
        ("Algeria has decided to break off relations", "leave", "decided"),
        ("The summit will not take place", "cancel", "will"),
        ("The minister has been dismissed", "remove", "did"),
        ("Ishiba steps down", "resign", "does"),
        ("북한이 미사일을 발사했다", "launch", "did"),
        ("북한이 위성을 발사할 것으로 보인다", "launch", "will"),
        ("정부는 협정을 종료하기로 결정했다", "leave", "decided"),
        ("포병사격을 실시하였음", "clash", "did"),
        ("총리 피습설이 돌았다", "shoot", "rumour"),
        ("내각 불신임안을 내기로 했다", "remove", "motion"),
        ("대통령 윤석열을 파면한다", "remove", "does"),
        ("탈퇴한 바 없음", "leave", "not"),
        ("정상회담이 합의 없이 끝났다", "cancel", "bare"),
        ("An F-16 crashed near Kunsan", "crash", "did"),
        ("Two reactors at Hanul tripped", "leak", "did"),
        ("서울지역에 경계경보 발령", "alarm", "bare"),
        ("The Department ordered the departure of family members", "evacuate", "did"),
        ("대통령이 구치소에서 풀려났다", "free", "did"),
        ("Trump hikes tariffs to 25%", "raise", "does"),
        ("북한이 발사체를 쐈습니다", "launch", "did"),
        ("북한이 연락선을 모두 끊었습니다", "leave", "did"),
        ("He tested positive", "ill", "did"),
        ("The minister offered to resign", "resign", "did"),
        ("장관직에서 물러나고자 합니다", "resign", "decided"),
    ],
)
def test_a_deed_is_heard_in_its_form(line: str, deed: str, form: str) -> None:
    heard = {(one.name, one.form) for one in hear_line(cut_line(line)) if one.kind == "deed"}
    assert (deed, form) in heard


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The 46 sailors are remembered fifteen years ago", "past"),
        ("천안함 피격 16주기", "past"),
        ("Seoul denies the report", "denial"),
        ("훈련을 실시한다", "drill"),
        ("a mock attack", "drill"),
        ("현대차 노사 협상", "civil"),
    ],
)
def test_how_it_is_meant_is_heard_too(line: str, name: str) -> None:
    assert name in {one.name for one in hear_line(cut_line(line)) if one.kind == "mood"}


@pytest.mark.parametrize(
    "line", ["An Osprey went down", "미 F-16 추락", "KF-21 crashes", "치누크 헬기 불시착"]
)
def test_an_aircraft_is_known_by_its_name(line: str) -> None:
    assert "drone" in {one.name for one in hear_line(cut_line(line)) if one.kind == "thing"}


def test_a_syllable_means_something_only_by_itself() -> None:
    assert not [one for one in hear_line(cut_line("군산 섬유")) if one.name in ("state_body", "target")]


def test_each_kind_is_of_an_act_that_has_a_name_and_of_meanings_of_the_table() -> None:
    table = read_table()
    listed = (table.whole, table.begins, table.korean)
    meanings = {meaning for each in listed for some in each.values() for meaning in some}
    for act, deed, things in URGENT_TURNS:
        assert act in ACTS
        assert ("deed", deed) in meanings
        assert {("thing", thing) for thing in things} <= meanings


@pytest.mark.parametrize(
    ("text", "is_clear"),
    [
        ("U.S. negotiators cut short talks in Seoul on Tuesday over the cost of keeping troops there.", True),
        ("U.S. negotiators could cut short talks in Seoul, officials fear.", False),
        ("The talks in Seoul will be called off if Washington insists, a ministry source said.", False),
        ("협상이 미국 대표단의 퇴장으로 파행했다.", True),
        ("협상이 파행할 수 있다는 우려가 나온다.", False),
    ],
)
def test_what_is_clearly_said_is_known_to_readers(text: str, is_clear: bool) -> None:
    article = a_kept("one", text, 0, title="Cost-sharing", lang="ko" if "협" in text else "en").article
    assert ("cancel" in read_signs(article, is_official=False).clear) == is_clear


@pytest.mark.parametrize(
    ("title", "text", "sign"),
    [
        ("Minister ousted", "The foreign minister was dismissed on Monday.", "who:minister>remove"),
        ("Minister fired", "The foreign minister was dismissed on Monday.", "best:0"),
        ("A note", "The ministry could suspend the treaty, some fear.", "first:may@1"),
        ("합참 공지", "북한이 미사일을 발사했다.", "first:did@1"),
        ("Position", "The guard shot one of our nationals in the water.", "k:attack@1"),
        (
            "Communiqué",
            "They decide on the withdrawal from the Economic Community of West Africa.",
            "k:withdraw@1",
        ),
        ("담화", "개성공단 사업을 잠정 중단한다.", "k:withdraw@1"),
    ],
)
def test_who_does_what_first_and_how_clearly_are_signs(title: str, text: str, sign: str) -> None:
    article = a_kept("one", text, 0, title=title, lang="ko" if "한" in text else "en").article
    assert sign in read_signs(article, is_official=False).signs


@pytest.mark.parametrize(
    ("title", "text", "act"),
    [
        ("윤석열 무기징역 선고", "법원은 그가 국회에 군대를 보냈다고 지적했다. 그는 파면됐다.", "rule"),
        ("Helicopter crashes near border", "The attack helicopter was shot at and crashed.", "accident"),
    ],
)
def test_the_headline_says_first_what_is_news(title: str, text: str, act: str) -> None:
    article = a_kept("one", text, 0, title=title, lang="ko" if "군" in text else "en").article
    assert read_signs(article, is_official=False).acts[0] == act


def test_what_stands_below_the_lead_is_read_as_words_too() -> None:
    text = "The president resigned. Nobody knew. It was late. Sirens sounded in Gwangju."
    article = a_kept("one", text, 0, title="President quits", lang="en").article
    assert "gwangju" in read_wording(article).phrases


def test_an_unseen_word_shares_pieces_with_one_like_it() -> None:
    resigned, resigns, balloon = (set(list_pieces(word)) for word in ("resigned", "resigns", "balloon"))
    assert len(resigned & resigns) > len(resigned) / 2
    assert len(resigned & balloon) < len(resigned) / 8
    assert max(resigned) < PLACES


def test_words_and_their_pairs_are_told_apart_from_those_of_the_headline() -> None:
    article = a_kept("one", "Nobody knew.", 0, title="President quits", lang="en").article
    wording = read_wording(article)
    assert wording.headline == {"president", "quits", "president quits"}
    assert wording.phrases == wording.headline | {"nobody", "knew", "nobody knew"}
    assert wording.words == {"president", "quits", "nobody", "knew"}


def test_weights_are_read_as_they_were_written() -> None:
    shipped = read_weights()
    assert write_weights(shipped) == WEIGHTS.read_text(encoding="utf-8")


def list_entries() -> list[str]:
    """Every word and phrase of the table, as a line would have it."""
    table = read_table()
    phrases = [f"{first} {' '.join(rest)}" for first, many in table.phrases.items() for rest, _ in many]
    pairs = [f"{first} {second}" for first, many in table.pairs.items() for second, _ in many]
    said = [*table.whole, *table.begins, *table.korean, *phrases, *pairs]
    return [each.replace("*", "").replace("..", "") for each in said]


def test_a_line_says_a_deed_where_one_is_heard_in_it() -> None:
    """Texts none of whose lines says one are not listened to."""
    said = 0
    for line in list_entries():
        tokens = cut_line(line)
        is_heard = any(one.kind == "deed" for one in hear_line(tokens))
        assert says_deed(tokens) == is_heard, line
        said += is_heard
    assert said > 500
