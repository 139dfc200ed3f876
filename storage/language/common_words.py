"""Words that say little about which event a text is on: plain data."""

from __future__ import annotations

from storage.language.text import read_words

STOPPED = read_words(
    """
a about after again against all also am an and any are as at be because been before being below between
both but by can cannot could day did do does doing down during each few first for friday from further
had has have having he her here hers herself him himself his how i if in into is it its itself just last
me monday more most my new no nor not now of off on once one only or other our out over own said same
saturday say says she should so some such sunday than that the their them then there these they this
those through thursday to too tuesday two under until up very was we wednesday were what when where
which while who whom why will with would year years you your
"""
)
"""Words that are no terms at all."""

COMMON = read_words(
    """
accord according account act action add added age agency agree agreed ahead air already although amid
among announce announced announcement another approach area around ask asked away back bad began begin
behind best better big board body bring brought build business call called came campaign case cause
center central chairman chance change charge chief children city claim claimed close come coming comment
committee community company concern condition conference confirm congress consider continue continued
control council country couple court cut date dead deal death decide decided decision department despite
details develop development director district drop early economic economy effort eight election end
ended event every evidence expect expected expert face fact fail fall family far father federal feel
fight final finally find fire five follow followed following force foreign form former forward found
four free friend full future game general get give given go goal going good got government great group
grow half hand happen hard head health hear held help high history hit hold home hope hospital hour
house human hundred hundreds idea impact important include included including increase industry
information inside instead interest international interview investigation involve issue job join keep
key kill killed kind know known large late later latest law lead leader leading learn least leave led
left legal less let level life like likely line little live local long look lose loss lost lot low made
main major make making man manager many march mark market matter mean media medical meet meeting member
men met million minister minute moment money month months morning mother move much must name nation
national near need never news next night nine number offer office officer official officials often old
open operation opposition order outside part party past pay people per percent period person phone place
plan planned play player point police policy political position possible post power present president
press pressure private problem process program project protect prove provide public pull push put
question quickly quite raise ran rate rather reach read ready real really reason receive recent recently
record reduce refuse release released remain report reported reporter reporters require research
response rest result return reveal review right rise risk road role rule run saw school season seat
second secretary security see seek seem seen sell senior sent series serious serve service set seven
several share short show shut side sign similar since situation six small social someone something
source speak special spend spokesman spokeswoman staff stand start started state statement states
station stay step still stop story street strong student study success suffer support sure system take
taken talk talks target team tell ten term test thing things think third thought thousand thousands
threat three time times today together told took top total toward town trade tried trouble true try turn
twice type united university use used using victim view violence visit vote wait want wanted war warn
watch water way week weekend weeks well went west whether white wife win woman women won word work
worker workers working world worth write wrong yesterday yet young
가운 가장 같은 같이 것으 것이 결과 경우 경제 계획 관련 국내 국민 국제 그가 그는 그러 그리
기자 기준 까지 는데 다고 다는 다른 달러 대비 대통 대표 대한 대해 던데 도록 동안 됐다 되는
된다 뒤에 들은 들을 들이 등을 등이 따르 때문 또한 라고 라는 라며 러나 려고 로도 로부 르면
리고 만에 만원 많은 말했 면서 모두 문에 문제 미국 발표 밝혔 부터 사람 사업 사이 상황 서울
세계 수있 시간 시장 않고 않았 않은 았다 앞서 억원 었다 에게 에는 에대 에도 에따 에만 에서
여러 여서 였다 예정 오전 오후 올해 우리 운데 원회 위원 위한 위해 으나 으로 으며 으면 의원
의해 이나 이날 이다 이라 이를 이번 이상 이어 이었 이에 이하 이후 있다 장관 전국 전했 정도
정부 정이 조원 지난 지만 지역 진행 최근 터의 통령 통해 퍼센 하고 하기 하는 하며 하면 하여
하지 한국 한다 한편 함께 해서 해외 했다 했던 현재 혔다 회의
"""
)
"""Terms that stand in much of the news; Korean as pairs of syllables. The corpus's own counts refine this."""

DOMAIN = read_words(
    """
administration alliance ally america american biden bilateral cooperation dc democratic diplomacy diplomat
diplomatic korea korean nuclear peninsula relation seoul south trilateral trump washington yonhap
교부 국과 나라 대북 동맹 럼프 미동 미양 미정 방미 방한 북미 북한 서울
싱턴 안보 양국 외교 워싱 정상 주한 트럼 한국 한미 협력 회담
"""
)
"""Terms that stand in much of the news on Korea and the United States."""

ITS_NORTH = read_words("pyongyang kim jong un")
"""What stands in much of that news too, and yet tells what is from the North from the rest of a story."""

HEADLINE_CHARACTERS = {
    "美": "미국", "日": "일본", "中": "중국", "北": "북한", "韓": "한국", "南": "남한", "露": "러시아",
    "英": "영국", "佛": "프랑스", "獨": "독일", "印": "인도", "臺": "대만", "越": "베트남",
    "與": "여당", "野": "야당", "檢": "검찰", "靑": "청와대", "軍": "군", "文": "문재인", "尹": "윤석열",
    "李": "이재명",
}  # fmt: skip
"""What single Chinese characters stand for in Korean headlines."""

MONTHS = read_words(
    """
january february march april may june july august september october november december jan feb mar apr
jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun monday tuesday wednesday thursday friday
saturday sunday est edt gmt kst
"""
)
"""Capitalised words that are no names."""

ORDINALS = {
    "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
"""English ordinals in words; first, second and third say too often only when."""

NO_SERIES = read_words(
    """
time times day days week weeks month months year years quarter century floor street avenue grade place
straight consecutive successive running anniversary birthday victim person death case half term round-trip
infection generation
"""
)
"""What an ordinal before it does not make another event: on the fourth day the story is the same."""
