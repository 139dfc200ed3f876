"""What an English and a Korean account of one event both say, in the words of each: plain data.

Each entry is `english,english=korean,korean`: whichever of the words a text has, it says the first. English
words are read without their endings (`launched` is `launch`), Korean ones at the start of a word or after
another of the list (한미정상회담), single syllables only as whole words.
"""

from __future__ import annotations

from collections.abc import Iterable

from storage.language.bilingual_more import MORE
from storage.language.common_words import COMMON, DOMAIN

_PLACES = """
australia,australian=호주,오스트레일리아 austria,austrian=오스트리아 brazil,brazilian=브라질
britain,british,uk=영국 canada,canadian=캐나다 chile,chilean=칠레 colombia,colombian=콜롬비아
cuba,cuban=쿠바 denmark,danish=덴마크 egypt,egyptian=이집트 europe,european,eu=유럽,유럽연합,유로존
finland,finnish=핀란드 france,french=프랑스 germany,german=독일 greece,greek=그리스 hungary,hungarian=헝가리
india,indian=인도 indonesia,indonesian=인도네시아 iran,iranian=이란 iraq,iraqi=이라크 ireland,irish=아일랜드
israel,israeli=이스라엘 italy,italian=이탈리아 lebanon,lebanese=레바논 libya,libyan=리비아
malaysia,malaysian=말레이시아 mexico,mexican=멕시코 mongolia,mongolian=몽골 myanmar,burma=미얀마
netherlands,dutch=네덜란드 norway,norwegian=노르웨이 pakistan,pakistani=파키스탄
palestinian,palestine,gaza=팔레스타인,가자지구,가자 philippine,philippines,filipino=필리핀
poland,polish=폴란드 portugal,portuguese=포르투갈 qatar,qatari=카타르 romania,romanian=루마니아
saudi=사우디,사우디아라비아 scotland,scottish=스코틀랜드 singapore=싱가포르 spain,spanish=스페인
sweden,swedish=스웨덴 switzerland,swiss=스위스 syria,syrian=시리아 taiwan,taiwanese=대만,타이완
thailand,thai=태국 turkey,turkish,turkiye=튀르키예,터키 ukraine,ukrainian=우크라이나
vietnam,vietnamese=베트남 yemen,houthi=예멘,후티 afghanistan,afghan=아프가니스탄 argentina=아르헨티나
africa,african=아프리카 belgium,belgian=벨기에 cambodia,cambodian=캄보디아 czech=체코 ethiopia=에티오피아
hong_kong=홍콩 kazakhstan=카자흐스탄 laos=라오스 nigeria=나이지리아 venezuela=베네수엘라
uae,emirates=아랍에미리트 wales,welsh=웨일스 georgia=조지아 belarus=벨라루스 macedonia,macedonian=마케도니아
serbia=세르비아 kosovo=코소보 greenland=그린란드 panama=파나마 asia,asian=아시아 pacific=태평양
atlantic=대서양 arctic=북극 mideast=중동 beijing=베이징 shanghai=상하이 pyongyang=평양 moscow=모스크바
kyiv,kiev=키이우,키예프 london=런던 paris=파리 berlin=베를린 brussels=브뤼셀 geneva=제네바 vienna=빈
rome=로마 madrid=마드리드 tehran=테헤란 jerusalem=예루살렘 hanoi=하노이 jakarta=자카르타 bangkok=방콕
manila=마닐라 hiroshima=히로시마 osaka=오사카 okinawa=오키나와 hawaii,honolulu=하와이,호놀룰루
alaska=알래스카 texas=텍사스 california=캘리포니아 florida=플로리다 virginia=버지니아 michigan=미시간
pennsylvania=펜실베이니아 philadelphia=필라델피아,필리 arizona=애리조나 nevada=네바다 manhattan=맨해튼
chicago=시카고 busan=부산 incheon=인천 daegu=대구 daejeon=대전 gwangju=광주 ulsan=울산 jeju=제주
gyeongju=경주 pyeongtaek=평택 paju=파주 gyeonggi=경기도 gangwon=강원 pohang=포항 changwon=창원 geoje=거제
okpo=옥포 yongsan=용산 sejong=세종 panmunjom=판문점 kaesong=개성 wonsan=원산 sinpo=신포 kursk=쿠르스크
"""

