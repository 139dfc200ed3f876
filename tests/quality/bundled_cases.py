"""Hard cases for the bundled entities and watches: names, texts that name them, texts that do not.

`@id` is an entity, `watch:id` a watch of `seeds/watchlist.toml`. Written as a reader would judge them,
before looking at the rules. At first sight precision was .941 and recall .833 over the first 508, .946 and
.955 over the next 332, .952 and .889 over the last 85.
"""

from __future__ import annotations

Case = tuple[str, tuple[str, ...], tuple[str, ...]]

# fmt: off
BUNDLED: tuple[Case, ...] = (
    (
        "@ncg",
        (
            "Defense officials postponed the NCG.", "NCG회의가 연기됐다.",
            "한·미 핵협의그룹(NCG) 제5차 회의", "韓美 핵협의그룹 회의 개최",
            "The allies’ Nuclear Consultative Group, or NCG, met.",
            "nuclear consultative group talks resumed", "제4차 NCG에서는 공동지침을 점검했다.",
            "NCG·SCM 잇단 연기", "‘NCG 무용론’ 확산", "핵협의그룹에서조차 논의되지 않았다",
            "한미 간 핵 협의 그룹을 상설화", "NUCLEAR CONSULTATIVE GROUP CONVENES",
            "NCG는커녕 SCM도 못 열었다", "NCG까지도 흔들린다", "ＮＣＧ가 열린다", "“NCG”라는 틀",
            "the U.S.-ROK NCG's principals", "NCG,SCM 연기", "한미NCG", "NCG-SCM schedule",
            "The Nuclear Consultative Group (NCG) was launched under the Washington Declaration.",
            "한미 양국은 핵협의그룹 대표를 교체했다", "차기 NCG 회의", "NCG측은", "NCG뿐만 아니라 KIDD도",
            "Seoul, Washington to hold 6th NCG in December", "제6차 NCG 12월 개최", "핵협의그룹의 역할",
            "NCG 공동대표 접견", "한·미 NCG “북핵 대응 강화”",
            "The fate of the NCG under Trump is unclear", "NCG is alive, official says of alliance body",
            "韓美, NCG 열어 확장억제 논의", "확장억제 협의체인 핵협의그룹(NCG)",
            "nuclear consultative group (“NCG”)", "핵협의그룹‧SCM", "NCG 회의록", "NCG도",
            "NCG만으로는 부족", "Nuclear  Consultative\u00a0Group", "한미 핵협의그룹 제4차 회의",
            "The Korea-U.S. NCG", "NCG,the allies' nuclear body", "『NCG』 재가동", "NCG→상설화",
        ),
        (
            "NCG Holdings shares rose 4 percent after the company reported earnings.",
            "The National Coast Guard (NCG) of Mauritius rescued a crew.",
            "NCG Cinema opened a new theater in Ohio.", "The IncgX library", "핵 없는 세상을 위한 협의",
            "그룹 핵심 관계자와 협의", "The nuclear energy consultative body met.",
            "Network Computing Group (NCG) hired a new CFO.",
            "National Consumer Group NCG said prices rose.",
            "국가해안경비대(NCG) 소속 함정이 조난 선원을 구했다.",
            "엔씨지(NCG) 주식회사는 분기 매출을 발표했다.", "NATO nuclear planning group",
            "The Northern California Gas (NCG) tariff went up.", "게임사 NCG가 신작을 냈다.",
            "NCG Medical announced layoffs", "the NCG file format for CNC machines", "NCG 필터 교체 방법",
            "ncg.com went offline", "Northern Cricket Group (NCG) league", "NCG-77 아파트 분양",
            "NCG 학원 수강생 모집", "An NCGIA report",
        ),
    ),
    (
        "@north-korea",
        (
            "북한이 미사일을 쐈다", "북한은커녕", "북한에서조차도", "北, 탄도미사일 발사",
            "北김정은 \"핵 포기 없다\"", "대북 제재", "North Korea's Kim", "the North Koreans said",
            "DPRK denounced", "친북 단체", "南北 관계", "남북 관계", "北 \"美 대화 제의 거부\"",
            "北에 억류된", "북한군이 러시아로", "Pyongyang said", "북한발 리스크", "북·미 대화",
            "북미 정상회담", "美北 대화", "북핵 문제", "北, 또 미사일", "북한이라 하더라도",
            "'북한'의 의도", "North Korea–Russia treaty", "북한·중국 국경", "대북정책특별대표",
            "NORTH KOREA FIRES MISSILE", "N.Korea says", "북한(DPRK)", "北외무성", "對北 방송",
            "북한으로부터의 위협", "북한만의 문제", "DPRK's statement", "北核 위협", "북한과 러시아",
        ),
        (
            "북한산 둘레길을 걸었다", "북한산국립공원", "북한강 자전거길", "Northern Korea University",
            "北海道 여행", "북측 출입구로 나오세요", "북미 시장에서 판매가 늘었다", "전북 전주",
            "북한산성 탐방", "강북구 주민", "NK cells attack tumors", "서북쪽에서 바람이 분다",
            "평양냉면 맛집", "북한산 등산로", "성북한옥마을", "강북한양아파트", "동북아", "서북청년단",
            "남북전쟁 당시 링컨", "북 콘서트 개최", "전자책 e북 한 권",
            "the northern Korean peninsula coast",
        ),
    ),
    (
        "@south-korea",
        (
            "South Korean officials", "한국은 물론", "한국이야말로", "한국과의 협상", "韓, 美와 관세 협상",
            "韓美 정상회담", "한·미 동맹", "ROK Navy", "S. Korea's exports",
            "The Republic of Korea's envoy", "대한민국 정부", "한미 정상회담", "주한 미국대사",
            "Korean negotiators", "한국산 자동차", "한국형 전투기", "Seoul and Korea's allies",
            "한일 정상", "한국만", "한국에서도", "한국 정부", "South Korea’s", "韓총리", "방한 일정",
            "주한대사", "한국군 합참", "한·일 정상", "ROK-US", "韓·日", "한국계 미국인", "South  Korea",
            "대한민국은", "Republic of Korea Army", "남북관계", "한국은커녕",
        ),
        (
            "North Korea fired", "North Korean troops marched", "한국인삼공사 실적", "한미약품 주가",
            "한미반도체 주가 급등", "a broken rock", "the Korean Peninsula is tense", "한국경제신문 기자",
            "한국은행이 금리를 내렸다", "오한국 씨는 말했다", "한국어촌어항공단", "한국씨티은행",
            "한국타이어 주가", "DPR Korea denounced", "rocky", "경북한우", "한 국가의 미래",
            "한국화 전시회",
        ),
    ),
    (
        "@united-states",
        (
            "the U.S. said", "US's stance", "U.S.-led coalition", "미국에서는", "미국발 관세",
            "美, 반도체 관세 검토", "美국무부", "American officials", "Americans voted", "대미 투자",
            "주미대사", "방미 일정", "訪美 길에 올랐다", "한미 동맹", "미국이라는", "美 \"동맹 굳건\"",
            "미 국무부 대변인", "미국산 소고기", "미 행정부", "USA beat", "韓·美·日 공조", "재미동포 사회",
            "미군 당국", "미측은 거부했다", "in the United States.", "the US Navy's carrier",
            "the U.S.' position", "US/ROK talks", "“미국 우선주의”", "미국도 동의", "미국만큼은",
            "미국으로선", "美대통령", "美·中 갈등", "在美 한인", "한·미·일", "미국이란 나라",
            "USA team arrives", "대미특사단", "U.S.A. officials", "방미단이 출국", "Americans'",
            "反美 시위", "미·일 정상", "미국측", "미국 정부가",
        ),
        (
            "join us today", "Tell us more", "he told us that", "미국흰불나방 방제", "예술의 美를 추구",
            "한미약품 신약", "South American nations", "US Steel shares", "미국수 씨", "아름다움의 미",
            "bus route", "USB port", "재미있는 이야기", "미사일 기지 이름", "미 의식의 역사", "thus far",
            "Us, the film", "Let us know", "미국자 씨", "미로 찾기", "virus", "status", "BUS",
            "CONTACT US FOR DETAILS", "미술관", "재미없는 영화", "대미를 장식했다",
        ),
    ),
    (
        "@japan",
        (
            "日 외무상 방한", "일본은", "한일 관계", "Japan's PM", "the Japanese said", "대일 외교",
            "한·미·일", "미일 동맹", "日정부", "日本 政府",
        ),
        (
            "내일 일본뇌염 예방접종", "3日 개최", "Japan Airlines flight", "일본도를 휘둘렀다",
        ),
    ),
    (
        "@china",
        (
            "中 외교부", "중국은", "Beijing warned", "한중 관계", "미중 갈등", "방중 일정", "對中 견제",
            "the Chinese side", "中, 희토류 통제", "중국발 미세먼지",
        ),
        (
            "회의 中", "공사 中이다", "통화 中에", "중국집에서 짜장면", "fine china plates",
            "이중국적 문제", "집중국면",
        ),
    ),
    (
        "@yoon-suk-yeol",
        (
            "Yoon Suk Yeol was removed", "Yoon Suk-yeol's wife", "President Yoon Suk Yeol",
            "윤석열 대통령이", "윤석열대통령", "尹대통령 탄핵", "尹, 계엄 선포", "尹 탄핵심판",
            "Yoon Seok-yeol", "YOON Suk Yeol", "윤석열 전 대통령은", "尹측 변호인", "윤석열정부",
            "윤석열·한덕수", "Suk-yeol Yoon", "尹 대통령은", "尹석열", "尹 \"계엄은 경고용\"", "尹은",
            "尹 前대통령", "Yoon Suk-yeol", "ex-President Yoon Suk Yeol", "윤석열 정권", "윤석열씨",
            "前대통령 윤석열", "윤석열 당시 대통령", "Mr. Yoon Suk Yeol", "윤 석열", "尹대통령실",
        ),
        (
            "Yoon Sang-hyun said", "윤석민 투수", "윤상현 의원", "Yoon Suk-min pitched",
            "尹奉吉 의사 기념식", "윤석열매 판매", "Yoon Seo-yeon", "윤동주 시인", "윤석헌 원장",
            "尹씨 문중", "윤석민", "Yoon Seok-min", "Suk-yeol Kim",
        ),
    ),
    (
        "@cho-tae-yul",
        (
            "Foreign Minister Cho Tae-yul", "Cho Tae Yul met", "Jo Tae-yeol visited", "Tae-yul Cho",
            "CHO Taeyul", "조태열 장관", "조태열외교부장관", "趙兌烈 장관", "조태열 외교부 장관은",
            "조 태열 장관", "Cho Taeyul", "Jo Tae-yul", "Cho Tae‑yul", "CHO TAE-YUL", "조태열(사진) 장관",
            "Minister Cho Tae-yul’s trip", "Minister Cho Tae-yul", "Cho Tae-Yul", "Cho, Tae-yul",
            "조태열 장관이", "조태열 전 장관", "조태열‧블링컨", "조태열·블링컨 회담", "FM Cho Tae-yul",
            "Joh Tae-yul",
        ),
        (
            "NIS chief Cho Tae-yong", "조태용 국정원장", "Cho Tae-hyun", "조태형 씨", "Cho Hyun-dong",
            "조태 열매", "조 태권도 사범", "Jo Tae-oh", "Cho Tae-yong", "Cho Tae", "조태열매",
            "Tae-yul Kim", "Cho Taek-yul",
        ),
    ),
    (
        "@cho-tae-yong",
        (
            "조태용 국정원장이", "NIS Director Cho Tae-yong", "Cho Tae Yong, the spy chief", "Jo Tae-yong",
        ),
        (
            "Cho Tae-yul", "조태열 장관", "Cho Tae-yeol",
        ),
    ),
    (
        "@trump",
        (
            "Trump's tariff", "트럼프는", "트럼프발 관세", "트럼프式 협상", "트럼프 대통령이",
            "트럼프 2기", "President Donald J. Trump", "도널드 트럼프", "反트럼프 시위",
            "Trump–Kim summit", "트럼프와의", "트럼프측", "Trump’s remarks", "親트럼프", "트럼프와",
            "트럼프라는", "트럼프도", "Trump, 79,", "TRUMP SAYS", "Pres. Trump", "트럼프 美 대통령",
            "트럼프-김정은 회동", "도널드트럼프", "트럼프 때문에", "DONALD TRUMP", "Trump-era",
            "non-Trump",
        ),
        (
            "the trumpet sounded", "trumped-up charges", "Melania Trump visited a school",
            "트럼프 카드 게임", "Trump card", "Eric Trump golfed", "Donald Trump Jr. hunts", "트럼펫 연주",
            "이방카 트럼프가 방문했다", "an ace trumps a king", "Trumpian", "trumpeter swan",
            "트럼프타워 입주", "Ivanka Trump", "it trumps everything",
        ),
    ),
    (
        "@usfk",
        (
            "주한미군은", "주한 미군 사령관", "주한미군사령부", "USFK commander", "U.S. Forces Korea",
            "駐韓미군", "United States Forces Korea", "USFK's role", "駐韓美軍 감축", "주한미군",
            "주한미군을", "駐韓美軍", "USFK’s", "U.S. Forces Korea (USFK)", "주한미군사령부는",
            "28,500 troops of U.S. Forces Korea",
        ),
        (
            "주일미군 기지", "U.S. Forces Japan", "주한미국대사관", "주일미군", "USFJ", "주한영국군",
        ),
    ),
    (
        "@opcon",
        (
            "전작권 전환", "전시작전통제권을", "OPCON transfer", "wartime operational control",
            "戰作權 환수", "wartime OPCON", "전시 작전통제권", "전작권을", "OPCON", "전작권 전환 로드맵",
            "전시 작전통제권 전환", "전작권 환수", "wartime OPCON transition",
        ),
        (
            "저작권 전환", "opcon systems inc", "작전 통제실", "작전통제실", "전작 권리",
            "operational controls",
        ),
    ),
    (
        "@sma",
        (
            "SMA talks between South Korea and the US", "방위비분담특별협정",
            "the 12th Special Measures Agreement", "방위비 분담 특별협정(SMA)", "한미 SMA 협상",
        ),
        (
            "SMA patients receive Zolgensma", "SMA 환자", "SMA Solar shares fell", "SMA connector",
        ),
    ),
    (
        "@scm",
        (
            "the 56th Security Consultative Meeting", "한미안보협의회의(SCM)", "한미 SCM 공동성명",
            "SCM between the U.S. and South Korea", "제57차 한미안보협의회의(SCM)",
            "57th SCM defense ministers", "SCM 공동성명에 주한미군", "Security Consultative Meeting",
        ),
        (
            "SCM software for supply chain management", "공급망관리(SCM) 솔루션", "SCM 시스템 도입",
            "SCM engineers wanted: supply chain", "SCM 솔루션 기업",
        ),
    ),
    (
        "@kidd",
        (
            "KIDD meeting", "한미통합국방협의체(KIDD)", "Korea-US Integrated Defense Dialogue",
        ),
        (
            "kidd the pirate", "Jason Kidd coached", "Captain Kidd",
        ),
    ),
    (
        "@thaad",
        (
            "THAAD's radar", "사드 배치", "THAAD battery", "고고도미사일방어체계", "사드(THAAD)", "사드를",
            "THAADs", "사드 기지", "성주 사드",
        ),
        (
            "marquis de Sade", "사드기 씨", "사드락", "마르키 드 사드의 소설", "사드락 요리", "Sade",
            "thaadi",
        ),
    ),
    (
        "@korus-fta",
        (
            "KORUS FTA", "한미FTA", "한미 자유무역협정", "KORUS agreement", "한·미 FTA",
            "Korea-U.S. Free Trade Agreement",
        ),
        (
            "chorus", "한중 FTA", "한-EU FTA",
        ),
    ),
    (
        "@123-agreement",
        (
            "the 123 Agreement", "한미원자력협정", "한미 원자력 협정 개정", "nuclear 123 agreement",
        ),
        (
            "page 1,123 agreement", "원자력 협력 협정 with UAE",
        ),
    ),
    (
        "@kim-jong-un",
        (
            "Kim Jong Un", "김정은이", "김정은 국무위원장", "Kim Jong-un's sister", "金正恩", "北김정은",
            "김정은發", "Kim Jong Eun", "김정은·푸틴", "金 위원장 김정은", "Kim Jong Un's",
            "김정은 총비서", "Kim Jong-Un", "KIM JONG UN", "김정은이라도",
        ),
        (
            "Kim Jong-il died", "김정은지 씨", "김정운", "김정은행장", "Kim Jong-yang", "Kim Jong-hoon",
            "김정은아 배우", "김정훈",
        ),
    ),
    (
        "@lee-jae-myung",
        (
            "李대통령", "李 대통령, 트럼프와 통화", "이재명 대통령", "President Lee Jae Myung",
            "Lee Jae-myung’s office", "이재명정부", "이재명·트럼프", "Yi Jae-myeong", "李在明",
            "이 대통령은 이재명 정부의", "李대통령 \"국익 우선\"", "이재명 정부",
            "Lee Jae-myung administration", "LEE Jae Myung", "Jae-myung Lee", "이재명이",
            "이재명 더불어민주당 대표", "李 대통령은",
        ),
        (
            "Lee Jae-yong of Samsung", "이재용 회장", "이재명월", "이재 명의", "이재명소 관광",
            "Lee Jae-min", "李白의 시", "이재민 대피",
        ),
    ),
    (
        "@korea-passing",
        (
            "‘Korea passing’ worries", "코리아 패싱", "Korea Passing", "코리아패싱 우려",
        ),
        (
            "Korea is passing a new law", "passing through Korea", "Korea, passing the ball well, won",
        ),
    ),
    (
        "@camp-david",
        (
            "Camp David summit", "캠프 데이비드", "캠프데이비드 정상회의",
            "the Camp David accord of August", "캠프데이비드", "캠프 데이비드에서",
            "Camp David Principles", "the Camp David spirit", "캠프 데이비드 한미일 정상회의",
        ),
        (
            "David's camp", "데이비드 캠프", "camp, David said", "캠프 데이빗슨",
        ),
    ),
    (
        "@washington-declaration",
        (
            "the Washington Declaration", "워싱턴 선언", "워싱턴선언에 따라",
            "the Washington declaration’s", "워싱턴선언 2주년", "‘워싱턴 선언’",
            "The Washington Declaration of April 2023", "Washington Declaration's",
        ),
        (
            "a declaration in Washington", "워싱턴에서 선언했다", "워싱턴 독립선언",
            "Washington's declaration of war", "워싱턴의 선언",
        ),
    ),
    (
        "@unc",
        (
            "유엔군사령부", "유엔사 재활성화", "United Nations Command", "UNC member states",
            "UNC in Korea",
        ),
        (
            "UNC Chapel Hill", "UNC basketball", "유엔사무총장", "유엔사회개발",
        ),
    ),
    (
        "@cfc",
        (
            "한미연합사령부", "한미연합사", "Combined Forces Command", "연합사 부사령관",
            "CFC deputy commander",
        ),
        (
            "CFC refrigerants harm ozone", "CFCs", "연합사회", "염화불화탄소(CFC)",
        ),
    ),
    (
        "@korea-us-alliance",
        (
            "한미동맹", "한·미 동맹", "韓美동맹", "ROK-U.S. alliance", "the Korea-US alliance",
            "한미 동맹은", "굳건한 한미동맹이라며", "South Korea-U.S. alliance",
        ),
        (
            "미일동맹", "U.S.-Japan alliance", "한미약품 동맹",
        ),
    ),
    (
        "@han-duck-soo",
        (
            "Acting President Han Duck-soo", "한덕수 총리", "한덕수 권한대행", "Han Deok-soo", "韓悳洙",
            "한덕수 대통령 권한대행이", "韓대행 한덕수",
        ),
        (
            "한덕수산", "Han Dong-hoon", "한동훈 대표", "Han Kang won",
        ),
    ),
    (
        "@choi-sang-mok",
        (
            "Choi Sang-mok", "최상목 부총리", "최상목 대통령 권한대행", "Choe Sang-mok", "崔相穆",
        ),
        (
            "최상목재", "최상의 목표", "Choi Sang-min", "최상 목적",
        ),
    ),
    (
        "@biden",
        (
            "Biden's team", "바이든 행정부", "조 바이든", "President Joe Biden", "바이든발", "바이든은",
            "Biden's", "前 바이든 행정부", "Joe Biden", "바이든-날리면",
        ),
        (
            "Hunter Biden", "Jill Biden", "바이든 아들 헌터", "질 바이든 여사가", "헌터 바이든",
        ),
    ),
    (
        "@marco-rubio",
        (
            "Secretary of State Marco Rubio", "루비오 국무장관", "마코 루비오", "Rubio said",
        ),
        (
            "루비오스 레스토랑",
        ),
    ),
    (
        "@north-korean-troop-deployment",
        (
            "북한군 파병", "North Korean troops in Russia",
        ),
        (
            "청해부대 파병",
        ),
    ),
    (
        "watch:trump-transition",
        (
            "Seoul fears a gap during the U.S. presidential transition, with Trump to take office Jan. 20.",
            "Trump's handover to his successor began as the transition team arrived.",
            "트럼프 행정부가 차기 행정부로의 정권 이양 절차에 들어갔다.", "트럼프 당선인",
            "트럼프 미 대통령 당선인의 측근", "도널드 트럼프 차기 미국 대통령", "트럼프 2기 내각 인선",
            "트럼프 신행정부 출범을 앞두고", "트럼프 정부 출범에 대비", "트럼프 취임식 참석",
            "Trump's second inauguration", "the incoming Trump team", "Trump 2.0 preparations in Seoul",
            "president-elect's aides met Korean lawmakers, a Trump adviser said",
            "Trump's pick for secretary of state met the Korean envoy", "before Trump takes office",
            "the Trump transition", "Trump’s transition office", "members of the Trump transition team",
            "the second Trump presidency", "once Trump is sworn in",
            "Trump returns to the White House next month", "트럼프 재집권에 대비",
            "트럼프 인수위 관계자와 접촉", "트럼프 취임 전 방미를 추진", "트럼프의 백악관 복귀를 앞두고",
            "트럼프 진영 인사들과 접촉", "트럼프측 인사와의 면담",
            "The handover of power from Trump to his elected successor will be completed on Jan. 20.",
            "Trump says he will ensure a smooth transition of power",
            "트럼프 대통령이 정권 인수인계를 지시했다", "Trump-Vance transition",
            "Trump nominee for defense secretary Pete Hegseth", "트럼프 2.0 시대", "트럼프 취임을 계기로",
            "미국 대선에서 승리한 트럼프 당선자", "incoming U.S. President Donald Trump",
            "Trump's incoming national security adviser Mike Waltz", "aides to President-elect Trump",
            "제47대 대통령으로 취임하는 트럼프", "트럼프 행정부 2기 출범",
            "외교부는 트럼프 2기 출범을 앞두고 미국 조야와 접촉했다.",
            "트럼프 측 인수위 인사와 만났다고 외교부가 밝혔다.",
            "정부 대표단이 트럼프 당선자 측근과 면담했다.", "트럼프의 정권 인수 작업이 속도를 내고 있다.",
            "오는 20일 트럼프 대통령 취임식", "트럼프 취임 D-10", "President-elect Trump",
            "President-elect Donald J. Trump's team", "Trump, the president-elect, said",
            "Trump's inauguration on Jan. 20", "With Trump's inauguration two weeks away, Seoul",
            "inauguration day for Donald Trump", "The White House handover to the Trump team",
            "The transition team of President Donald Trump met Korean envoys",
            "Trump will be inaugurated on Monday", "Trump takes office on Jan. 20",
            "the incoming Trump administration's stance on the alliance",
            "the second Trump administration", "a second Trump term", "Trump 2.0",
            "handover from Biden to Trump", "Biden-Trump transition",
            "Seoul has had no contact with the Trump transition team", "트럼프 신행정부와의 정책 조율",
            "차기 트럼프 정부", "트럼프 행정부 출범 초기", "도널드 트럼프 미국 대통령 당선인",
            "트럼프 취임 후 첫 통화", "트럼프의 귀환을 앞두고",
            "In 2026 Trump's transition chief Howard Lutnick recalled the handover.",
            "Trump's transition co-chair",
            "The Presidential Transition Act applies as Trump hands over power in 2029.",
            "트럼프 대통령의 후임에게 정권을 이양하는 절차", "정권 교체기를 앞두고 트럼프 대통령은",
            "트럼프 인수위원장", "트럼프 대통령직 인수위원회", "Trump's incoming administration",
            "before the Trump administration is inaugurated",
        ),
        (
            "Trump called the transition to renewable energy a scam.",
            "A transition to electric cars will hurt, Trump said.",
            "Trump's ban on gender transition care", "트럼프는 전기차 전환을 비판했다.",
            "트럼프 대통령은 반도체 관세를 부과하겠다고 했다.",
            "Trump praised the transition of Syria's government.",
            "OPCON transition was discussed with Trump.", "전작권 전환을 두고 트럼프와 논의",
            "Trump attended the inauguration of the new ballroom",
            "Trump congratulated Poland's president on his inauguration.",
            "The president-elect of Peru praised the Korean envoy.", "이재명 당선인은 공약을 발표했다.",
            "신임 시장 취임식이 열렸다. 트럼프 관세도 화제였다.", "트럼프타워 공사 인수 계약",
            "Trump Tower's handover to new tenants", "인수위원회가 회사를 인수했다",
            "트럼프 미디어가 회사를 인수했다.", "Ukraine handed over prisoners, Trump said.",
            "incoming missiles, Trump said, were shot down", "Trump: incoming freshmen should study",
            "트럼프 대통령이 젤렌스키와 통화했다.", "Trump attacked the green transition.",
            "Trump visits plant in transition to EV production",
            "Trump's trade war slows the energy transition",
            "The transition to democracy in Venezuela, Trump said,",
            "Trump pushes for Gaza transition government", "트럼프, 에너지 전환 비판",
            "트럼프가 시리아 과도정부를 지지했다", "트럼프가 가자 과도기 통치기구 의장을 맡는다",
            "트럼프 대통령, 하이닉스 공장 인수 불허", "이 대통령 취임 100일, 트럼프와 통화",
            "다카이치 총리 취임을 트럼프가 축하했다", "Trump congratulates Takaichi on taking office",
            "Trump was asked about Pope Leo's inauguration mass",
            "Incoming calls jammed the switchboard, Trump's office said.",
            "Trump's tariff handover of revenue to farmers", "트럼프 관세 100일",
            "US Steel takeover approved by Trump", "트럼프, US스틸 인수 승인",
            "Trump criticized Harris over gender transition surgery", "OPCON transition and Trump",
            "트럼프 시대의 전작권 전환",
        ),
    ),
    (
        "watch:ncg",
        (
            "한미 핵협의그룹 회의가 취소됐다",
        ),
        (
            "NCG Inc. was sold",
        ),
    ),
    (
        "watch:tariffs-trade",
        (
            "Trump's 25 percent tariffs on Korean cars take effect", "한국산 자동차 25% 관세",
            "美, 한국에 상호관세 부과",
        ),
        (
            "칠레산 포도 관세", "China tariffs on EU pork",
        ),
    ),
    (
        "watch:opcon",
        (
            "이재명 정부, 전작권 조기 전환 추진",
        ),
        (
            "저작권 보호",
        ),
    ),
    (
        "watch:cost-sharing",
        (
            "방위비 분담금 인상 요구", "South Korea's share of defense costs for U.S. troops",
            "방위비분담금",
        ),
        (
            "NATO defense spending 5%", "방위사업청 비용",
        ),
    ),
    (
        "watch:shipbuilding",
        (
            "한미 조선협력 마스가", "US-Korea shipbuilding cooperation",
        ),
        (
            "조선일보 기자", "조선왕조실록",
        ),
    ),
    (
        "@martial-law",
        (
            "비상계엄 1년", "12·3 비상계엄", "Yoon's martial law", "계엄 사태 한국",
        ),
        (
            "Myanmar martial law", "martial arts law school",
        ),
    ),
    (
        "@shipbuilding",
        (
            "조선업 협력", "shipbuilders", "마스가 프로젝트",
        ),
        (
            "조선시대", "조선일보", "조선대학교",
        ),
    ),
    (
        "@tariffs",
        (
            "상호관세", "tariffs on chips", "관세 인상", "25% 관세를", "반도체 관세",
            "Section 232 tariffs",
        ),
        (
            "관세음보살", "관세사 시험", "tariffed telephone",
        ),
    ),
    (
        "watch:korea-passing",
        (
            "코리아 패싱 논란", "Fears of Korea passing grow",
        ),
        (
            "Korea passes bill", "패싱 플레이",
        ),
    ),
    (
        "watch:usfk",
        (
            "주한미군 감축설", "U.S. to cut troops in Korea, Pentagon says",
        ),
        (
            "주한미군 장병 봉사활동",
        ),
    ),
    (
        "watch:nuclear-submarine",
        (
            "한국 핵추진잠수함 도입", "South Korea's nuclear-powered submarine",
        ),
        (
            "영국 핵잠수함 입항",
        ),
    ),
    (
        "watch:us-north-korea-talks",
        (
            "트럼프 \"김정은 만날 것\"", "Trump-Kim summit possible", "북미 정상회담 재개",
        ),
        (
            "북미 오토쇼 개막",
        ),
    ),
    (
        "watch:trilateral",
        (
            "한미일 정상회의", "trilateral summit of Korea, the U.S. and Japan",
        ),
        (
            "한중일 FTA",
        ),
    ),
    (
        "watch:trump-transition",
        (
            (
                "Seoul braces for change\nThe Foreign Ministry has set up a task force. Officials said"
                " they would seek meetings with people around Donald Trump before he is sworn in on Jan."
                " 20. Contacts with the transition have been limited."
            ),
            (
                "외교부, 美 신행정부 대비\n조태열 장관은 간부회의에서 트럼프 행정부 출범에 철저히"
                " 대비하라고 지시했다. 인수위 측과의 소통도 강조했다."
            ),
            (
                "Blinken visits Seoul two weeks before Trump returns\nThe trip comes as Washington"
                " prepares to hand over power to President-elect Donald Trump."
            ),
            "트럼프 2기 외교안보라인 윤곽\n마이크 왈츠 국가안보보좌관 내정자는 한미동맹을 중시한다.",
            "Waltz, Trump's incoming national security adviser, spoke with his Korean counterpart.",
            "한덕수 권한대행 \"美 신정부와 긴밀 소통\"\n트럼프 당선인 취임까지 2주 남았다.",
            (
                "The handover in Washington: what Trump's people told Seoul\nMembers of the Trump"
                " transition said no decision had been made."
            ),
            "트럼프 대통령 취임 준비위원회에 한국 기업들이 기부했다.",
            "Korean firms donate to Trump inaugural committee",
            "The presidential transition to Donald Trump's second term begins",
        ),
        (
            (
                "Trump dismisses wind power\nThe transition to renewable energy is a hoax, he said."
                " South Korean battery makers fell. Analysts see an incoming wave of layoffs."
            ),
            (
                "트럼프 \"전기차 의무화 폐기\"\n에너지 전환 정책이 후퇴하면서 국내 배터리 업계가 타격을"
                " 입었다. 새 사장이 취임했다."
            ),
            (
                "Korea's central bank chief takes office\nThe new governor was inaugurated on Monday."
                " Trump's tariffs are his first test."
            ),
            (
                "전작권 전환 로드맵 합의\n트럼프 대통령과 이재명 대통령은 전시작전통제권 전환에 속도를"
                " 내기로 했다."
            ),
            (
                "Handover of remains from North Korea\nPresident Trump thanked Kim for the handover of"
                " the remains of soldiers."
            ),
            "포스코 회장 취임\n트럼프 행정부의 관세에 대응하겠다고 밝혔다. 인수합병도 검토한다.",
            (
                "President Lee's inauguration anniversary\nLee spoke of his talks with President Trump"
                " and the transition to an AI economy."
            ),
            "Takaichi inaugurated as prime minister\nTrump called to congratulate.",
            "New York mayor-elect Mamdani named his transition team. Trump threatened to cut funds.",
            "버지니아 주지사 당선인 인수위가 출범했다. 트럼프 대통령은 논평하지 않았다.",
        ),
    ),
    (
        "watch:summits",
        (
            "한미 정상회담 25일 개최", "Lee, Trump hold summit at the White House",
        ),
        (
            "G20 정상회의 폐막", "the summit of Mount Halla",
        ),
    ),
    (
        "watch:foreign-ministers",
        (
            "한미 외교장관 회담", "Cho Hyun, Rubio meet in Washington",
            "조현 장관, 루비오 국무장관과 통화",
        ),
        (
            "한중 외교장관 회담", "Lavrov met Wang Yi",
        ),
    ),
    (
        "watch:ambassadors",
        (
            "주한미국대사 지명", "강경화 주미대사 부임", "US ambassador to South Korea nominee",
        ),
        (
            "주한 프랑스대사 만찬", "brand ambassador for Samsung",
        ),
    ),
    (
        "watch:joint-exercises",
        (
            "한미 연합훈련 을지프리덤실드", "Ulchi Freedom Shield begins",
            "Freedom Shield exercise by South Korea and the US",
        ),
        (
            "을지로 축제", "Cobra Gold in Thailand",
        ),
    ),
    (
        "watch:nuclear-armament",
        (
            "한국 독자 핵무장론", "South Korea's own nuclear weapons debate",
        ),
        (
            "이란 핵무장", "nuclear family",
        ),
    ),
    (
        "watch:visas",
        (
            "조지아 구금 한국인 비자 문제", "visas for Korean workers after Georgia raid",
        ),
        (
            "비자카드 할인", "Schengen visa fees",
        ),
    ),
    (
        "watch:sanctions",
        (
            "대북제재 위반 선박", "US sanctions North Korean bankers",
        ),
        (
            "러시아 제재", "sanctions on Venezuela",
        ),
    ),
    (
        "watch:cyber-and-crypto",
        (
            "북한 라자루스 해킹", "North Korean hackers stole crypto",
        ),
        (
            "랜섬웨어 러시아 해커", "Bitcoin rallies",
        ),
    ),
    (
        "watch:hormuz",
        (
            "호르무즈 해협 파병 요청", "Trump asks South Korea to send ships to Hormuz",
        ),
        (
            "hormone therapy",
        ),
    ),
    (
        "watch:alliance",
        (
            "한미동맹 현대화", "modernizing the ROK-US alliance",
        ),
        (
            "AUKUS alliance", "동맹휴학",
        ),
    ),
    (
        "watch:inter-korean",
        (
            "남북 대화 제의", "inter-Korean military agreement restored",
        ),
        (
            "남북 횡단 도로 브라질", "Korean barbecue",
        ),
    ),
    (
        "watch:defense-spending",
        (
            "한국 국방비 GDP 3.5% 증액", "South Korea to raise defense spending to 3.5 percent of GDP",
        ),
        (
            "일본 방위비 GDP 2%", "UK defence spending",
        ),
    ),
    (
        "watch:platform-rules",
        (
            "온플법, 미국 통상 압박", "US lawmakers criticize Korea's platform regulation",
        ),
        (
            "승강장(platform) 안전문", "platform shoes",
        ),
    ),
    (
        "watch:export-controls",
        (
            "삼성·SK하이닉스 VEU 취소", "US export controls on chips hit Samsung in China",
        ),
        (
            "수출 통제 없는 무역", "remote controls",
        ),
    ),
    (
        "watch:nuclear-cooperation",
        (
            "한미 원자력협정 개정 협상", "uranium enrichment by South Korea under 123 agreement",
        ),
        (
            "체코 원전 수주", "nuclear family",
        ),
    ),
    (
        "watch:washington-declaration",
        (
            "워싱턴 선언 2주년", "Washington Declaration",
        ),
        (
            "Washington declared an emergency",
        ),
    ),
)
# fmt: on
