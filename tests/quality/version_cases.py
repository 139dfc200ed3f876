# ruff: noqa: E501 - a case a line
"""Pairs of versions with what became of the article, written for the measurement; English and Korean.

Each case is a base article with words exchanged, lines added or taken out, or another headline.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.versions.clean import Said
from storage.records import VersionKind

TALKS = Said(
    title="Allies to hold nuclear talks in Seoul next week",
    text="""\
South Korea and the United States will hold a meeting of their nuclear consultative body in Seoul on Tuesday, the defense ministry said.
Deputy Defense Minister Cho Chang-rae will lead the South Korean delegation, with about 40 officials from both sides expected to attend.
The two sides are to review how guidelines on extended deterrence, signed in July, were carried out over the past six months.
A senior official said the allies may stage a tabletop exercise in the second half of the year.
The official confirmed that a nuclear submarine would call at the port of Busan before the talks begin.
North Korea has denounced the body as a plot for nuclear war and launched a short-range missile on May 30.
The body was set up under a declaration that President Yoon Suk Yeol and President Joe Biden adopted in Washington in April 2023.
Its last meeting, the third since its founding, lasted five hours and ended with a joint statement.""",
)
COST = Said(
    title="Seoul agrees to pay 8.3 percent more for U.S. troops",
    text="""\
South Korea has agreed to raise its share of the cost of keeping American troops by 8.3 percent, the foreign ministry said on Friday.
Seoul will pay 1.52 trillion won ($1.14 billion) in 2026, up from 1.4 trillion won this year, under the five-year deal.
Chief negotiator Lee Tae-woo and his counterpart Linda Specht signed the agreement after eight rounds of talks.
"The deal is in the interest of both countries," Specht said at a briefing in Washington.
Lawmakers in the National Assembly must approve the deal before it takes effect.
The opposition said it would support the deal if the rise stayed below 10 percent.
About 28,500 American service members are stationed in South Korea as a legacy of the Korean War.""",
)
ENVOY = Said(
    title="Envoy Kim to visit Washington for North Korea talks",
    text="""\
Seoul's top nuclear envoy will travel to Washington on Monday to discuss North Korea's weapons programs, officials said.
Kim Gunn is scheduled to meet Sung Kim, the U.S. special representative, and officials of the White House.
The trip comes after Pyongyang fired two ballistic missiles into the sea east of the peninsula on Thursday.
Seoul believes that the North will carry out a seventh nuclear test, a presidential aide said.
China has rejected a call for new sanctions at the U.N. Security Council.
The envoy returns on Thursday and is to brief reporters at Incheon airport.""",
)
HOEUI = Said(
    title="한미 핵협의그룹 회의 10일 서울서 개최",
    text="""\
한국과 미국이 오는 10일 서울에서 제3차 핵협의그룹(NCG) 회의를 연다고 국방부가 밝혔다.
한국 측에서는 조창래 국방정책실장이, 미국 측에서는 비핀 나랑 차관보 대행이 수석대표로 참석한다.
양측 관계자 40명이 참석하는 이번 회의에서는 지난해 12월 마련한 지침의 이행 상황을 점검할 예정이다.
정부 고위 관계자는 하반기에 도상연습을 실시할 수 있다고 말했다.
미국 핵잠수함이 회의에 앞서 부산에 입항한다고 이 관계자는 확인했다.
북한은 이 협의체를 핵전쟁 모의라고 비난하며 지난달 30일 단거리 탄도미사일을 발사했다.
핵협의그룹은 지난해 4월 윤석열 대통령과 조 바이든 대통령이 워싱턴에서 채택한 선언에 따라 만들어졌다.""",
)
BUNDAM = Said(
    title="한미, 방위비분담금 8.3% 인상 합의",
    text="""\