_OFFICES = """
president,presidential=대통령 vice_president=부통령 premier,pm=총리,국무총리
minister,ministerial,ministry=장관,외교장관,국방장관,외교부장관 secretary=국무장관,국방부장관
deputy,vice=차관,부장관,부대표 ambassador,envoy=대사,특사 spokesperson,spokesman,spokeswoman=대변인
senator,senate=상원,상원의원 house,congressman,representative=하원,하원의원
congress,congressional=의회,연방의회 lawmaker,mp=의원,국회의원
assembly,parliament,parliamentary=국회,국회의장 speaker=의장 governor=주지사,지사 mayor=시장
chancellor=총재,재무장관 commander,command=사령관,사령부 general=장군,대장 admiral=제독
adviser,advisor=보좌관,고문 chief=총장,실장,본부장 prosecutor,prosecution=검찰,검사,특검
judge,justice=판사,대법관 court=법원,재판부 supreme=대법원 constitutional=헌재,헌법재판소 police=경찰
firefighter=소방,소방당국 coast_guard=해경,해안경비대 army=육군 navy,naval=해군 air_force=공군
marine=해병대,해병 troop,soldier=병력,군인,병사,장병 usfk=주한미군,미군 white_house=백악관
pentagon=국방부,펜타곤 foreign_ministry=외교부 fed,federal_reserve=연준,연방준비제도
bank,banking=은행,한국은행 regulator=금융위,금감원 union=노조,노동조합 church=교회,성당
pope,vatican=교황,교황청 king=국왕,왕 queen=여왕 prince=왕자,왕세자 candidate,nominee=후보 party=정당
democrat,democratic=민주당 republican=공화당 conservative=보수당,보수 opposition=야당,야권 ruling_party=여당
cabinet=내각,국무회의 delegation=대표단 council=위원회,협의회 diplomat=외교관 activist=운동가,활동가
refugee=난민 migrant,immigrant=이민자,이주민,불법체류자 defector=탈북민,탈북자,탈북 hostage=인질
prisoner,inmate=포로,수감자,죄수 ceo,chairman,chairwoman=회장,최고경영자 billionaire=억만장자,갑부
investor=투자자 farmer=농부,농민,농가 teacher=교사 student=학생,대학생 professor=교수
scientist,researcher=과학자,연구진,연구팀,연구원 doctor,physician=의사,의료진 nurse=간호사 patient=환자
victim=희생자,피해자 driver=운전자,운전기사 pilot=조종사 passenger=승객,탑승객 crew=승무원
astronaut=우주인,우주비행사 athlete=선수 coach,manager=감독,코치 singer=가수 actor,actress=배우
journalist,reporter=언론인,특파원 author,writer=작가 lawyer,attorney=변호사,변호인 suspect=용의자,피의자
"""

