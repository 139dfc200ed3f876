"""More of what an English and a Korean account both say, by kind: plain data, in the form of `bilingual`."""

_ACTS_OF_STATE_AND_DIPLOMACY = """
summon=소환,초치 expel,expulsion=추방령 sever,cut_ties=단교 recognize,recognition=승인,국가승인
ratify,ratification=비준 mediate,mediator,mediation=중재,중재자 ambassador=특사단 roadmap=로드맵
deadline=시한,마감시한 ultimatum=최후통첩 concession=양보 stalemate,deadlock,impasse=교착,평행선
breakthrough=돌파구 handshake=악수 letter=친서,서한,편지 telegram=축전,전보 congratulate,congratulatory=축하
condolence=조의,조전 toast=건배 motorcade=차량행렬 bodyguard,escort=경호,경호원
interpreter,translator=통역,통역사 communique=공동성명서 pledge,vow=약속,공약,서약 urge=촉구
reject,refuse,refusal=거부,거절 object,objection=반대 warn,warning=경고 concern=우려 regret=유감
support=지지 cooperate,cooperation=협력 exchange=교류 normalize,normalization=정상화
restore,restoration=복원,회복 suspend,suspension=중단,중지 postpone,delay,defer=연기,미뤄,미루
cancel,cancellation=취소 resume,resumption=재개 extend,extension=연장 expire,expiry=만료
scrap,abolish,abolition,repeal=폐지,폐기 revoke=박탈,철회 ban,prohibit,prohibition=금지 ease=완화
expand,expansion=확대 join=가입,합류 exclude,exclusion=제외 split=분열,분당 merger=합당
faction,infighting=계파,내홍 register,registration=등록 by_election,byelection=재보선,보궐선거,재선거
local_election,local_poll=지방선거 recount=재검표 turnout=투표율 runoff=결선,결선투표 coalition=연정,연립
cabinet_minister=각료 subcommittee=소위,소위원회 inspection,audit=감사,국정감사,점검 auditor=감사원
plenary=본회의 quorum=의결정족수 parliamentary_probe=국정조사
special_counsel,special_prosecutor,independent_counsel=특검법,특별검사 executive_order=행정명령
memoir=회고록 biography=평전
"""

_COURTS_AND_CRIMES = """
unconstitutional,constitutionality=위헌,합헌 injunction=가처분 plaintiff=원고 defendant=피고인,피고
jury,juror=배심원,배심 court=법정 class_action,collective_suit=집단소송
damage,compensation,compensate=배상,보상,손해배상 settlement,settle=합의금,화해 embezzle,embezzlement=횡령
forgery,forge=위조 perjury=위증 defamation,libel=명예훼손 extort,extortion,blackmail=갈취,공갈
launder,laundering=자금세탁,돈세탁 tax_evasion=탈세 negligence=과실,업무상과실 stalk,stalking=스토킹
sexual=성추문 prostitution=성매매 traffick,trafficking=인신매매,밀매 gambling,gamble=도박 casino=카지노
phishing=보이스피싱,피싱 counterfeit=위조지폐,짝퉁 arson,arsonist=방화,방화범 dismember=시신훼손
landfill=매립장 autopsy=부검 forensic=국과수,감식 dna=유전자 fingerprint=지문
cctv,surveillance_camera=폐쇄회로 alibi=알리바이 motive=범행동기 accomplice=공범 fugitive=도주,도피
escape,escapee=탈출,도망 parole=가석방 probation=집행유예 juvenile=청소년,소년범
bully,bullying=학폭,괴롭힘,학교폭력 harass,harassment=갑질,희롱 discrimination,discriminate=차별 hate=혐오
"""

