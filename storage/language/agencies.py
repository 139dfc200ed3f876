"""Who writes news under several names: plain data.

A family is one newsroom, or several that print one another's texts: its reports confirm nothing to one
another. Of agencies the names are looked for in credits too.
"""

from __future__ import annotations

from functools import lru_cache

_AGENCIES = """
Yonhap: 연합뉴스, 연합뉴스TV, 연합통신, Yonhap, Yonhap News, Yonhap News Agency, Yonhap News TV, YNA
Yonhap: yna.co.kr, Yonhap Infomax, 연합인포맥스
Newsis: 뉴시스, Newsis, newsis.com
News1: 뉴스1, News1, News 1, news1.kr
Nocut: 노컷뉴스, CBS노컷뉴스, NoCut News, nocutnews.co.kr
AP: AP, AP통신, Associated Press, The Associated Press, AP News, apnews.com
Reuters: Reuters, Thomson Reuters, Reuters News, 로이터, 로이터통신, reuters.com
AFP: AFP, AFP통신, Agence France-Presse, afp.com
UPI: UPI, United Press International, upi.com
dpa: dpa, DPA, dpa통신, Deutsche Presse-Agentur
EPA: EPA, European Pressphoto Agency
Kyodo: Kyodo, Kyodo News, 교도, 교도통신, kyodonews.net
Jiji: Jiji, Jiji Press, 지지통신
Xinhua: Xinhua, Xinhua News Agency, 신화, 신화통신, 신화사
TASS: TASS, ITAR-TASS, 타스, 타스통신
Sputnik: Sputnik, RIA Novosti, 스푸트니크, 리아노보스티
KCNA: KCNA, Korean Central News Agency, 조선중앙통신, 중앙통신
Bloomberg: Bloomberg, Bloomberg News, 블룸버그, 블룸버그통신, bloomberg.com
CNA: CNA, Central News Agency
ANI: ANI, Asian News International
PTI: PTI, Press Trust of India
PA: PA Media, Press Association
"""