_SECURITY = """
nuclear=핵,핵무기,핵전력,원자력 weapon,arm=무기 missile=미사일 ballistic=탄도,탄도미사일
icbm,intercontinental=대륙간탄도미사일,대륙간 hypersonic=극초음속 cruise=순항,순항미사일
rocket=로켓,방사포,발사체 satellite=위성 reconnaissance,spy=정찰,정찰위성,간첩 launch,lift=발사,진수
test=시험,시험발사 nuclear_test=핵실험 warhead=탄두 uranium=우라늄 enrichment,enrich=농축 plutonium=플루토늄
reactor=원자로,원전 denuclearization,denuclearize=비핵화 deterrence,deter=억제,확장억제,억지력
alliance,ally=동맹 drill,exercise=훈련,연습,연합훈련 tabletop=도상,도상연습,도상훈련 simulation=모의
guideline=지침,작전지침 submarine=잠수함,원잠,핵추진잠수함
carrier=항공모함,항모 destroyer=구축함 warship,frigate=군함,전함,호위함 vessel,ship=함정,선박 bomber=폭격기
fighter=전투기 helicopter=헬기,헬리콥터 drone=드론,무인기 tank=전차,탱크
howitzer,artillery=자주포,포병,포격,포탄 ammunition,munition,shell=탄약 radar=레이더
defense,defence=국방,방위,방어 deploy,deployment=배치,전개 withdraw,withdrawal,pullout=철수,탈퇴
dispatch=파병,파견 reduction,reduce,cut=감축,축소 transfer=이양,전환 wartime=전시
opcon,operational=작전통제권,전작권 base=기지 camp=캠프 border=국경,접경 demilitarized,dmz=비무장지대
ceasefire,truce,armistice=휴전,정전 war=전쟁,전 battle,combat=전투 attack,assault=공격,습격
strike,airstrike=공습,타격 invasion,invade=침공 occupy=점령 terror,terrorist,terrorism=테러
bomb,bombing=폭탄,폭격,폭발물 threat,threaten=위협 provocation,provoke,provocative=도발 tension=긴장
retaliate,retaliation=보복 sanction=제재 blacklist=제재대상 embargo=금수 blockade=봉쇄 smuggle=밀수
violation,violate=위반 intelligence=정보당국,정보기관,국정원 hack,hacker,hacking=해킹,해커
cyber,cyberattack=사이버,사이버공격 crypto,cryptocurrency,bitcoin=가상화폐,암호화폐,가상자산,비트코인
leaflet=전단 balloon=풍선 loudspeaker=확성기 trash=오물,쓰레기 abduct,abduction,kidnap=납치,납북
espionage=간첩죄,스파이 coup=쿠데타 martial_law,martial=계엄,비상계엄,계엄령 reunification,unification=통일
peace=평화 treaty=조약 pact=협정 agreement,agree,accord=합의,협약 memorandum,mou=양해각서,업무협약
declaration,declare=선언 statement=성명,공동성명 communique=공동선언,코뮈니케 summit=정상회담,정상회의
talk,meeting,meet=회담,회의,회동,면담 negotiation,negotiate,negotiator=협상,교섭 dialogue=대화
consultation=협의 bilateral=양자,양국 trilateral=3자,3국,한미일 multilateral=다자
phone,telephone,call=통화,전화 visit,trip,tour=방문,순방,방한,방미,방북,방일,방중 arrive=도착
depart,departure=출국,출발 farewell=고별 ceremony=기념식,의식 anniversary=주년,기념일
funeral,mourn=장례,장례식,조문,추모 memorial=추모식,기념비 invite,invitation=초청,초대 protocol=의전
embassy=대사관 consulate=영사관,총영사관 credential=신임장 diplomacy,diplomatic=외교 foreign=외무
veto=거부권 resolution=결의안,결의 council=이사회 security_council=안보리 un,united_nation=유엔
nato=나토,북대서양조약기구 apec=아펙,에이펙 asean=아세안 ioc=국제올림픽위원회 imf=국제통화기금
who=세계보건기구 wto=세계무역기구 iaea=국제원자력기구 wb=세계은행 oecd=경제협력개발기구
cost_sharing,burden=방위비,분담금,방위비분담금 sma=특별협정,방위비분담특별협정 posture=태세
interoperability=상호운용성 flexibility=유연성 autonomy=자율성,자주국방 strategy,strategic=전략,전략적
maritime=해양,해상 airspace,adiz=영공,방공식별구역 strait=해협 island=섬 intercept=요격 shield=방패,실드
freedom=프리덤 patrol=순찰 nll=북방한계선 human_right=인권 abductee=납북자
"""