_ACCIDENTS_AND_WEATHER = """
monsoon=장마,장맛비 downpour,torrential=집중호우,물폭탄 hail=우박 lightning=낙뢰,벼락 fog=안개
dust=미세먼지,황사 smog=스모그 temperature,celsius=기온,체감온도 forecast=예보
meteorological,weather=기상청,날씨 lava=용암 ash=화산재 crater=분화구 aftershock=여진
epicenter,epicentre=진앙,진원 sinkhole=땅꺼짐,싱크홀 avalanche=눈사태 blackout,outage=대정전 leak=누출,유출
chemical=화학물질,화학 toxic,poison,poisoning=독성,중독,독극물 gas_leak=가스누출 radiation=방사선,방사능누출
radon=라돈 asbestos=석면 mattress=매트리스 stampede,crush=압사 drown,drowning=익사 fall_to_death=추락사
crane=크레인,타워크레인 scaffold=비계 elevator=승강기,엘리베이터 escalator=에스컬레이터
warehouse=창고,물류창고 apartment=아파트 hostel,motel=모텔,여관 nursing_home=요양원,요양병원 karaoke=노래방
bakery=빵집 kitchen=주방 lifeboat,life_jacket=구명정,구명조끼 seabed=해저 wreck,wreckage=잔해물,선체
fishing_boat=어선,목선 fisherman,fishery=어민,어업,조업 trawler=저인망 pier,dock=부두,선착장 yacht=요트
tanker=유조선 buoy=부표 coast,coastal=해안,연안 beach=해수욕장,해변 dam=댐 reservoir=저수지 levee=제방
wetland=습지 forest=숲,산림 mountain=등산,산악 climber,mountaineer=등반가,산악인 everest=에베레스트
glacier=빙하 polar=극지 desert=사막 lake=호수 swarm=떼죽음 locust=메뚜기 mosquito=모기 tick=진드기
rabies=광견병 avian,bird_flu=조류인플루엔자,고병원성 foot_and_mouth=구제역 swine_fever=돼지열병
cattle,cow=한우 chicken,poultry=닭,가금 egg=계란,달걀 milk=우유,원유값 cull=살처분 quarantine=방역,격리,검역
"""

_HEALTH = """
mask=마스크 tablet,pill=알약 dose,booster=백신접종 transplant=이식 organ=장기 stroke=뇌졸중
heart=심장,심근경색 diabetes=당뇨 obesity=비만 dementia,alzheimer=치매 depression=우울증 autism=자폐
pregnant,pregnancy=임신,임신부,임산부 ivf,fertility=난임,시험관 stem_cell=줄기세포 gene,genetic=유전체
antibiotic=항생제 insulin=인슐린 opioid=오피오이드 cannabis,marijuana=대마,대마초 cigarette,tobacco=담배
vape,vaping=전자담배 medical_school=의대 trainee_doctor,resident_doctor=전공의 ward=병동 ambulance=구급차
icu=중환자실 clinic=진료소 pharmacy,pharmacist=약국,약사 insurance,insurer=보험,건강보험
"""

_ECONOMY_AND_WORK = """
bonus=상여금,성과급 overtime=야근,초과근무 severance=퇴직금 layoff=희망퇴직 picket=피켓 sit_in=농성
kctu=민주노총 fktu=한국노총 tripartite=노사정 collective_bargaining=단체교섭,임단협 gig=플랫폼노동
courier,parcel,delivery=택배,배달,배송 taxi=택시 ride_hailing=카풀 truck_driver,trucker=화물연대,화물차
auction_bid,bid,bidder,tender=입찰,응찰 privatize,privatization=민영화 dividend=배당,배당금 buyback=자사주
short_selling=공매도 delist=상장폐지 subsidiary=자회사,계열사 conglomerate,chaebol=재벌
successor,succession=승계,후임 board=이사 recall=리콜 defect,faulty=결함 refund=환불,환급 boycott=불매운동
price_fixing,collusion,cartel=담합,카르텔 fair_trade,ftc=공정위,공정거래위원회
tax_office,tax_service,irs=국세청 custom=관세청,세관 house_price,real_estate,property=집값
mortgage=주담대,주택담보대출 landlord=집주인,임대인 tenant,rent=세입자,임차인,월세,임대료 jeonse=전세
redevelopment=재건축,재개발 loan_shark=사채 household=가계,가구 consumer=소비자 shopper,shopping=쇼핑
duty_free=면세점 department_store=백화점 convenience_store=편의점 franchise=프랜차이즈,가맹점
cafe,coffee=카페,커피 ramen,ramyeon=라면 soju=소주 win=와인 whisky=위스키 sugar=설탕 salt=소금 cabbage=배추
onion=양파 garlic=마늘 strawberry=딸기 seaweed=미역 tuna=참치 squid=오징어 salmon=연어 shale=셰일
pipeline=송유관,가스관 refinery,refiner=정유,정유사 opec=오펙,석유수출국기구
nuclear_plant,nuclear_power=원자력발전소 geothermal=지열,지열발전소 wind_power=풍력 turbine=터빈 grid=전력망
power_plant=발전소 waste=폐기물 recycle,recycling=재활용 plastic=플라스틱 pollution,pollute,pollutant=오염
sewage=하수 foundry=파운드리 memory=메모리,디램 display,oled=디스플레이 foldable=폴더블,폴더블폰
iphone=아이폰 galaxy=갤럭시 laptop=노트북 server=서버 data_center,data_centre=데이터센터 cloud=클라우드
nuri=누리호 chatbot,chatgpt=챗봇,챗gpt algorithm=알고리즘 deepfake=딥페이크
malware,ransomware=랜섬웨어,악성코드 breach=침해,개인정보유출 password=비밀번호 fine=과태료
metaverse=메타버스 match=게임,이스포츠 airline=저비용항공사 cockpit=조종석 engine=엔진
emergency_landing=비상착륙,회항 turbulence=난기류 baggage,luggage=수하물 drunk_driving,drunken=음주운전,만취
speeding=과속 toll_road=통행료 electric_scooter,scooter=킥보드
autonomous,self_driving,driverless=자율주행,무인차
"""