_PAPERS = """
JoongAng: 중앙일보, 중앙SUNDAY, JTBC, Korea JoongAng Daily, JoongAng Ilbo, JoongAng Daily
JoongAng: INSIDE Korea JoongAng Daily, joongang.co.kr
Chosun: 조선일보, TV조선, 조선비즈, 주간조선, Chosun Ilbo, The Chosun Ilbo, The Chosun Daily, Chosun Daily
Chosun: ChosunBiz, TV Chosun, chosun.com
Dong-A: 동아일보, 채널A, 주간동아, 신동아, Dong-A Ilbo, The Dong-A Ilbo, Channel A, donga.com
Hankyoreh: 한겨레, 한겨레신문, 한겨레21, Hankyoreh, The Hankyoreh, hani.co.kr
Kyunghyang: 경향신문, 주간경향, Kyunghyang Shinmun, The Kyunghyang Shinmun, khan.co.kr
Hankook: 한국일보, 코리아타임스, Hankook Ilbo, Korea Times, The Korea Times, hankookilbo.com
Hankook: koreatimes.co.kr
Herald: 헤럴드경제, 코리아헤럴드, Herald Business, Korea Herald, The Korea Herald, koreaherald.com
Hankyung: 한국경제, 한국경제신문, 한국경제TV, 한경닷컴, Korea Economic Daily, The Korea Economic Daily
Hankyung: KED Global, hankyung.com
Maeil: 매일경제, 매일경제신문, MBN, Maeil Business Newspaper, Pulse, Pulse by Maeil Business News Korea
Maeil: mk.co.kr
Seoul Economic: 서울경제, 서울경제TV, Seoul Economic Daily, sedaily.com
Seoul Shinmun: 서울신문, Seoul Shinmun, seoul.co.kr
Segye: 세계일보, 세계타임즈, Segye Ilbo, segye.com
Kukmin: 국민일보, 쿠키뉴스, Kukmin Ilbo, kmib.co.kr
Munhwa: 문화일보, Munhwa Ilbo, munhwa.com
Money Today: 머니투데이, 머니투데이방송, Money Today, MTN
Aju: 아주경제, 아주뉴스, Aju Business Daily, Aju Press
KBS: KBS, KBS 뉴스, KBS뉴스, KBS World, KBS News
MBC: MBC, MBC 뉴스, MBC뉴스
SBS: SBS, SBS 뉴스, SBS뉴스, SBS Biz
YTN: YTN, YTN 사이언스
VOA: VOA, VOA 한국어, Voice of America, 미국의 소리
RFA: RFA, Radio Free Asia, 자유아시아방송
Daily NK: Daily NK, 데일리NK, DailyNK
NK News: NK News, NK PRO, NK프로
BBC: BBC, BBC News, BBC News 코리아, BBC Korea, BBC World
CNN: CNN, CNN International, CNN Wire
Dow Jones: Wall Street Journal, The Wall Street Journal, WSJ, Dow Jones, Dow Jones Newswires, Barron's
Dow Jones: MarketWatch, 월스트리트저널
New York Times: New York Times, The New York Times, NYT, NYTimes.com, 뉴욕타임스
Washington Post: Washington Post, The Washington Post, 워싱턴포스트
Nikkei: Nikkei, Nikkei Asia, Nikkei Asian Review, Financial Times, FT, 니혼게이자이신문, 닛케이
Asahi: Asahi Shimbun, The Asahi Shimbun, 아사히신문
Yomiuri: Yomiuri Shimbun, The Yomiuri Shimbun, The Japan News, 요미우리신문
Guardian: The Guardian, Guardian, The Observer, 가디언
NBC: NBC, NBC News, MSNBC, CNBC
Fox: Fox News, Fox Business, 폭스뉴스
MOFA: 외교부, Ministry of Foreign Affairs, Ministry of Foreign Affairs (ROK), mofa.go.kr
MND: 국방부, Ministry of National Defense
JCS: 합동참모본부, Joint Chiefs of Staff
Unification Ministry: 통일부, Ministry of Unification
Presidential Office: 대통령실, 청와대, Presidential Office, Cheong Wa Dae
Trade Ministry: 산업통상자원부, 산업통상부, 산업부, Ministry of Trade Industry and Energy
State Department: U.S. Department of State, US State Department, State Department, 미 국무부, 미국 국무부
Pentagon: US Department of War, U.S. Department of Defense, US Department of Defense, Pentagon, 미 국방부
Pentagon: 미국 국방부
White House: The White House, White House, 백악관
USFK: United States Forces Korea, U.S. Forces Korea, USFK, 주한미군사령부
USTR: Office of the US Trade Representative, USTR, 미국무역대표부
Treasury: US Treasury, U.S. Department of the Treasury, 미 재무부
"""


def fold_name(name: str) -> str:
    """A name for comparing: case, spaces and punctuation do not count, nor a leading The."""
    bare = "".join(char for char in name.casefold() if char.isalnum())
    return bare.removeprefix("the") if len(bare) > 6 else bare


def _read_table(table: str) -> list[tuple[str, list[str]]]:
    rows = (line.split(":", 1) for line in table.strip().splitlines())
    return [(family.strip(), [name.strip() for name in names.split(",")]) for family, names in rows]


FAMILIES: dict[str, str] = {
    fold_name(name): family
    for family, names in (*_read_table(_AGENCIES), *_read_table(_PAPERS))
    for name in (family, *names)
}
"""The family of each folded name."""

AGENCIES: dict[str, str] = {
    name: family for family, names in _read_table(_AGENCIES) for name in names if "." not in name
}
"""The agency of each name that credits give it, as written."""


@lru_cache(maxsize=4096)
def name_family(name: str) -> str:
    """The family that a name belongs to; an unknown name is its own, folded."""
    return FAMILIES.get(fold_name(name)) or fold_name(name) or name