_POLITICS = """
election,electoral=선거 presidential_election=대선,대통령선거 general_election=총선 midterm=중간선거
referendum=국민투표 vote,voter,ballot=투표,유권자,표결 campaign=유세,선거운동 poll=여론조사
rating,approval=지지율 debate=토론,토론회 primary=경선 nominate,nomination=지명 appoint,appointment=임명
inauguration,inaugurate=취임,취임식 transition=인수위,정권인수 elect=당선인,당선
resign,resignation=사임,사퇴,사의 dismiss,sack=해임,경질,해고 impeachment,impeach=탄핵,탄핵소추
oust=파면,축출 reshuffle=개각 confirmation,confirm=인준,인사청문회 hearing=청문회
bill,legislation=법안,법률안 law=법 amendment=개정,개헌 budget=예산,예산안 subsidy=보조금
tax=세금,세제,증세,감세 pension=연금 welfare=복지 reform=개혁 deregulation,regulation=규제
shutdown=셧다운,업무정지 filibuster=필리버스터 speech,address=연설 press_conference=기자회견,회견
interview=인터뷰 remark=발언 criticism,criticize=비판,비난 apology,apologize=사과
protest,protester,demonstration,demonstrator,rally=시위,집회,시위대 riot=폭동 strike,walkout=파업
boycott=보이콧,불매 petition=청원 human=인간 right=권리 freedom=자유 corruption,graft=부패,비리
bribe,bribery=뇌물 scandal=스캔들,의혹 probe,investigation,investigate,inquiry=수사,조사 raid=압수수색,급습
arrest=체포,검거 detain,detention,custody=구금,구속,억류 warrant=영장 indict,indictment,charge=기소,혐의
trial=재판,공판 sentence=선고,징역,실형 convict,conviction,guilty=유죄 acquit,acquittal=무죄
appeal=항소,상고 ruling,verdict=판결 lawsuit,sue=소송,고소 fine,penalty=벌금,과징금 pardon=사면 bail=보석
deport,deportation=추방 extradite,extradition=송환 asylum=망명 visa=비자 immigration=이민 border=국경
wall=장벽 citizen,citizenship=시민권,시민 passport=여권 evacuate,evacuation=대피,피난 release,free=석방
execute,execution=처형 death_penalty=사형 murder,kill,slay=살인,살해,피살
shoot,shooting,gunman,gunfire=총격,총기,난사 stab,stabbing,knife=흉기 rape=성폭행,강간
sexual=성추행,성희롱,성범죄 abuse=학대 rob,robbery,theft,thief,steal=강도,절도,도둑 fraud=사기
drug,narcotic,fentanyl=마약,펜타닐 smoking=흡연 missing,disappear,disappearance=실종 suicide=자살
hoax,fake=허위,가짜 terror=테러 explosion,explode,blast=폭발
"""

_DISASTERS = """
fire,blaze=화재,불 wildfire,bushfire=산불 earthquake,quake,magnitude=지진,규모 tsunami=쓰나미,지진해일
volcano,volcanic,erupt,eruption=화산,분화 typhoon=태풍 hurricane=허리케인 cyclone=사이클론 tornado=토네이도
storm=폭풍,폭풍우 flood=홍수,침수 rain,rainfall=폭우,호우,비 landslide,mudslide=산사태 snow,snowfall=폭설,눈
heat,heatwave=폭염 drought=가뭄 cold=한파 climate=기후 warming=온난화 emission,carbon=배출,탄소
crash,collision,collide=추락,충돌,추락사고,사고 derail,derailment=탈선 collapse=붕괴 sink,capsize=침몰,전복
plane,airliner,aircraft,jet=여객기,항공기,비행기 airline,airway=항공,항공사 airport=공항 runway=활주로
landing=착륙 train,railway,rail=열차,철도,기차 subway=지하철 bus=버스 truck=트럭
car,vehicle,automobile,auto=자동차,차량,승용차 cyclist,bicycle=자전거 ferry,boat=여객선,보트
bridge=다리,교량 tunnel=터널 building=건물,빌딩
death,dead,die,toll,fatality,killed=사망,사망자,숨져,숨진,숨졌,사상자
injure,injury,wound,hurt=부상,부상자,다쳐,다친 survivor,survive=생존자,생존 rescue,rescuer=구조,구조대
search=수색 body=시신 emergency=비상,응급,비상사태 disaster=재난,재해 hospital,hospitalize=병원,입원
surgery=수술 virus=바이러스 covid,coronavirus,pandemic=코로나,코로나19,팬데믹 vaccine,vaccination=백신,접종
infection,infect=감염,확진 outbreak=발병,집단감염 cancer=암 disease=질병 flu,influenza=독감
monkeypox,mpox=원숭이두창 ebola=에볼라 measles=홍역 medicine,medical=의약품,의료
drugmaker,pharmaceutical=제약,제약사 abortion=낙태 birth,birthrate=출산,출생,출산율 baby=아기
child,children=어린이,아동 woman,women=여성
"""

