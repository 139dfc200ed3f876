"""A small idea: Seoul's taxi strike, which no word alone says."""

from __future__ import annotations

from datetime import date

from storage.records import Example, Watch

ON = """Cabs stay in their garages | Drivers in Seoul refuse fares until the app lowers its fees.
Walkout at dawn | Drivers parked their cabs along the Han River and marched to the app's office.
No ride home | Thousands waited at Gangnam while drivers stayed away over commissions.
Drivers vote for a walkout | The union of cab drivers wants lower fees from the app.
Second day without cabs | The city added buses as drivers stayed in their garages.
App and drivers talk through the night | The walkout goes on; fees are the sticking point.
Seoul's drivers end walkout | The app will lower its fees by half, and cabs are back.
Cab drivers shave their heads | The protest against the app's fees drew two hundred to the river.
택시 기사들 운행 거부 | 서울 기사들은 앱 수수료를 내릴 때까지 차고에 머문다.
새벽부터 멈춘 택시 | 기사들은 한강변에 차를 세우고 앱 회사로 행진했다.
귀갓길 대란 | 강남에서 수천 명이 기다렸지만 기사들은 수수료에 항의해 나오지 않았다.
택시 노조 파업 가결 | 기사들은 앱 수수료 인하를 요구한다.
이틀째 택시 실종 | 시는 기사들이 차고에 머무는 동안 버스를 늘렸다.
택시 파업 끝 | 앱 회사가 수수료를 절반으로 내리고 기사들이 돌아왔다.
택시 기사 삭발 | 수수료에 항의하는 집회가 한강변에서 열렸다."""

BESIDE = """Cab hits lamp post | The driver in Seoul was unhurt; police are looking at the car.
App for recipes passes a million users | Its office by the Han River is hiring.
Drivers' licences for tourists | Seoul makes it easier to rent a car.
Walkout at the shipyard | Welders in Ulsan want higher wages.
Bus fares rise | The city says that costs have grown by half.
A film about a cab driver | "A Taxi Driver" is shown again in Gwangju.
Taxi to Incheon airport costs more | The toll on the bridge was raised.
Nurses march in Seoul | They want more staff on night duty.
택시 요금 오른다 | 서울시는 심야 할증을 조정한다.
앱으로 배달하는 반찬 | 한강변 사무실에서 시작한 회사다.
조선소 파업 | 울산 용접공들이 임금 인상을 요구한다.
버스 요금 인상 | 시는 비용이 절반 늘었다고 밝혔다.
영화 '택시운전사' 재상영 | 광주에서 기념 상영회가 열린다.
인천공항 가는 택시 | 다리 통행료가 올랐다.
간호사들 행진 | 야간 인력을 늘려 달라고 요구했다."""


def read_lines(lines: str, day: date | None = None) -> tuple[Example, ...]:
    """Examples, a line each, with the title before the bar."""
    return tuple(Example(text=line.replace(" | ", "\n"), day=day) for line in lines.splitlines())


STRIKE = Watch(
    id="strike",
    name="Taxi strike",
    query='"taxi strike"',
    idea="cab OR taxi OR driver OR app OR walkout OR 택시* OR 기사들* OR 앱* OR 파업*",
    must_match=read_lines(ON, date(2025, 3, 4)),
    must_not_match=read_lines(BESIDE, date(2025, 3, 9)),
)