_DEFENCE = """
conscientious=양심적 enlist,enlistment=입대자 sergeant=중사,하사 captain=대위,함장 colonel=대령
lieutenant=중위 corporal=상병 barracks=병영,막사 grenade=수류탄 rifle,gun,firearm=소총 bullet=총알,실탄
sniper=저격 torpedo=어뢰 radar_lock=레이더조준 amphibious=상륙,상륙함 fleet=함대 helicopter_carrier=헬기항모
parachute=낙하산 sortie,scramble=출격,긴급발진 intrude,intrusion=침범 incursion=침입 jamming,gps=전파교란
decoy=기만 hotline=핫라인,통신선 liaison=연락사무소,연락관 disarm,disarmament=군축 inspector=사찰단
tunnel=갱도 dismantle,demolish,demolition=해체,철거,폐쇄 shut_down=폐쇄조치 centrifuge=원심분리기
parade=열병식,퍼레이드 march=행진 propaganda=선전매체 kcna,news_agency=조선중앙통신,통신사 rodong=노동신문
politburo=정치국 central_committee=중앙위,전원회의 workers_party=노동당,당중앙위 supreme_leader=국무위원장
dynasty=왕조 rotational,rotation=순환배치 combined=연합사 cfc=연합군사령부 unc=유엔군사령부,유엔사
reinforcement=증원 station=주둔 humphrey=험프리스
"""

_CULTURE_AND_SPORT = """
bts=방탄소년단 blackpink=블랙핑크 billboard=빌보드 grammy=그래미 chart=차트 idol=아이돌 fan=팬,팬덤
talent=소속사,기획사 comeback=컴백 debut=데뷔 screenplay=각본 cannes=칸영화제 box_office=박스오피스
animation=애니메이션 webtoon=웹툰 comic=만화 painting,painter=그림,화가,회화 sculpture,sculptor=조각,조각가
exhibition,exhibit=전시회 orchestra=오케스트라,교향악단 opera=오페라 ballet=발레 musical=뮤지컬
pianist,piano=피아니스트,피아노 violinist,violin=바이올리니스트,바이올린 conductor=지휘자
poet,poem,poetry=시인,시집 essay=산문,수필 library=도서관 archive=기록관,국가기록원 palace=고궁
fortress=성곽,산성 tomb=고분,무덤,왕릉 relic,artifact,artefact=유물 shrine=신사
monk,buddhist=스님,불교,조계종 priest,cardinal=추기경,사제 pastor=목사 pilgrim=순례 sect,cult=신천지,사이비
christmas=성탄절,크리스마스 lunar_new,seollal=설날 chuseok=추석 holiday=연휴,휴일 pitcher,pitch=투수
homer,home_run=홈런 inning=이닝 batter=타자 mound=마운드 dodger=다저스 yankee=양키스 padre=파드리스
mlb,major_league=메이저리그 nba=프로농구 premier_league=프리미어리그 tottenham=토트넘 goalkeeper=골키퍼
penalty_kick=페널티킥,승부차기 referee=심판 red_card=퇴장 foul,tackle=반칙,태클 doping=도핑 marathon=마라톤
swim,swimmer,swimming=수영 skate,skater,skating=스케이트,피겨,빙속 ski,skier=스키 curling=컬링
archery,archer=양궁 taekwondo=태권도 judo=유도 wrestling,wrestler=레슬링 fencing,fencer=펜싱
gymnast,gymnastic=체조 badminton=배드민턴 table_tennis=탁구 volleyball=배구 handball=핸드볼
boxing,boxer=권투,복싱 wimbledon=윔블던 grand_slam=메이저대회 us_open=us오픈 lpga=엘피지에이
asian_game=아시안게임 paralympic=패럴림픽 torch=성화 mascot=마스코트 quarterfinal=8강 qualifier,qualify=예선
host=개최 boycott=불참
"""