_ECONOMY = """
tariff,duty=관세 trade=무역,통상,교역 export,exporter=수출 import=수입 deficit=적자 surplus=흑자
economy,economic=경제 growth=성장,성장률 gdp=국내총생산 recession=침체 inflation,price=물가,인플레이션
cpi=소비자물가 rate=금리,기준금리 hike,raise=인상 freeze=동결 lower=인하 currency,forex=환율,외환 won=원화
yen=엔화,엔 yuan=위안화,위안 euro=유로 dollar=달러 stock,share=주식,주가,증시 kospi=코스피 nasdaq=나스닥
bond=채권,국채 investment,invest=투자 fund=펀드,기금 loan=대출 debt=부채,채무
profit,earning=이익,순이익,영업이익 revenue,sale=매출,판매 loss=손실 merger,merge=합병
acquisition,acquire,takeover=인수 ipo=상장 bankruptcy,bankrupt=파산 contract,deal=계약,거래 order=수주,주문
supply=공급 supply_chain=공급망 demand=수요 factory,plant=공장 production,produce=생산
construction,build=건설 housing=주택,부동산 job,employment=고용,일자리 unemployment=실업,실업률
wage,pay=임금,최저임금 worker,employee,labor,labour=노동자,근로자,직원,노동
semiconductor,chip,chipmaker=반도체 battery=배터리,이차전지 steel=철강 aluminum,aluminium=알루미늄
shipbuilding,shipbuilder,shipyard=조선,조선소,조선업 energy=에너지 oil,crude=석유,원유,유가
gas,lng=가스,천연가스 coal=석탄 power,electricity=전력,전기 ev,electric_vehicle=전기차 hydrogen=수소
solar=태양광 copper=구리 lithium=리튬 mineral,rare_earth=희토류,광물,핵심광물 rice=쌀 beef=소고기,쇠고기
pork=돼지고기 pig=돼지 food=식품,식량 grain,wheat=곡물,밀 banana=바나나 retail,retailer=유통,소매
supermarket=마트,슈퍼마켓 store=매장,점포 beauty,cosmetic=뷰티,화장품 tourism,tourist=관광,관광객 hotel=호텔
flight=항공편,비행 online=온라인 platform=플랫폼 internet,web=인터넷,웹 app=앱 data=데이터 privacy=개인정보
ai,artificial_intelligence=인공지능 robot=로봇 software=소프트웨어 smartphone=스마트폰 technology,tech=기술
computer=컴퓨터 supercomputer=슈퍼컴퓨터,수퍼컴퓨터 network=네트워크 telecom=통신
monopoly,antitrust=독점,반독점 patent=특허 google=구글 apple=애플 microsoft=마이크로소프트 amazon=아마존
facebook,meta=페이스북,메타 twitter=트위터 tesla=테슬라 nvidia=엔비디아 openai=오픈ai samsung=삼성,삼성전자
hyundai=현대,현대차,현대자동차 kia=기아 lg=엘지 hanwha=한화,한화오션 posco=포스코 coupang=쿠팡 boeing=보잉
ford=포드 toyota=도요타 huawei=화웨이 tiktok=틱톡 youtube=유튜브 netflix=넷플릭스 naver=네이버 kakao=카카오
musk=머스크
"""