한국과 미국이 2026년 방위비분담금을 올해보다 8.3% 인상하기로 합의했다고 외교부가 4일 밝혔다.
이에 따라 한국은 2026년 1조5192억원을 부담하게 되며 협정은 5년간 유효하다.
이태우 한국 측 협상대표와 린다 스펙트 미국 측 대표는 여덟 차례 회의 끝에 협정문에 서명했다.
스펙트 대표는 "양국 모두에 이익이 되는 합의"라고 말했다.
협정이 발효되려면 국회의 비준 동의를 받아야 한다.
야당은 인상률이 10%를 넘지 않으면 찬성하겠다는 입장이다.
주한미군은 약 2만8500명이 주둔하고 있다.""",
)
TEUKSA = Said(
    title="김건 본부장, 6일 미국 방문…북핵 협의",
    text="""\
김건 외교부 한반도평화교섭본부장이 오는 6일 미국 워싱턴을 방문해 북핵 문제를 협의한다고 외교부가 밝혔다.
김 본부장은 성 김 미국 대북특별대표를 만나고 백악관 관계자들과도 면담할 예정이다.
이번 방문은 북한이 지난 2일 동해상으로 탄도미사일 2발을 발사한 뒤에 이뤄졌다.
대통령실 관계자는 북한이 7차 핵실험을 할 것으로 본다고 말했다.
중국은 유엔 안전보장이사회의 추가 제재 제안에 반대했다.
김 본부장은 오는 9일 귀국해 인천공항에서 기자들을 만날 예정이다.""",
)
OFFSHORE = """\
Leaders of three provinces opened a rail link on Saturday that cuts the journey along the coast to two hours.
Engineers bored eleven tunnels for it, the longest of them under the harbor of the old capital.
Tickets for the first week were gone within minutes, according to the operator, which added night trains."""
BADA = """\
세 개 도를 잇는 해안 철도가 토요일 개통돼 이동 시간이 두 시간으로 줄었다.
공사에는 터널 열한 개가 뚫렸고 가장 긴 것은 옛 수도의 항구 아래를 지난다.
운영사는 첫 주 승차권이 몇 분 만에 매진돼 야간 열차를 늘렸다고 밝혔다."""


@dataclass(frozen=True, slots=True)
class Case:
    """An article in two versions and the kind of the later, None: no version at all."""

    name: str
    lang: str
    before: Said
    after: Said
    kind: VersionKind | None


def _edit(said: Said, *changes: tuple[str, str]) -> Said:
    title, text = said.title, said.text
    for before, after in changes:
        assert before in title or before in text, before
        title, text = title.replace(before, after), text.replace(before, after)
    return Said(title=title, text=text)


def _body(said: Said, before: str, after: str) -> Said:
    assert before in said.text, before
    return Said(title=said.title, text=said.text.replace(before, after))


def _headed(said: Said, title: str) -> Said:
    return Said(title=title, text=said.text)


def _more(said: Said, *lines: str, at: int | None = None) -> Said:
    kept = said.text.splitlines()
    place = len(kept) if at is None else at
    return Said(title=said.title, text="\n".join([*kept[:place], *lines, *kept[place:]]))


def _corrections(lang: str, *rows: tuple[str, Said, Said]) -> list[Case]:
    return [Case(name, lang, before, after, VersionKind.CORRECTION) for name, before, after in rows]


def _rest(lang: str, *rows: tuple[str, Said, Said, VersionKind | None]) -> list[Case]:
    return [Case(name, lang, *row) for name, *row in rows]


TYPO, EXPANSION, REWRITE = VersionKind.TYPO, VersionKind.EXPANSION, VersionKind.REWRITE

ENGLISH = [
    *_corrections(
        "en",
        ("a number", TALKS, _body(TALKS, "about 40 officials", "about 14 officials")),
        ("a share", COST, _edit(COST, ("8.3 percent", "3.8 percent"))),
        ("a sum", COST, _body(COST, "1.52 trillion won", "1.25 trillion won")),
        ("million for billion", COST, _body(COST, "$1.14 billion", "$1.14 million")),
        ("a worded number", ENVOY, _body(ENVOY, "two ballistic missiles", "three ballistic missiles")),
        ("an ordinal", ENVOY, _body(ENVOY, "a seventh nuclear test", "a sixth nuclear test")),
        ("a thousand off", COST, _body(COST, "28,500", "25,800")),
        ("a weekday", TALKS, _body(TALKS, "on Tuesday", "on Wednesday")),
        ("a day of the month", TALKS, _body(TALKS, "on May 30", "on May 31")),
        ("a month", TALKS, _body(TALKS, "in July", "in June")),
        ("a year", TALKS, _body(TALKS, "in April 2023", "in April 2024")),
        ("next week", TALKS, _headed(TALKS, "Allies to hold nuclear talks in Seoul next month")),
        ("a person", TALKS, _body(TALKS, "Cho Chang-rae", "Kim Yong-hyun")),
        ("a speaker", COST, _body(COST, "Specht said", "Lee said")),
        ("a place", TALKS, _body(TALKS, "the port of Busan", "the port of Jinhae")),
        ("a country", ENVOY, _body(ENVOY, "China has rejected", "Russia has rejected")),
        ("a name in the headline", ENVOY, _headed(ENVOY, "Envoy Lee to visit Washington for North Korea talks")),
        ("not", TALKS, _body(TALKS, "will hold a meeting", "will not hold a meeting")),
        ("not agreed", COST, _body(COST, "has agreed to raise", "has not agreed to raise")),
        ("denied", TALKS, _body(TALKS, "The official confirmed that", "The official denied that")),
        ("would not", COST, _body(COST, "it would support", "it would not support")),
        ("oppose", COST, _body(COST, "it would support", "it would oppose")),
        ("may for will", TALKS, _body(TALKS, "the allies may stage", "the allies will stage")),
        ("will for may", ENVOY, _body(ENVOY, "the North will carry out", "the North may carry out")),
        ("must for may", COST, _body(COST, "must approve the deal", "may approve the deal")),
        ("accepted", ENVOY, _body(ENVOY, "China has rejected a call", "China has accepted a call")),
        ("below and above", COST, _body(COST, "stayed below 10 percent", "stayed above 10 percent")),
        ("postponed", TALKS, _headed(TALKS, "Allies postpone nuclear talks in Seoul")),
        ("the headline denies", COST, _headed(COST, "Seoul refuses to pay 8.3 percent more for U.S. troops")),
        ("a note below", TALKS, _more(TALKS, "Correction: An earlier version of this story misstated the number of officials.")),
        ("a note above", COST, _more(COST, "This story has been corrected to show that the deal runs for five years.", at=0)),
        ("a note in the headline", ENVOY, _headed(ENVOY, "CORRECTION: Envoy Kim to visit Washington for North Korea talks")),
        ("a number among additions", TALKS, _more(_body(TALKS, "about 40 officials", "about 30 officials"), "The delegations are to visit a base south of the capital on Wednesday.")),
    ),
    *_rest(
        "en",
        ("spelling", TALKS, _body(TALKS, "extended deterrence", "extended deterence"), TYPO),
        ("a name misspelt", ENVOY, _body(ENVOY, "Incheon airport", "Inchoen airport"), TYPO),
        ("a comma", COST, _body(COST, "said on Friday", "said, on Friday"), TYPO),
        ("a doubled word", ENVOY, _body(ENVOY, "is to brief reporters", "is to to brief reporters"), TYPO),
        ("an article", COST, _body(COST, "under the five-year deal", "under a five-year deal"), TYPO),
        ("percent written out", COST, _body(COST, "below 10 percent", "below 10%"), TYPO),
        ("a number in words", ENVOY, _body(ENVOY, "two ballistic missiles", "2 ballistic missiles"), TYPO),
        ("a letter in the headline", TALKS, _headed(TALKS, "Allies to hold nuclear talks in Seol next week"), TYPO),
        ("the ticker's mark", TALKS, _headed(TALKS, f"UPDATE 2-{TALKS.title}"), None),
        ("breaking", ENVOY, _headed(ENVOY, f"BREAKING: {ENVOY.title}"), None),
        ("the site's name", COST, _headed(COST, f"{COST.title} | The Dispatch"), None),
        ("a stamp", TALKS, _more(TALKS, "Updated: Dec. 3, 2024, 6:20 p.m.", at=0), None),
        ("a box of links", COST, _more(COST, "Most read", "Seoul's envoy heads to Washington", "Weather: rain"), None),
        ("one sentence more", TALKS, _more(TALKS, "A dinner for the delegations is planned at the minister's residence in the evening."), EXPANSION),
        ("a paragraph in the middle", COST, _more(COST, "The two countries began the talks early, ahead of the election in November.", "Neither side gave details of how the money would be spent.", at=4), EXPANSION),
        ("more with a ticker", ENVOY, _more(_headed(ENVOY, f"UPDATE 1-{ENVOY.title}"), "Japan's envoy is expected to join by video, a diplomat said."), EXPANSION),
        ("a longer headline", COST, _headed(COST, "Seoul agrees to pay 8.3 percent more for U.S. troops under new deal"), EXPANSION),
        ("a clause more", ENVOY, _body(ENVOY, "officials said.", "officials said in a joint statement to reporters."), EXPANSION),
        ("a first take rewritten", Said(title=TALKS.title, text="\n".join(TALKS.text.splitlines()[:2])), Said(title=TALKS.title, text="Officials from Seoul and Washington are preparing for a round of consultations that diplomats describe as the most detailed so far.\nPlanning staffs have exchanged drafts for weeks, and a text is nearly ready.\nBoth capitals want to show that their alliance is steady in a year of elections."), REWRITE),
        ("another article's words", ENVOY, Said(title=ENVOY.title, text=OFFSHORE), REWRITE),
        ("sentences cut", TALKS, Said(title=TALKS.title, text="\n".join(TALKS.text.splitlines()[:-2])), REWRITE),
    ),
]  # fmt: skip

KOREAN = [
    *_corrections(
        "ko",
        ("인원", HOEUI, _body(HOEUI, "관계자 40명", "관계자 14명")),
        ("비율", BUNDAM, _edit(BUNDAM, ("8.3%", "3.8%"))),
        ("액수", BUNDAM, _body(BUNDAM, "1조5192억원", "1조2519억원")),
        ("단위", BUNDAM, _body(BUNDAM, "인상률이 10%를", "인상률이 10%포인트를")),
        ("발수", TEUKSA, _body(TEUKSA, "탄도미사일 2발", "탄도미사일 3발")),
        ("횟수", BUNDAM, _body(BUNDAM, "여덟 차례", "아홉 차례")),
        ("차수", HOEUI, _body(HOEUI, "제3차", "제4차")),
        ("병력", BUNDAM, _body(BUNDAM, "2만8500명", "2만5800명")),
        ("날짜", HOEUI, _edit(HOEUI, ("10일", "11일"))),
        ("귀국일", TEUKSA, _body(TEUKSA, "오는 9일 귀국", "오는 8일 귀국")),
        ("달", HOEUI, _body(HOEUI, "지난해 12월 마련한", "지난해 11월 마련한")),
        ("해", HOEUI, _body(HOEUI, "지난해 4월", "올해 4월")),
        ("사람", HOEUI, _body(HOEUI, "조창래 국방정책실장", "김용현 국방정책실장")),
        ("한 글자 다른 사람", BUNDAM, _body(BUNDAM, "이태우 한국 측", "이태호 한국 측")),
        ("나라", TEUKSA, _body(TEUKSA, "중국은 유엔", "러시아는 유엔")),
        ("장소", HOEUI, _body(HOEUI, "회의에 앞서 부산에", "회의에 앞서 인천에")),
        ("제목의 장소", HOEUI, _headed(HOEUI, "한미 핵협의그룹 회의 10일 부산서 개최")),
        ("않다", HOEUI, _body(HOEUI, "수석대표로 참석한다", "수석대표로 참석하지 않는다")),
        ("못하다", BUNDAM, _body(BUNDAM, "인상하기로 합의했다고", "인상하기로 합의하지 못했다고")),
        ("부인", HOEUI, _body(HOEUI, "이 관계자는 확인했다", "이 관계자는 부인했다")),
        ("찬성과 반대", BUNDAM, _body(BUNDAM, "찬성하겠다는", "반대하겠다는")),
        ("인상과 인하", BUNDAM, _headed(BUNDAM, "한미, 방위비분담금 8.3% 인하 합의")),
        ("할 수 있다와 할 예정이다", HOEUI, _body(HOEUI, "실시할 수 있다고", "실시할 예정이라고")),
        ("방문과 방문 검토", TEUKSA, _body(TEUKSA, "면담할 예정이다", "면담할 수 있다")),
        ("불참", HOEUI, _body(HOEUI, "수석대표로 참석한다", "수석대표로 불참한다")),
        ("연기", HOEUI, _headed(HOEUI, "한미 핵협의그룹 10일 서울 회의 연기")),
        ("결렬", BUNDAM, _headed(BUNDAM, "한미, 방위비분담금 8.3% 인상 협상 결렬")),
        ("덧붙인 바로잡음", HOEUI, _more(HOEUI, "위 기사의 참석 인원을 바로잡습니다.")),
        ("제목의 정정", TEUKSA, _headed(TEUKSA, f"[정정] {TEUKSA.title}")),
        ("잘못 표기", BUNDAM, _more(BUNDAM, "4일자 기사에서 협정 기간을 잘못 표기해 바로잡았습니다.")),
        ("바뀐 수와 덧붙임", HOEUI, _more(_body(HOEUI, "관계자 40명", "관계자 30명"), "양측은 회의가 끝난 뒤 공동언론발표문을 낼 계획이다.")),
    ),
    *_rest(
        "ko",
        ("오자", HOEUI, _body(HOEUI, "이행 상황을 점검할", "이행 상항을 점검할"), TYPO),
        ("띄어쓰기", BUNDAM, _body(BUNDAM, "비준 동의를 받아야", "비준동의를 받아야"), TYPO),
        ("조사", TEUKSA, _body(TEUKSA, "백악관 관계자들과도", "백악관 관계자들과"), TYPO),
        ("따옴표", BUNDAM, _body(BUNDAM, '"양국 모두에 이익이 되는 합의"라고', "“양국 모두에 이익이 되는 합의”라고"), None),
        ("쉼표", HOEUI, _body(HOEUI, "모의라고 비난하며", "모의라고 비난하며,"), TYPO),
        ("만을 숫자로", BUNDAM, _body(BUNDAM, "2만8500명", "28,500명"), TYPO),
        ("제목의 띄어쓰기", BUNDAM, _headed(BUNDAM, "한미, 방위비 분담금 8.3% 인상 합의"), TYPO),
        ("속보", HOEUI, _headed(HOEUI, f"[속보] {HOEUI.title}"), None),
        ("종합", BUNDAM, _headed(BUNDAM, f"{BUNDAM.title}(종합)"), None),
        ("2보", TEUKSA, _headed(TEUKSA, f"{TEUKSA.title}(2보)"), None),
        ("입력 시각", HOEUI, _more(HOEUI, "입력 2024.12.03. 14:05 수정 2024.12.03. 18:20", at=0), None),
        ("조회수", BUNDAM, _more(BUNDAM, "조회수 12,345"), None),
        ("관련 기사", TEUKSA, _more(TEUKSA, "관련기사", "한미 정상, 통화로 현안 논의", "많이 본 뉴스"), None),
        ("문장 하나", HOEUI, _more(HOEUI, "양측은 회의가 끝난 뒤 공동언론발표문을 낼 계획이라고 국방부 관계자가 전했다."), EXPANSION),
        ("종합으로 늘림", BUNDAM, _more(_headed(BUNDAM, f"{BUNDAM.title}(종합2보)"), "양국은 미국 대선을 앞두고 협상을 서둘러 마무리했다는 평가를 받는다.", "세부 집행 방식은 공개되지 않았다."), EXPANSION),
        ("가운데 문단", TEUKSA, _more(TEUKSA, "일본 측 대표도 화상으로 참여할 것으로 알려졌다.", at=3), EXPANSION),
        ("긴 제목", HOEUI, _headed(HOEUI, "한미 핵협의그룹 회의 10일 서울서 개최…지침 이행 점검"), EXPANSION),
        ("다시 쓴 첫 보도", Said(title=HOEUI.title, text="\n".join(HOEUI.text.splitlines()[:2])), Said(title=HOEUI.title, text="양국 국방 당국이 확장억제를 둘러싼 협의를 앞두고 막판 조율에 들어갔다.\n실무진은 몇 주 동안 초안을 주고받으며 문구를 다듬어 왔다.\n선거를 앞둔 해에 동맹이 흔들림 없다는 점을 보이려는 뜻으로 풀이된다."), REWRITE),
        ("다른 글", TEUKSA, Said(title=TEUKSA.title, text=BADA), REWRITE),
        ("문장을 뺌", HOEUI, Said(title=HOEUI.title, text="\n".join(HOEUI.text.splitlines()[:-2])), REWRITE),
    ),
]  # fmt: skip

TARIFF = Said(
    title="Trump says tariffs on Korean cars to stay at 15 percent",
    text="""\