_SOCIETY = """
school_bus=통학버스 kindergarten=유치원 daycare,nursery=어린이집 tuition=등록금 scholarship=장학금
plagiarism=표절 thesis,dissertation=논문,학위논문 principal=교장 dormitory=기숙사 admission=입시,입학
college_entrance=대입 cheating=부정행위,커닝 cram=학원 population=인구 fertility_rate=합산출산율
elderly,senior=노인,고령자,어르신 disabled,disability=장애인,장애
lgbt,gay,queer,homosexual=성소수자,동성애,퀴어 same_sex=동성혼 feminist,feminism=페미니즘,페미니스트
gender=성별,젠더 military_service=군복무 homeless=노숙인,노숙자 poverty,poor=빈곤 orphan=고아
adoption,adopt=입양,채택 adoptee=입양인 separated_family=이산가족 bereaved=유족,유가족
volunteer=자원봉사,봉사자 donate,donation,donor=기부,후원 fundraiser=모금 petition=국민청원 curfew=통행금지
lockdown=봉쇄령 vandal,vandalism,graffiti=훼손,낙서 census=인구조사 satellite_image,imagery=위성사진
poster=포스터,벽보 banner=현수막 mural=벽화 tattoo=문신 shave=삭발 hunger=굶주림 famine=기근
malnutrition=영양실조 wildlife=야생동물 elephant=코끼리 wolf=늑대 monkey=원숭이 snake=뱀 turtle=거북
cat=고양이 horse=승마 boar=멧돼지 deer=사슴 bee=꿀벌 jellyfish=해파리 dinosaur=공룡 fossil=화석 comet=혜성
asteroid=소행성 eclipse=일식,월식 lunar=탐사선,달탐사 spacecraft=우주선 spacewalk=우주유영
spacex=스페이스x,스페이스엑스 tibet,tibetan=티베트 uyghur,xinjiang=위구르 osaka_castle=오사카성 macau=마카오
guangzhou=광저우 wuhan=우한 dandong=단둥 yanbian=옌볜 shenyang=선양 harbin=하얼빈 delhi=뉴델리,델리
mumbai=뭄바이 istanbul=이스탄불 ankara=앙카라 cairo=카이로 baghdad=바그다드 damascus=다마스쿠스
riyadh=리야드 doha=도하 dubai=두바이 abu_dhabi=아부다비 tel_aviv=텔아비브 kabul=카불 islamabad=이슬라마바드
bangladesh,bangladeshi=방글라데시 nepal,nepali=네팔 sri_lanka=스리랑카 maldive=몰디브 brunei=브루나이
fiji=피지 papua=파푸아 new_zealand=뉴질랜드 sydney=시드니 melbourne=멜버른 canberra=캔버라 ottawa=오타와
toronto=토론토 vancouver=밴쿠버 quebec=퀘벡 bolivia=볼리비아 ecuador=에콰도르 peru,peruvian=페루
uruguay=우루과이 paraguay=파라과이 haiti=아이티 dominican=도미니카 honduras=온두라스 guatemala=과테말라
salvador=엘살바도르 nicaragua=니카라과 costa_rica=코스타리카 kenya,kenyan=케냐 congo=콩고
somalia,somali=소말리아 morocco,moroccan=모로코 algeria=알제리 tunisia=튀니지 senegal=세네갈 cameroon=카메룬
burkina=부르키나파소 niger=니제르 angola=앙골라 mozambique=모잠비크 zimbabwe=짐바브웨 zambia=잠비아
rwanda=르완다 uganda=우간다 tanzania=탄자니아 madagascar=마다가스카르 uzbekistan,uzbek=우즈베키스탄
kyrgyzstan=키르기스스탄 tajikistan=타지키스탄 turkmenistan=투르크메니스탄 azerbaijan=아제르바이잔
armenia,armenian=아르메니아 moldova=몰도바 latvia=라트비아 lithuania=리투아니아 estonia=에스토니아
croatia,croatian=크로아티아 slovenia=슬로베니아 slovakia=슬로바키아 bosnia=보스니아 albania=알바니아
bulgaria,bulgarian=불가리아 iceland=아이슬란드 luxembourg=룩셈부르크 malta=몰타 cyprus=키프로스
monaco=모나코 milan=밀라노 venice=베네치아,베니스 barcelona=바르셀로나 catalonia,catalan=카탈루냐
lisbon=리스본 athens=아테네 budapest=부다페스트 prague=프라하 warsaw=바르샤바 stockholm=스톡홀름 oslo=오슬로
helsinki=헬싱키 copenhagen=코펜하겐 amsterdam=암스테르담 munich=뮌헨 frankfurt=프랑크푸르트 hamburg=함부르크
zurich=취리히 petersburg=상트페테르부르크 siberia=시베리아 donbas,donetsk=돈바스,도네츠크
zaporizhzhia=자포리자 kharkiv=하르키우 odesa,odessa=오데사 mariupol=마리우폴 kherson=헤르손
belgorod=벨고로드 minneapolis=미니애폴리스 miami=마이애미 dallas=댈러스 phoenix=피닉스 denver=덴버
las_vega=라스베이거스,라스베가스 san_francisco=샌프란시스코 san_diego=샌디에이고 portland=포틀랜드
orleans=뉴올리언스 louisiana=루이지애나 kentucky=켄터키 carolina=캐롤라이나 maryland=메릴랜드 jersey=뉴저지
massachusetts=매사추세츠 connecticut=코네티컷 wisconsin=위스콘신 minnesota=미네소타 iowa=아이오와
kansas=캔자스 missouri=미주리 colorado=콜로라도 utah=유타 oregon=오리건 idaho=아이다호 montana=몬태나
oklahoma=오클라호마 mississippi=미시시피 puerto_rico=푸에르토리코 yellow_sea,west_sea=서해
east_sea,sea_of_japan=동해 south_china_sea=남중국해 east_china_sea=동중국해 red_sea=홍해 black_sea=흑해
mediterranean=지중해 taiwan_strait=대만해협 pacific_rim,rimpac=림팩,환태평양훈련 spratly=스프래틀리,난사군도
senkaku,diaoyu=센카쿠,댜오위다오 persian=페르시아만 suez=수에즈 panama_canal=운하,파나마운하 g7=주요7개국
g20=주요20개국 quad=쿼드 aukus=오커스 ipef=인도태평양경제프레임워크 usmca=미국멕시코캐나다협정
fta,free_trade_agreement=자유무역협정 rcep=역내포괄적경제동반자협정 cptpp=환태평양경제동반자협정
brics=브릭스 icc=국제형사재판소 icj=국제사법재판소 interpol=인터폴 unicef=유니세프 wfp=세계식량계획
unhcr=유엔난민기구 red_cross=적십자,적십자사 amnesty=앰네스티 greenpeace=그린피스
protectionism,protectionist=보호무역,보호무역주의 multilateralism=다자주의 kidney=신장이식 blood=혈액,헌혈
birthday=생일 memorial_day=현충일 liberation_day=광복절 march_first=삼일절 constitution_day=제헌절
independence=독립,독립운동 uprising=항쟁,민주화운동 massacre=학살 truth_commission=진실화해위
reparation=배상금 documentary=다큐멘터리,다큐 monazite=모나자이트 helium=헬륨 urea=요소수 graphite=흑연
gallium=갈륨 nickel=니켈 gold=금값 silver=은값 diamond=다이아몬드 exit_poll=출구조사 rate=국정지지율
third_term=3선 second_term=재선 incumbent=현직 floor_leader=원내대표 party_leader=당대표 whip=원내총무
nominate=공천 seat=의석 constituency,district=지역구,선거구 voter_fraud=부정선거 ballot_paper=투표용지
mail_in=우편투표 absentee=부재자투표 early_voting=사전투표 swing_state=경합주 electoral_college=선거인단
delegate=대의원 convention=전당대회 caucus=코커스 super_tuesday=슈퍼화요일 super_pac=슈퍼팩
"""

MORE = (
    _ACTS_OF_STATE_AND_DIPLOMACY,
    _COURTS_AND_CRIMES,
    _ACCIDENTS_AND_WEATHER,
    _HEALTH,
    _ECONOMY_AND_WORK,
    _DEFENCE,
    _CULTURE_AND_SPORT,
    _SOCIETY,
)