_SOCIETY = """
olympic=올림픽 world_cup=월드컵 championship,champion=선수권,챔피언,우승 title=타이틀 final=결승
semifinal=준결승 league=리그 match,game=경기 football,soccer=축구 baseball=야구 basketball=농구
tennis=테니스 golf=골프 goal=골,득점 medal=메달 gold_medal=금메달 silver_medal=은메달 stadium=경기장
club=구단,클럽 season=시즌 striker=공격수 rugby=럭비 hockey=하키 race,grand_prix=그랑프리 record=신기록,기록
win,victory=승리 defeat,lose=패배 draw=무승부 transfer=이적 film,movie=영화 drama=드라마 album=앨범
song=노래 concert=콘서트,공연 festival=축제,영화제 award,prize=상,수상 nobel=노벨,노벨상
oscar=오스카,아카데미 emmy=에미상 k_pop=케이팝 museum=박물관 art=예술,미술 statue=동상 book=책,도서
novel=소설 publisher=출판사,출판업자 newspaper=신문 broadcast,tv,television=방송 magazine=잡지 show=쇼
history=역사 language=언어 culture,cultural=문화 heritage=유산 unesco=유네스코 university=대학,대학교
school=학교 exam=수능 education=교육 science=과학 space=우주 moon=달 mars=화성 nasa=나사,항공우주국
station=정거장 telescope=망원경 planet=행성 animal=동물 dog=개 bear=곰 bat=박쥐 whale=고래 dolphin=돌고래
bird=조류,새 fish=물고기 shark=상어 water=물 contaminate,wastewater,radioactive=오염수,방사성,방사능
fukushima=후쿠시마 lottery=복권 marriage,marry,wedding=결혼,결혼식 divorce=이혼 family=가족
mother=어머니,엄마 father=아버지,아빠 daughter=딸 son=아들 wife=부인,아내 husband=남편 brother=형제
sister=자매 muslim=무슬림,이슬람 christian=기독교 jewish,jew=유대인 catholic=가톨릭 temple=사찰 rabbi=랍비
black=흑인 racist,racism=인종차별,인종 comfort_women=위안부 forced_labor=강제징용,징용
dokdo,takeshima=독도,다케시마 yasukuni=야스쿠니 textbook=교과서 colonial=식민,일제 hanok=한옥 crypto=코인
pension=국민연금 retirement,retire=은퇴,퇴직,노후 saving=저축 survey=설문,설문조사 sleep=잠,수면
restaurant=식당,레스토랑 alcohol,beer,pint=술,맥주 prison,jail=교도소,감옥 sentence=형량
"""

