"""What a text states to be: by its headline, what its page says, how it is laid out and how it begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.turns.genre.read import Genre, find_genre, read_genre_by_marks
from tests.telling import a_kept

REPORT = "The ministry said on Monday that the two sides had agreed to meet again in Seoul next month."
BERICHT = "외교부는 12일 한미가 다음 달 서울에서 다시 만나기로 했다고 밝혔다."


def genre_of(title: str, text: str = "", url: str | None = None, lang: str = "") -> Genre:
    is_korean = any("가" <= char <= "힣" for char in title)
    lang = lang or ("ko" if is_korean else "en")
    text = text or (BERICHT if lang == "ko" else REPORT)
    return read_genre_by_marks(a_kept(title=title, text=text, url=url, lang=lang).article).genre


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        # flashes and exclusives
        ("[속보] 트럼프, 방한 취소", Genre.FLASH),
        ("<속보> 북한, 동해상으로 미상 발사체 발사", Genre.FLASH),
        ("속보: 한덕수 대행 사임", Genre.FLASH),
        ('[1보] 합참 "北 탄도미사일 발사"', Genre.FLASH),
        ("BREAKING: Yoon declares martial law", Genre.FLASH),
        ("(URGENT) N. Korea fires ballistic missile toward East Sea: JCS", Genre.FLASH),
        ("Breaking news: Court removes president", Genre.FLASH),
        ("[단독] 美, 주한미군 4500명 철수 검토", Genre.EXCLUSIVE),
        ("<단독>한미, 핵협의그룹 회의 4월 개최", Genre.EXCLUSIVE),
        ("Exclusive: US weighs pulling troops from South Korea", Genre.EXCLUSIVE),
        ("EXCLUSIVE | Seoul to buy 20 jets", Genre.EXCLUSIVE),
        # interviews
        ('[인터뷰] 빅터 차 "한미동맹, 시험대에"', Genre.INTERVIEW),
        ("[단독 인터뷰] 조현 외교장관", Genre.INTERVIEW),
        ("[일문일답] 위성락 안보실장", Genre.INTERVIEW),
        ("(Yonhap Interview) Ex-envoy sees room for talks", Genre.INTERVIEW),
        ("Exclusive interview: 'We will not pay more', says minister", Genre.INTERVIEW),
        ("Q&A with Joseph Yun, former envoy", Genre.INTERVIEW),
        ("An interview with Kurt Campbell", Genre.INTERVIEW),
        # opinions
        ("[사설] 동맹의 앞날", Genre.OPINION),
        ("[김현기의 시시각각] 트럼프가 온다", Genre.OPINION),
        ("[만물상] 핵잠수함", Genre.OPINION),
        ("(EDITORIAL from the Hanbit Ilbo on Feb. 12)", Genre.OPINION),
        ("[하노이 현장중계] 오찬부터 회견까지", Genre.LIVE),
        ("[특별기고] 확장억제를 넘어", Genre.OPINION),
        ("[세상읽기] 관세와 동맹", Genre.OPINION),
        ("Opinion | The alliance at a crossroads", Genre.OPINION),
        ("Guest essay: What Seoul owes Washington", Genre.OPINION),
        ("Letters to the editor: On the tariffs", Genre.OPINION),
        ("Troops are no bargaining chip - editorial", Genre.OPINION),
        # analyses
        ("[뉴스분석] 왜 지금 핵잠인가", Genre.ANALYSIS),
        ("[심층기획] 주한미군 70년", Genre.ANALYSIS),
        ("[팩트체크] 한미 FTA 재협상, 사실은", Genre.ANALYSIS),
        ("News Analysis: Seoul walks a fine line", Genre.ANALYSIS),
        ("Explainer: What is the Nuclear Consultative Group?", Genre.ANALYSIS),
        ("FACTBOX-North Korea's missiles", Genre.ANALYSIS),
        ("TIMELINE: From martial law to impeachment", Genre.ANALYSIS),
        ("Five takeaways from the Lee-Trump summit", Genre.ANALYSIS),
        # polls
        ("이 대통령 지지율 58%…갤럽", Genre.POLL),
        ('[여론조사] 국민 10명 중 7명 "핵무장 찬성"', Genre.POLL),
        ("Seven in 10 South Koreans back own nuclear arms: poll", Genre.POLL),
        ("Yoon's approval rating falls to 19 percent: Gallup Korea", Genre.POLL),
        # briefings
        ("[뉴스 브리핑] 11월 13일", Genre.BRIEFING),
        ("[간추린 뉴스] 외교·안보", Genre.BRIEFING),
        ("News in brief: December 4", Genre.BRIEFING),
        ("Summary of external news of North Korea this week", Genre.BRIEFING),
        ("Today's headlines from Korean newspapers", Genre.BRIEFING),
        ("Weekly roundup: drills, tariffs, envoys", Genre.BRIEFING),
        ("외교부 대변인 정례브리핑 (3.20.)", Genre.OFFICIAL),
        ("Department Press Briefing – August 22, 2019", Genre.OFFICIAL),
        # live
        ("LIVE: South Korean lawmakers vote on impeachment", Genre.LIVE),
        ("South Korea martial law: live updates", Genre.LIVE),
        ("[생중계] 한미 정상 공동기자회견", Genre.LIVE),
        ("[라이브] 탄핵심판 선고", Genre.LIVE),
        ("Trump-Lee summit as it happened", Genre.LIVE),
        # official
        ("Joint Statement of the United States and the Republic of Korea", Genre.OFFICIAL),
        ("Readout of President Biden's Call with President Yoon", Genre.OFFICIAL),
        ("Fact Sheet: Washington Declaration", Genre.OFFICIAL),
        ("Remarks by Secretary Blinken at a Press Availability", Genre.OFFICIAL),
        ("Secretary Rubio's Meeting with Foreign Minister Cho", Genre.OFFICIAL),
        ("[보도자료] 한미 외교장관 통화", Genre.OFFICIAL),
        ("[전문] 한미 정상 공동성명", Genre.OFFICIAL),
        ("Full text of North Korea's statement", Genre.OFFICIAL),
        # none of these
        ("[포토] 악수하는 한미 정상", Genre.OTHER),
        ("[인사] 외교부", Genre.OTHER),
        ("[부고] 김철수씨 모친상", Genre.OTHER),
        ("In pictures: Trump in Gyeongju", Genre.OTHER),
        ("[오늘의 일정] 11월 13일", Genre.BRIEFING),
        ("Book review: The Two Koreas, again", Genre.OTHER),
        ("Video: Yoon arrives at court", Genre.OTHER),
    ],
)
def test_a_headline_says_what_a_text_is(title: str, genre: Genre) -> None:
    assert genre_of(title) is genre


@pytest.mark.parametrize(
    "title",
    [
        "Allies hold live-fire drill near border",
        "Polls open in South Korea's presidential election",
        "Exit poll puts Lee ahead with 51.7 percent",
        "Trump says he will meet Kim in interview with Fox",
        '尹, 타임지와 인터뷰…"핵협의그룹 성과"',
        "White House briefing: talks put off",
        "Editorial board members visit DMZ",
        "Seoul issues statement condemning launch",
        '한미, 공동성명 채택…"확장억제 강화"',
        "긴급조치 위헌 판결에 정부 항소",
        "Analysts see tariff deal by June, ministry says",
        "외교부 대변인, 회의 결과 정례브리핑",
        '미 국무부, 속보성 보도에 "사실무근"',
        "Newspaper's exclusive on troops wrong, Pentagon says",
        "여야, 한미 관세협상 놓고 공방",
    ],
)
def test_a_report_is_news_whatever_words_it_has(title: str) -> None:
    assert genre_of(title) is Genre.NEWS


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (
            "2:10 p.m. The vote begins.\nThe speaker calls for order.\n1:45 p.m. Lawmakers arrive.\n"
            "1:05 p.m. Police close the road.",
            Genre.LIVE,
        ),
        (
            "오후 3시 20분 표결 시작\n국회의장이 입장했다.\n오후 3시 5분 의원 입장\n오후 2시 40분 경찰 배치",
            Genre.LIVE,
        ),
        (
            "Q. What will you ask for?\nI will ask for a date.\nQ. And if there is none?\nThen I go home.",
            Genre.INTERVIEW,
        ),
        ("―방미 성과는.\n“저는 만족합니다.”\n―다음 일정은?\n“제가 답할 일이 아닙니다.”", Genre.INTERVIEW),
        (
            "Q: What is the group?\nA: A body of two allies.\nQ: When does it meet?\nA: Twice a year.",
            Genre.ANALYSIS,
        ),
        (
            "QUESTION: Is the meeting off?\nMS. ORTAGUS: It is.\nQUESTION: Why?\nMS. ORTAGUS: No comment.",
            Genre.OFFICIAL,
        ),
        ("FOR IMMEDIATE RELEASE\nThe two sides met.", Genre.OFFICIAL),
        ("다음은 한미 정상 공동성명 전문이다.\n1. 양국은 합의한다.", Genre.OFFICIAL),
        (
            "The deal is thin. Seoul must ask for more, and Congress should not ratify it as it stands.\n"
            "There is still time. The government needs to use it, and it must say so openly.",
            Genre.OPINION,
        ),
        (
            "합의는 반쪽이다. 정부는 지금이라도 국회에 내용을 공개해야 한다. 국회도 따져야 한다.\n"
            "동맹은 말로 지켜지지 않는다. 정부의 각성을 촉구한다.",
            Genre.OPINION,
        ),
        (
            "The alliance has changed.\nIt was slow.\nThe writer is a professor at Korea University.",
            Genre.OPINION,
        ),
        ("동맹이 달라졌다. 필자는 그 과정을 보았다.", Genre.OPINION),
        ("▲ 회담 연기 ▲ 코스피 상승 ▲ 장마 북상", Genre.BRIEFING),
    ],
)
def test_a_text_shows_what_it_is(text: str, genre: Genre) -> None:
    is_korean = any("가" <= char <= "힣" for char in text)
    assert genre_of("동맹" if is_korean else "The alliance", text) is genre


@pytest.mark.parametrize(
    ("sections", "genre"),
    [
        (("Opinion",), Genre.OPINION),
        (("World", "OpinionNewsArticle"), Genre.OPINION),
        (("AnalysisNewsArticle",), Genre.ANALYSIS),
        (("LiveBlogPosting",), Genre.LIVE),
        (("오피니언",), Genre.OPINION),
        (("사설·칼럼",), Genre.OPINION),
        (("Politics",), Genre.NEWS),
        (("정치",), Genre.NEWS),
    ],
)
def test_a_page_says_what_it_holds(sections: tuple[str, ...], genre: Genre) -> None:
    text = "The alliance has changed, and few have noticed. It was slow."
    article = replace(a_kept(title="Talks must go on", text=text).article, sections=sections)
    assert read_genre_by_marks(article).genre is genre


def test_a_report_in_a_section_of_opinions_is_news() -> None:
    article = replace(a_kept(title="Talks must go on", text=REPORT).article, sections=("Opinion",))
    assert read_genre_by_marks(article).genre is Genre.NEWS


@pytest.mark.parametrize(
    ("url", "genre"),
    [
        ("https://www.state.gov/a-b-c", Genre.OFFICIAL),
        ("https://www.mofa.go.kr/www/brd/view.do?seq=1", Genre.OFFICIAL),
        ("https://a.example/news/1", Genre.NEWS),
    ],
)
def test_what_an_official_source_publishes_is_official(url: str, genre: Genre) -> None:
    assert genre_of("Seoul and Washington hold talks", url=url) is genre


def test_a_source_may_be_official_by_what_its_table_says() -> None:
    article = replace(a_kept(title="Seoul and Washington hold talks", text=REPORT).article, source="usfk")
    assert read_genre_by_marks(article).genre is Genre.NEWS
    assert read_genre_by_marks(article, {"usfk": "US Forces Korea"}).genre is Genre.OFFICIAL


@pytest.mark.parametrize(
    ("title", "text", "lang", "genre"),
    [
        (
            "The broker who stopped counting",
            "We met in her office.\n\nWhat was the worst day?\n\nThe first of the month. I had four"
            " containers at sea.\n\nAnd which rate was it?\n\nThe one at arrival. We ate the difference.",
            "en",
            Genre.INTERVIEW,
        ),
        (
            "[아침] 전 대사와의 통화",
            "□ 진행: 남궁솔\n□ 출연: 켈시 전 대사\n\n▷ 남궁솔: 안녕하십니까.\n▶ 켈시: 반갑습니다.",
            "ko",
            Genre.INTERVIEW,
        ),
        ("Korea Weekly #26", "Nuclear: a roof is seen.\nRussia: builders go.", "en", Genre.BRIEFING),
        ("Picture of the day", "A heron on the river.", "en", Genre.OTHER),
        ("Two publics: topline results", "Support is 58 percent.", "en", Genre.POLL),
        ("Rate cut", "The bank cut its rate on Thursday. Details soon.", "en", Genre.FLASH),
        (
            "광복절 경축사",
            "존경하는 국민 여러분, 여든 해 전 오늘 우리는 빛을 되찾았습니다.",
            "ko",
            Genre.OFFICIAL,
        ),
    ],
)
def test_what_the_batches_showed_is_known_by_form_and_headline(
    title: str, text: str, lang: str, genre: Genre
) -> None:
    assert genre_of(title, text, lang=lang) is genre


@pytest.mark.parametrize(
    ("title", "text", "genre"),
    [
        (
            "The interpreter",
            "Meridian Review: What did you carry?\nMargaret Paik: Pens.\nMR: Did you ever?\nPaik: No.",
            Genre.INTERVIEW,
        ),
        (
            "백마고지의 병사",
            "면담자: 왜 바꾸셨어요?\n구술자: 밥을 타야 했지.\n면담자: 지금은요?\n구술자: 몰라.",
            Genre.INTERVIEW,
        ),
        (
            "봉투를 부친 사람",
            '왜 보내셨는지 물었다.\n"산수예요."\n색은 기억하시는지.\n"흰 것."\n법이 됐는데요.\n"네."',
            Genre.INTERVIEW,
        ),
        (
            "[Analysis] A minister in the lounge",
            "Shortened for length.\nWill you get more?\nHe laughs: a sandwich.\nAnd rice?\nA red line.",
            Genre.INTERVIEW,
        ),
        (
            "A bench in Los Angeles",
            'She is 96. Did he speak of it? "He spoke of shoes." I asked about Seoul. "No."',
            Genre.INTERVIEW,
        ),
        (
            "The pact",
            "Q: What is it?\nA: A pact of 1953.\nQ: Can it end?\nA: With a year's notice.",
            Genre.ANALYSIS,
        ),
        ("Notice", "Date: 4 May\nVenue: Seoul\nSpeakers: Kim\nModerator: Lee", Genre.OTHER),
    ],
)
def test_who_answers_line_for_line_is_interviewed(title: str, text: str, genre: Genre) -> None:
    is_korean = any("가" <= char <= "힣" for char in title)
    assert genre_of(title, text, lang="ko" if is_korean else "en") is genre


@pytest.mark.parametrize(
    ("outlet", "text", "genre"),
    [
        (
            "뉴스보따리",
            "명단을 받은 것으로 드러났다. 뉴스보따리가 확보한 명단에는 날짜가 있다.",
            Genre.EXCLUSIVE,
        ),
        ("TV한강", "전화가 걸려 온 사실이 TV한강 취재로 처음 드러났습니다.", Genre.EXCLUSIVE),
        ("한울신문", "사진 석 장을 한울신문이 새로 확보했다.", Genre.EXCLUSIVE),
        ("한울신문", "사진 석 장을 본보가 확보했다.", Genre.EXCLUSIVE),
        ("한울신문", "사진 석 장을 경찰이 확보했다. 한울신문 김하나 기자", Genre.NEWS),
        ("The Cumberland Voice", "A memo names the well, the Voice has found, in Paducah.", Genre.EXCLUSIVE),
        ("The Tidewater Ledger", "E-mails that The Tidewater Ledger obtained show it.", Genre.EXCLUSIVE),
        ("Signal", "Room bills viewed by us show five guests from the North.", Genre.EXCLUSIVE),
        ("The Tidewater Ledger", "The Ledger is a newspaper in Norfolk, police have found.", Genre.NEWS),
    ],
)
def test_an_outlet_that_found_it_out_says_so_by_its_name(outlet: str, text: str, genre: Genre) -> None:
    kept = a_kept(
        title="A list" if text.isascii() else "명단", text=text, lang="en" if text.isascii() else "ko"
    )
    assert read_genre_by_marks(replace(kept.article, outlet=outlet)).genre is genre


@pytest.mark.parametrize(
    ("title", "text", "genre"),
    [
        ("In the yard", "18:30 They leave. 15:10 A pause. 12:00 Lunch. 09:00 Doors open.", Genre.LIVE),
        ("밤샘", "오후 4시 12분 표결. 오후 3시 30분 정회. 오전 11시 5분 개의.", Genre.LIVE),
        ("Chips", "Tuesday: Guidance. Wednesday: Sales. Thursday: A hearing on duties.", Genre.BRIEFING),
        ("일정", "6일 경상수지. 7일 잠정실적. 9일 옵션만기. 10일 금통위.", Genre.BRIEFING),
        ("국회", "오전 10시 법사위. 오후 2시 본회의. 오후 7시 비대위.", Genre.BRIEFING),
        (
            "Talks",
            "They met at 9:30 a.m. on Monday. At 11:00 they broke off, the ministry said. It is the 4th.",
            Genre.NEWS,
        ),
        (
            "'We train'",
            "SR: How long could it hold? Lin: Three days. SR: And then? Lin: Ask Seoul.",
            Genre.INTERVIEW,
        ),
        (
            "'Rights are no garnish': five questions",
            "Q. What did you leave? A. Families. Q. Did they answer? A. One, from Oslo.",
            Genre.INTERVIEW,
        ),
        ("약정", "Q 현금은 얼마인가. 2000억 달러다. Q 한꺼번에 내나. 연 200억 달러가 상한이다.", Genre.NEWS),
        ("His table", '"I miss them," he told me. Over three mornings we talked of knees.', Genre.INTERVIEW),
        (
            "Confidence slips",
            "Thirty-four percent of people in Taiwan believe it, according to a telephone poll in Taipei.",
            Genre.POLL,
        ),
        ("열에 여섯", "광주에 사는 청년 502명 가운데 61.4%가 가 본 적이 없다고 답했다.", Genre.POLL),
        ("A ship", "PHILADELPHIA, April 30 /PRNewsfeed/ -- The Administration named a ship.", Genre.OFFICIAL),
        ("입주 완료", "강원도(도지사 김진태)는 입주를 마쳤다고 밝혔다.", Genre.OFFICIAL),
        ("The crane", "I watched him. Our governments should learn to say the word.", Genre.OPINION),
        ("임시주택", "나는 하룻밤을 잤다. 삶은 거기서 시작한다. 이성희 시인·고성 주민", Genre.OPINION),
        ("출구조사", "3사 출구조사 결과다. 이어집니다.", Genre.FLASH),
    ],
)
def test_a_text_of_one_paragraph_shows_what_it_is_too(title: str, text: str, genre: Genre) -> None:
    is_korean = any("가" <= char <= "힣" for char in text)
    assert genre_of(title, text, lang="ko" if is_korean else "en") is genre


def test_first_figures_of_a_central_bank_are_its_own_words() -> None:
    kept = a_kept(title="3/4분기 국내총생산(속보)", text="전기 대비 0.7% 증가하였다.", lang="ko")
    assert read_genre_by_marks(replace(kept.article, outlet="한국은행")).genre is Genre.OFFICIAL


def test_a_feature_is_news_by_its_section_and_waits_by_how_it_is_written() -> None:
    kept = a_kept(title="The last ferryman", text=REPORT, lang="en")
    assert read_genre_by_marks(replace(kept.article, sections=("Features",))).genre is Genre.NEWS


@pytest.mark.parametrize(
    ("noted", "genre"), [(None, Genre.OPINION), ("news", Genre.NEWS), ("opinion", Genre.OPINION)]
)
def test_what_was_noted_as_news_with_its_page_is_not_read_again(noted: str | None, genre: Genre) -> None:
    article = replace(a_kept(title="[사설] 항구의 벽", text="", lang="ko").article, genre=noted)
    assert find_genre(article).genre is genre
    assert read_genre_by_marks(article).genre is Genre.OPINION


ANSWERED = """MS. REED: Good morning, everyone. A few things at the top. Bob?

Q: On the carrier, has it been told to go faster?

MS. REED: It's on its way. I don't have a speed for you.

Q: And the drills in August?

MS. REED: They begin on the 18th.

Q: With how many?

MS. REED: About 18,000."""


@pytest.mark.parametrize(
    "title",
    [
        "Press Gaggle en route Auburn, Maine (excerpt)",
        "Department of Defense Press Briefing (transcript, excerpt)",
    ],
)
def test_an_excerpt_of_answers_is_what_a_spokesperson_answered(title: str) -> None:
    kept = a_kept(title=title, text=ANSWERED, lang="en")
    stated = read_genre_by_marks(replace(kept.article, outlet="The White House"))
    assert stated.is_spoken
    assert stated.genre is Genre.OFFICIAL


def test_an_excerpt_of_a_book_is_none() -> None:
    assert genre_of("The Long Truce (excerpt)", REPORT) is Genre.OTHER