U.S. President Donald Trump said on Thursday that tariffs on cars from South Korea would remain at 15 percent for now.
Speaking to reporters aboard Air Force One, Trump said he had a good call with President Lee Jae-myung that lasted 25 minutes.
Industry Minister Kim Jung-kwan flew to New York on Wednesday to meet Commerce Secretary Howard Lutnick.
Seoul has pledged to invest $350 billion in American shipyards, chips and energy over several years.
Officials in Seoul said the two sides had narrowed their differences but no date was set for another round.
Hyundai Motor shares rose 2.4 percent in early trading.
The bank of Korea warned that exports could shrink next year if the duties were raised again.""",
)
YEONSEUP = Said(
    title="한미, 18일부터 연합연습…병력 1만8000명 참가",
    text="""\
한미 군 당국이 오는 18일부터 28일까지 을지 자유의 방패 연습을 실시한다고 합동참모본부가 7일 발표했다.
이번 연습에는 한국군 1만8000여 명이 참가하며 야외기동훈련은 20여 건이 진행된다.
계획된 야외기동훈련 40여 건 가운데 절반은 9월로 미뤄졌다고 군 관계자가 설명했다.
이성준 합참 공보실장은 브리핑에서 "훈련 규모를 줄인 것은 아니다"라고 말했다.
북한의 노광철 국방상은 담화를 내고 연습을 비난했다.
유엔군사령부 회원국도 연습에 참가할 예정이다.""",
)
FRESH = [
    *_corrections(
        "en",
        ("a rate in title and text", TARIFF, _edit(TARIFF, ("15 percent", "25 percent"))),
        ("minutes", TARIFF, _body(TARIFF, "25 minutes", "52 minutes")),
        ("an investment", TARIFF, _body(TARIFF, "$350 billion", "$35 billion")),
        ("rose and fell", TARIFF, _body(TARIFF, "shares rose", "shares fell")),
        ("another minister", TARIFF, _body(TARIFF, "Kim Jung-kwan", "Koo Yun-cheol")),
        ("the day of a flight", TARIFF, _body(TARIFF, "New York on Wednesday", "New York on Tuesday")),
        ("another city", TARIFF, _body(TARIFF, "flew to New York", "flew to Chicago")),
        ("had not", TARIFF, _body(TARIFF, "had narrowed", "had not narrowed")),
        ("a date was set", TARIFF, _body(TARIFF, "no date was set", "a date was set")),
        ("could and would", TARIFF, _body(TARIFF, "exports could shrink", "exports would shrink")),
        ("lowered", TARIFF, _body(TARIFF, "duties were raised", "duties were lowered")),
        ("headline turned", TARIFF, _headed(TARIFF, "Trump says tariffs on Korean cars to rise to 25 percent")),
        ("an editor's note", TARIFF, _more(TARIFF, "Editor's note: The length of the call has been corrected.")),
    ),
    *_rest(
        "en",
        ("a hyphen", TARIFF, _body(TARIFF, "Lee Jae-myung", "Lee Jae Myung"), TYPO),
        ("a capital", TARIFF, _body(TARIFF, "The bank of Korea", "The Bank of Korea"), TYPO),
        ("a verb's ending", TARIFF, _body(TARIFF, "Officials in Seoul said", "Officials in Seoul say"), TYPO),
        ("a synonym", TARIFF, _body(TARIFF, "said he had a good call", "said that he had a good call"), TYPO),
        ("a quote more", TARIFF, _more(TARIFF, "“We will see what happens,” he told the reporters on the plane.", at=2), EXPANSION),
        ("shorter by its end", TARIFF, Said(title=TARIFF.title, text="\n".join(TARIFF.text.splitlines()[:-1])), REWRITE),
        ("an advertisement", TARIFF, _more(TARIFF, "Sign up for our newsletter", "Advertisement"), None),
    ),
    *_corrections(
        "ko",
        ("병력 수", YEONSEUP, _edit(YEONSEUP, ("1만8000", "1만9000"))),
        ("시작일", YEONSEUP, _body(YEONSEUP, "오는 18일부터", "오는 17일부터")),
        ("건수", YEONSEUP, _body(YEONSEUP, "20여 건이", "10여 건이")),
        ("미룬 달", YEONSEUP, _body(YEONSEUP, "9월로", "10월로")),
        ("공보실장", YEONSEUP, _body(YEONSEUP, "이성준 합참", "김준락 합참")),
        ("아니다", YEONSEUP, _body(YEONSEUP, "줄인 것은 아니다", "줄인 것이 맞다")),
        ("불참하다", YEONSEUP, _body(YEONSEUP, "연습에 참가할 예정이다", "연습에 불참할 예정이다")),
        ("검토", YEONSEUP, _body(YEONSEUP, "연습에 참가할 예정이다", "연습에 참가하는 방안을 검토한다")),
        ("제목의 날짜", YEONSEUP, _headed(YEONSEUP, "한미, 19일부터 연합연습…병력 1만8000명 참가")),
        ("제목의 취소", YEONSEUP, _headed(YEONSEUP, "한미, 18일 연합연습 취소")),
        ("고침", YEONSEUP, _more(YEONSEUP, "[고침] 연습 기간을 18~28일로 바로잡습니다.")),
    ),
    *_rest(
        "ko",
        ("오타", YEONSEUP, _body(YEONSEUP, "비난했다", "비냔했다"), TYPO),
        ("붙여쓰기", YEONSEUP, _body(YEONSEUP, "을지 자유의 방패", "을지자유의방패"), TYPO),
        ("단독 표시", YEONSEUP, _headed(YEONSEUP, f"[단독] {YEONSEUP.title}"), None),
        ("덧붙임", YEONSEUP, _more(YEONSEUP, "정부 연습인 을지연습은 나흘 동안 따로 진행된다고 행정안전부가 밝혔다."), EXPANSION),
        ("기자 서명", YEONSEUP, _more(YEONSEUP, "홍길동 기자 hong@example.com"), None),
    ),
]  # fmt: skip

CASES = [*ENGLISH, *KOREAN, *FRESH]