_BESIDE = """
nampo=남포 rason,rajin=나진,나선시,라선 sinuiju=신의주 hamhung=함흥 chongjin=청진 haeju=해주
punggye=풍계리 yongbyon=영변 sohae,tongchang=동창리,서해위성 sunan=순안 goseong=고성 cheorwon=철원
yeoncheon=연천 pocheon=포천 gimhae=김해 gimpo=김포 suwon=수원 jeonju=전주 mokpo=목포 yeosu=여수
donghae=동해시 osan=오산 gunsan,kunsan=군산 jinhae=진해 ulleung=울릉 baengnyeong=백령도
yeonpyeong=연평도 gwanghwamun=광화문 itaewon=이태원 yongin=용인 icheon=이천 hwaseong=화성시 imjin=임진강
nagasaki=나가사키 hokkaido=홋카이도 guam=괌 davos=다보스 hague=헤이그 new_york=뉴욕
los_angeles=로스앤젤레스 savannah=서배너 detroit=디트로이트 seattle=시애틀 boston=보스턴 houston=휴스턴
atlanta=애틀랜타 ohio=오하이오 alabama=앨라배마 tennessee=테네시 indiana=인디애나
camp_david=캠프데이비드 vladivostok=블라디보스토크 crimea=크림반도 hormuz=호르무즈 tuberculosis=결핵
malaria=말라리아 humanitarian=인도적,인도주의 charity,aid=구호,구호단체,민간단체
exemption,waive,waiver=면제 candlelight,vigil=촛불 crowd=인파,군중 dawn=새벽 river=강물,하천
mine,landmine=지뢰 stealth=스텔스 fuel=연료 license,licence=면허,인허가
testify,testimony,witness=증인,증언,목격자 consent=동의 condemn=규탄 whistleblower=내부고발
hunger_strike=단식 lecture=강연 veteran=참전용사,재향군인회,향군 remains=유해
repatriate,repatriation=송환식,본국 barrel=배럴 gasoline,petrol=휘발유 stockpile,reserve=비축,비축유
shareholder=주주 layoff=감원,정리해고 startup=스타트업 auction=경매 forecast=전망치 container=컨테이너
cargo=화물 highway=고속도로 port=항구,항만 shelter=대피소 rubble=잔해 helmet=헬멧 uniform=군복
flag=국기,성조기,태극기 crown=금관,왕관 gift=선물 banquet,dinner=만찬 lunch,luncheon=오찬 menu=메뉴
noodle=냉면,국수 kimchi=김치 ginseng=인삼 panda=판다 zoo=동물원 tiger=호랑이 cherry=벚꽃
visa_waiver=무비자,전자여행허가 backpacker=배낭 graduate=대학원생 cadet=생도
conscript,conscription=징집,입대,병역 reservist=예비군 squadron=비행대대,대대 brigade=여단 division=사단
corps=군단 regiment=연대 paratrooper=공수부대 ranger=레인저 apache=아파치 patriot=패트리엇 thaad=사드
osprey=오스프리 stryker=스트라이커 tomahawk=토마호크 interceptor=요격미사일 trench=참호
checkpoint=검문소 barbed=철조망
"""
"""What makes one of a day's stories: towns and ports, units and arms, goods, what is eaten and given."""

_Entry = tuple[list[str], list[str]]


def _read_entries(lists: Iterable[str]) -> list[_Entry]:
    """The English and Korean words of each entry."""
    sides = (entry.split("=") for listed in lists for entry in listed.split())
    return [(english.split(","), korean.split(",")) for english, korean in sides]


_LEARNED = _read_entries((_PLACES, _OFFICES, _SECURITY, _POLITICS, _DISASTERS, _ECONOMY, _SOCIETY, _BESIDE))
"""The entries that what is told again was learned with."""

_ENTRIES = [*_LEARNED, *_read_entries(MORE)]

EVERYWHERE = frozenset(
    (
        "@south-korea", "@united-states", "@north-korea", "@japan", "@china", "@russia", "@seoul",
        "@washington", "@tokyo", "@korean-peninsula", "@indo-pacific", "@northeast-asia",
    )
)  # fmt: skip
"""Entities that stand in much of this news and link nothing by themselves."""


_ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


def cut_endings(word: str) -> str:
    """A lower-case English word without its commonest endings, the same for all of its forms."""
    for ending, left in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            return word[: -len(ending)] + left
    return word


KOREAN: dict[str, str] = {word: english[0] for english, korean in _ENTRIES for word in korean}
"""What each Korean word says, as the first English word of its entry."""

ENGLISH: dict[str, str] = {
    "_".join(map(cut_endings, word.split("_"))): english[0] for english, _ in _ENTRIES for word in english
}
"""What each English word says, by the word without its endings; two that belong together are `one_two`."""

FIRST_OF_TWO = frozenset(word.split("_")[0] for word in ENGLISH if "_" in word)
"""Words without their endings that may be the first of two."""

WIDER = frozenset(english[0] for english, _ in _ENTRIES) - {english[0] for english, _ in _LEARNED}
"""Words of the wider list alone, by which accounts of one event are found and nothing else is judged."""

BROAD = frozenset(english[0] for english, _ in _ENTRIES if english[0] in COMMON | DOMAIN) | frozenset(
    ("talk", "summit", "minister", "spokesperson", "alliance", "drill", "defense", "statement", "europe")
)
"""Words of the list that stand in much of the news."""
