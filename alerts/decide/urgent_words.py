"""How newspapers and notices of both languages word what cannot wait, as data, kind by kind.

`~` stands for the endings of an English verb, `%` for those of a Korean one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a kind: its act, what says it, what it must be of, what is enough alone, what undoes it.

    `heads` and `offices` ask for a head of state or government, or a holder of any high office.
    """

    act: str
    said: tuple[str, ...]
    of: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    heads: bool = False
    offices: bool = False


OFFICES = (
    r"vice president|deputy (?:prime minister|leader)|chancellor|taoiseach|attorney general|speaker",
    r"(?:army|navy|air force|military|intelligence|security|police) chief|chief of (?:general )?staff"
    r"|defence chief",
    r"national security (?:director|chief)|top (?:diplomat|general|envoy)|Pentagon chief|chief justice",
    r"부총리|비서실장|참모총장|총참모장|정찰총국장|경호처장|국가안보보좌관|안보보좌관|차관|부장(?:관)?"
    r"|외무상|국방상|인민무력상",
    r"국방위원|부주석|부통령|국회의장|대법원장|경찰청장|주한미군사령관|연합사령관|외상|방위상|관방장관"
    r"|내각",
)
HEADS = (
    r"president|head of state|head of government|in power|strongman|ruler|king|emperor|queen|crown prince"
    r"|prime minister|premier|(?-i:PM)"
    r"|ayatollah|chancellor|(?-i:POTUS)|junta (?:chief|leader)",
    r"대통령|총리(?!실)|주석|국왕|일왕|천황|왕세자|교황|최고지도자|총통|수상|국가원수|정상|대행|김 ?위원장"
    r"|김여정",
)
STATES = (
    r"Koreans?|Pyongyang|Seoul|Washington|(?-i:US)|U\.S\.|United States|Chin(?:a|ese)|Beijing|Taiwan\w*"
    r"|Taipei"
    r"|Japan\w*|Tokyo|Russians?|Moscow|Kremlin|Ukrain\w+|Kyiv|Israelis?|Iran\w*|Tehran|India\w*|Pakistan\w*"
    r"|NATO|(?-i:EU)|Hezbollah|Hamas|Gaza|Lebanon|Syria\w*|Iraq\w*|Yemen|Houthis?|Qatar|Saudi\w*"
    r"|Philippine\w*"
    r"|Manila|Thai\w*|Cambodia\w*|Myanmar|Venezuela\w*|Poland|Polish|Turkey|Egypt|Jordan|Guam|Okinawa"
    r"|Hawaii",
    r"북한|남한|한국|미국|중국|일본|러시아|대만|우크라이나|이스라엘|이란|인도|파키스탄|나토|하마스"
    r"|헤즈볼라|가자|레바논"
    r"|시리아|이라크|예멘|후티|카타르|사우디|필리핀|태국|캄보디아|미얀마|베네수엘라|폴란드|북측|남측|평양"
    r"|서울|키이우",
)
TARGETS = (
    r"(?:air ?)?bases?|air ?field|outposts?|guard posts?|checkpoints?|front ?line|DMZ|MDL|NLL"
    r"|demarcation line"
    r"|borders?|islands?|frigate|destroyer|warships?|corvette|patrol (?:boat|ship|vessel)s?|carrier"
    r"|submarine"
    r"|fishing boats?|tankers?|cargo ships?|warplanes?|fighter jets?|aircraft|airliner|helicopters?|drones?"
    r"|marines|soldiers?|troops|garrison|barracks|embassy|consulate|parliament|palace|capital|ports?"
    r"|airports?"
    r"|nuclear (?:sites?|plants?|facilit\w+)|reactor|refinery|airspace|territor\w+|waters|command post"
    r"|bunker"
    r"|south(?:ern)?|north(?:ern)? side",
    r"기지|비행장|초소|최전방|전방|비무장지대|군사분계선|북방한계선|국경|접경|섬|도서|호위함|구축함|군함"
    r"|함정|초계함|고속정"
    r"|경비정|항모|잠수함|어선|유조선|상선|화물선|전투기|정찰기|항공기|여객기|헬기|무인기|드론|해병|장병"
    r"|병사|군인|아군|우리 ?군"
    r"|대사관|영사관|국회|의사당|수도|공항|항구|핵시설|원전|정유|영공|영해|영토|지휘소|벙커|남쪽|이남|마을"
    r"|군부대|전선|민가|해안포|자주포|시내",
)
WEAPONS = (
    r"missiles?|rockets?|projectiles?|warheads?|(?-i:I?CBM|SLBM|IRBM|SRBM|MRBM|HGV)s?|hypersonics?"
    r"|satellites?"
    r"|nuclear (?:device|bomb|weapon)|shells|glide vehicle",
    r"미사일|발사체|비행체|방사포|탄도탄|탄두|위성|로켓|포탄|해안포|자주포|고사포|곡사포|직사화기|핵무기"
    r"|핵탄두|화성-\d+\w*|북극성|극초음속\w*",
)
PACTS = (
    r"treat(?:y|ies)|pacts?|accords?|agreements?|alliance|armistice|truce|cease-?fire|convention|protocol"
    r"|charter"
    r"|(?:nuclear|peace|arms|security|intelligence|sharing|grain|Iran) deal|declaration|GSOMIA|NPT|IAEA"
    r"|CTBT|New START|United Nations|NATO|WHO|UNESCO|coalition|diplomatic (?:ties"
    r"|relations)|ties|hot ?lines?|communication (?:lines?|channels?)",
    r"협정|조약|합의서?|동맹|협약|정전|휴전|의정서|선언|지소미아|유엔|나토|기구|국교|외교 ?관계|핫라인"
    r"|통신(?:연락)?선|연락선",
)
MEETINGS = (
    r"summits?|talks|meetings?|visits?|trips?|tours?|negotiations?|dialogue|session|consultations?"
    r"|(?:news )?conference",
    r"정상회담|회담|회의|협상|대화|회동|방문|방한|방미|방일|방중|방북|방러|순방|협의|면담|접촉|출국",
)
TROOPS = (
    r"troops?|forces|soldiers|brigades?|battalions?|divisions?|USFK|garrison|contingent|squadron"
    r"|batter(?:y|ies)",
    r"병력|미군|부대|여단|사단|대대|포대|주둔군|해병대|전투비행대대",
)
UNREAL = (
    r"\b(?:verbal\w*|remarks?|tirade|critics?|criticism|rates?|Fed|heart|hackers?|cyber\w*|hacking|labou?r"
    r"|union"
    r"|deal with|accident\w*|by mistake|gas leak|factory|coal mine|fireworks?|match|league|cup|coach|film"
    r"|actor"
    r"|singer|stock\w*|shares|market|investigat\w+|court|trial|sentenc\w+|convict\w*|indict\w+|memorial"
    r"|suspects?|wrong coordinates|crash\w*|protest\w*|sanctions|practi[cs]\w+)\b"
    r"|농성|시위|대학생|추락|전투기 폭탄|발언|비판|해킹|사이버|노조|파업|가스|공장|탄광|불꽃|경기|구단"
    r"|배우|가수|증시|주가|재판|선고|기소|수사|항소|용의자|추도"
    r"|오폭|오발|조사 결과|혐의",
)
_NO_HOLDER = (
    r"\b(?:former|ex-|late|retired|onetime|colonels?|students?|coach|CEO|club|bank|company|mayor|governor"
    r"|actor|singer|pastor|calls?"
    r" (?:for|on)|demand\w*|urg\w+|press\w*|refus\w+|petition|bid|motion filed|bill|court|trial|protest\w*"
    r"|spokes\w+|aide|dog|cat)\b|(?<![가-힣])전 ?(?:대통령|총리|장관|대사|국방|외교|주한|사령관|미국)|前"
    r"|감독|회장|사장|구단"
    r"|시장(?:이|,)|지사|배우|참사관|대령|중령|학생|의원|요구|촉구|압박|거부|청원|발의|일축|재판|수리 안"
    r"|만류|기각|저지",
)

WORDS: tuple[Words, ...] = (
    Words(
        act="declare",
        said=(
            r"declar~|declaration|impos~|proclaim~|proclamation|invok~|decree~|announc~|enact~"
            r"|place~ under|under",
            r"put under|plac~ .{0,30}under|enter~|go(?:es)? to|went to|mobili[sz]~",
            r"선포%|선언%|발령%|발동%|포고%|발표%|돌입%",
        ),
        of=(
            r"martial law|state of (?:war|emergency|siege)|(?:national )?emergency rule|war (?:on|against)"
            r"|war footing"
            r"|(?:partial |general |full )?mobili[sz]ation|DEFCON|curfew",
            r"계엄(?!법|군|령 ?문건)|비상사태|전쟁 ?상태|준전시|전시 ?상태|선전 ?포고|총동원령|동원령"
            r"|국가비상|진돗개|통행금지령",
        ),
        whole=(
            r"declar~ war|martial law (?:declared|imposed|proclaimed|in force)|state of emergency declared",
            r"계엄 ?선포(?!문| ?요건| ?권)%|선전포고%",
        ),
        never=(
            r"\b(?:prosecut\w+|courts?|trials?|testif\w+|charge[sd]?|indict\w+|probe\w*|insurrection"
            r"|bills?|rul(?:es"
            r"?|ing)|investigat\w+|sentenc\w+|flood\w*|wildfires?|typhoon|earthquake|storm|snow\w*|heat"
            r"|economic|climate"
            r"|health|drought|measles)\b|법원|판결|개정|발의|재판|수사|특검|혐의|선고|위헌|내란|산불|폭우"
            r"|폭염|태풍|지진|기후|경제|출생|인구|재난",
        ),
    ),
    Words(
        act="lift",
        said=(
            r"lift~|rescind~|revok~|end~|repeal~|withdraw~|cancel(?:s|led|ed)|overturn~",
            r"해제%|철회%|무효%",
        ),
        of=(r"martial law|state of (?:war|emergency)|emergency decree", r"계엄(?!법)|비상사태"),
        never=(
            r"\b(?:courts?|trials?|bills?|indict\w+|ruling|flood\w*|storm|wildfires?)\b|법원|재판|특검"
            r"|산불|재난",
        ),
    ),
    Words(
        act="fire",
        said=(
            r"fir(?:es?|ed|ing)|launch~|lob(?:s|bed)|shoots? off|test~|test-?fir~|test-?launch~|send~|sent"
            r"|hurl~|loos~"
            r"|detonat~|conduct~|explod~|flies|flew|fly|splash~ down|(?:land(?:s|ed)|fell|falls) (?:in"
            r"|into|near|inside|off|on)",
            r"발사(?!대|장|체|관)%|쐈%|쐐|쏜|쏘아%|쏴%|시험발사%|날렸%|날려%|낙하%|떨어%|통과%|넘어%|감행%"
            r"|강행%|실시%|쏘다|포착%|탐지%",
        ),
        of=WEAPONS,
        whole=(
            r"nuclear (?:test|detonation|blast) (?:conducted|detected|carried out|confirmed)|carr(?:ies"
            r"|ied) out .{0,30}"
            r"nuclear (?:test|explosion)|conduct(?:s|ed) .{0,30}nuclear (?:test|explosion)"
            r"|sets? off nuclear|detonat(?:es"
            r"|ed) .{0,30}(?:nuclear|hydrogen|atomic)|(?:missile|rocket|ICBM) (?:launch"
            r"|firing) (?:detected|reported)",
            r"핵실험 ?(?:감행|강행|실시|단행|성공|했)%|핵실험을 ?(?:감행|강행|실시|단행|했)%|인공 ?지진%"
            r"|미사일 ?(?:도발|발사)(?!대|체| ?훈련)%",
        ),
        never=(
            r"\b(?:drills?|exercises?|war ?games?|rehears\w*|live-fire|engines?|static"
            r"|successfully (?:puts|placed)"
            r"|communications satellite|SpaceX|Nuri|Aegis|Minuteman|weather|lunar|Starlink|Kakao|service"
            r"|missile defen[cs]e|shield|test site|demolish\w*|NASA|delay\w*|leak)\b"
            r"|훈련|연습|사열|누리호|한국형|스페이스|아리랑|엔진|연소|생산|공장|전시|열병식|스타링크"
            r"|우주청|달 ?탐사|핵실험장|미사일 ?방어|아르테미스|연기",
        ),
    ),
    Words(
        act="attack",
        said=(
            r"attack~|air ?strik~|strik(?:es?|ing)|struck|bomb~|bombard~|shell~|shelling|raid~|storm~"
            r"|ambush~|assault~"
            r"|invad~|invasion|incursions?|intrud~|infiltrat~|violat~|breach~|trespass~|cross(?:es|ed)"
            r"|rain~|pound~"
            r"|open(?:s|ed)? fire|(?:exchang|trad|swap)~ (?:gun|artillery |cannon )?(?:fire|shots)"
            r"|fir(?:es|ed|ing) "
            r"(?:up)?(?:on|at|into|toward)|under (?:fire|attack)|gun ?fire|gun ?battle|firefight|skirmish~"
            r"|clash~|shots?"
            r" fired|exchange of (?:gun)?fire|shoot~ (?:at|down|dead)|shot (?:down|dead|at)|down(?:s|ed)"
            r"|blow~ up|blew"
            r" up|blown up|explosions?|blasts?|explod~|ramm?~|sink~|sank|sunk|torpedo~|hit(?:s)? by"
            r"|overrun|overran|occup(?:ies|ied)|land~ (?:on|in)|push~ (?:into|across)|pour~ (?:into"
            r"|across)",
            r"포격%|(?<!핵)공격(?!수|적|형|용| ?잠수함|헬기)%|폭격%|공습(?!경보)%|타격%|피격%|총격%|교전%"
            r"|총성%|폭파%|폭발(?!물|적)%|폭음%|침공%|침범%|침투%|침입%"
            r"|침략%|남침%|기습(?! ?농성| ?시위)%|습격%|점령%|장악%|격침%|침몰%|격추%|요격%"
            r"|사격(?! ?훈련)%|발포%|난사%|월선%|(?:분계선|국경|한계선)을? ?넘%|들이받%|충돌%|쐈%|때렸%"
            r"|맞붙%|쏘며|쏘았%|빼앗%|되갚%|포성%|진격%|상륙(?!함|돌격)%|급습%|맞불%|응사%|대응사격%|반격%",
        ),
        of=TARGETS,
        whole=(
            r"(?:launch(?:es|ed)?|begins?|began|starts?|started) (?:\w{1,20} ){0,4}(?:attack|strikes?"
            r"|air ?strikes"
            r"|offensive|invasion|assault|war|bombing|bombardment|military operations?)(?: on| against| in"
            r"| of)?",
            r"war (?:breaks out|broke out|begins|erupts)|(?:missiles?|drones?|rockets?|shells) (?:hit"
            r"|strike|struck|slam)",
            r"포 ?사격(?! ?훈련)%|대응 ?사격%|응사%|(?:해안포|포탄|방사포|고사포|자주포) ?(?:\d{1,4}여?"
            r"|수십|수백|수천) ?발",
            r"전쟁 ?(?:발발|시작|개시)%|개전%|(?:지상전|지상작전|군사작전|공세|총공세|공습) ?(?:개시|돌입"
            r"|시작|착수)%|선제 ?타격%|전면전 ?(?:돌입|발발)%",
        ),
        never=UNREAL,
    ),
    Words(
        act="attack",
        said=(
            r"(?:invad|bomb|bombard|shell)~|invasion of|air ?strikes? (?:on|against|in|hit)"
            r"|missiles? strikes?|air raids?"
            r"|(?:is |comes? |came )under attack|exchange~ (?:gun|artillery |missile )?(?:fire|strikes"
            r"|shots)|explosions?"
            r" (?:rock|heard|hit|reported)|blasts? (?:rock|heard|hit)|(?:strik|attack)~|struck",
            r"침공%|남침%|폭격%|공습(?!경보)%|포격%|선제공격%|보복 ?공격%|미사일 ?공격%|드론 ?공격%"
            r"|무력 ?충돌%|교전%|기습 ?공격%|폭발음%",
        ),
        of=STATES,
        never=(
            *UNREAL,
            r"\b(?:tariffs?|trade|policy|speech|strikes? (?:a |back|deal)|president|minister|leader"
            r"|senator|lawmakers?"
            r"|workers|walkout|tone|balance)\b|관세|정책|연설",
        ),
    ),
    Words(
        act="attack",
        said=(
            r"coup(?:s)?(?! anniversary)|mutin~|putsch|overthrow~|seiz~ power|take~ power|took power"
            r"|storm~|surround~"
            r"|besieg~|seal~ off|roll~ into|enter~|deploy~|occup(?:y|ies|ied)|uprising|rebellion|dissolv~",
            r"쿠데타%|정변%|반란%|장악%|포위%|봉쇄%|진입%|점거%|난입%|투입%|해산%|전복%|정권 ?탈취%|접수%",
        ),
        of=(
            r"(?:tanks|troops|army|military|soldiers|junta|armou?red (?:vehicles|columns?)|generals"
            r"|paratroopers"
            r"|special forces|government|regime|president|parliament|palace|National Assembly|state (?:tv"
            r"|television)"
            r"|broadcaster|capital)",
            r"군부|쿠데타군|계엄군|군이|군,|군 |탱크|장갑차|병력|특전사|공수부대|국회|대통령궁|의사당"
            r"|방송국|정부|정권|수도|청사",
        ),
        never=(
            r"\b(?:drills?|exercises?|deploy\w* (?:to (?:help|assist|aid|fight)|for (?:relief|rescue))"
            r"|flood\w*|storm"
            r"|wildfires?|rescue|aid|border wall|coup for|marketing|diplomatic coup|court|trial"
            r"|plot(?:ters?)?|convict\w*)"
            r"\b|산불|수해|복구|재판|혐의|특검|모의|선고|구호|제설|폭설|대민|예산|도입|배치 계획",
        ),
    ),
    Words(
        act="attack",
        said=(
            r"shot(?! put)|shoot~|gunned down|stabb?~|knif~|slash~|assassinat~|assassination(?: attempt)?"
            r"|attack(?:ed|er)"
            r"|wound~|injured|bleeding|hospitali[sz]ed|hit by (?:\w{1,20} ){0,3}(?:shots?|bullets?"
            r"|gunfire)|several shots|poison~|gunshots?|shots? fired|bomb(?:ed)?|targeted|abduct~|kidnap~",
            r"피습%|피격%|저격%|총격%|총에 맞%|총상%|암살%|습격%|흉기%|괴한%|테러%|독살%|자상%|납치%|중태%"
            r"|위독%|쓰러%|총성%",
        ),
        heads=True,
        offices=True,
        never=(
            r"\b(?:over|verbally|critici\w+|plot|shot back|screenshot|big shot|former|ex-|coach|spokes\w+"
            r"|aide|troubleshoot"
            r"\w*|photo shoot|economy|trial|court|sentenced|suspects?|pardon\w*)\b|모의|용의자|범인|수사"
            r"|재판|혐의|선고|테러(?:방지|대책|지원)|징역",
        ),
    ),
    Words(
        act="die",
        said=(
            r"die[sd]?|dead|death of|pass~ away|killed|slain|succumb~|perish~|found dead"
            r"|death (?:announced|confirmed)"
            r"|assassinated|gunned down|life cut short|is no more|mourn~",
            r"사망%|별세%|서거%|숨져%|숨졌%|숨지%|타계%|급서%|급사%|피살%|유고|절명%|세상을 떠%|영면%"
            r"|붕어%|숨진 채|훙서%|시해%|선종%",
        ),
        heads=True,
        offices=True,
        never=(
            r"\b(?:former|ex-|late|retired|onetime|wife|husband|son|daughter|mother|father|brother|aide"
            r"|bodyguard|funeral"
            r"|condolence\w*|soldiers|dozens|hundreds|civilians|workers|people|accused|actor|singer|CEO"
            r"|coach|memorial)\b"
            r"|(?<![가-힣])전 ?(?:대통령|총리|장관|대사|국방|외교|주한|사령관|미국)|前|모친|부친|배우|가수"
            r"|감독|조문|장례|영결|빈소|애도|회장|추도",
        ),
    ),
    Words(
        act="resign",
        said=(
            r"resign~|resignation|step~ (?:down|aside)|stepp(?:ed|ing) (?:down|aside)|quit(?:s|ting)?"
            r"|bow~ out|stand~ down"
            r"|stood down|relinquish~|abdicat~|vacat~|hand~ (?:in|over)|tender~|leav~ (?:office|post)"
            r"|call~ it quits"
            r"|throw~ in the towel|exit~|submit~ .{0,20}resignation|out as|give~ up|gave up|renounc~",
            r"사임%|사퇴%|사의%|사표%|사직%|하야%|퇴진(?! ?요구| ?운동| ?집회)%|물러나%|물러났%|물러난%"
            r"|양위%|퇴위%|총사퇴%|내려놓%|자리에서 내려%|직을 내려%",
        ),
        heads=True,
        offices=True,
        never=(*_NO_HOLDER, r"\b(?:denie[sd]|weapons?|smoking|deal|treaty|talks)\b|집회|시위|불출마|가능성"),
    ),
    Words(
        act="dismiss",
        said=(
            r"fir(?:es?|ed|ing)|sack~|dismiss~|dismissal|oust~|ouster|remov~|axe[sd]?|relie(?:ves|ved)"
            r"|purg~|replac~|dump~"
            r"|boot~|terminat~|strip~|stripp(?:s|ed)|suspend~|depos~|unseat~|topple~|toppl~|recall~"
            r"|push~ out|forc~ out"
            r"|expel~|expelled|declar~ persona non grata|impeach~|impeachment|(?:lose|lost"
            r"|loses) (?:no-)?confidence"
            r"|no[- ]confidence|vot~ out|convict~|disqualif\w+|brought down|collaps~|falls|fell",
            r"경질%|해임%|면직%|파면%|해고%|교체%|숙청%|축출%|탄핵(?:소추안?|안)? ?(?:가결|인용|통과"
            r"|결정)%|탄핵(?:했|당하|당했|됐|되)%|탄핵(?=…|$)|직무 ?정지%|직무가? ?배제%|실각%|낙마%"
            r"|불신임%|박탈%|직위 ?해제%|보직 ?해임%|퇴출%"
            r"|면하(?:고|였|기로)|면했%|면한%"
            r"|내각 ?(?:붕괴|해산|총사퇴)%|물러나게%|쫓겨나%|쫓겨났%|몰아냈%|끌어내%",
        ),
        heads=True,
        offices=True,
        never=(
            *_NO_HOLDER,
            r"\b(?:missiles?|rockets?|shots?|back|guns?|artillery|claims?|reports?|suggestion"
            r"|diplomats? (?:says?|said)"
            r"|criticism|review|motion to|file[sd]?|submit\w*|moves? to|push\w* to|sanctions|tariffs?"
            r"|poll\w*|approval"
            r"|support|drops?|accus\w+|case|remove[sd]? (?:from list|sanctions)|suspend\w* (?:talks"
            r"|visits?))\b"
            r"|발의|추진|청구|심판|변론|건의|인사|개각|지지율|미사일|여론|탄핵(?:안)? ?(?:표결|기각|각하"
            r"|발의|추진|반대|찬성|정국|심판|집회|부결|폐기)",
        ),
    ),
    Words(
        act="arrest",
        said=(
            r"arrest~|detain~|detention|taken into custody|in custody|captur~|seiz~|jail~"
            r"|hold~ under house arrest|house"
            r" arrest|apprehend~|abduct~|handcuff~|plac~ under arrest|nabb~",
            r"체포(?!영장 ?(?:청구|기각)| ?시도| ?방해| ?동의안)%|구속(?!영장 ?(?:청구|기각|심사)| ?적부"
            r"| ?기소| ?기간)%|구금%|억류%|연행%|생포%|가택 ?연금%|신병 ?확보%|붙잡%|압송%|긴급체포%|수감%",
        ),
        heads=True,
        offices=True,
        never=(
            *_NO_HOLDER,
            r"\b(?:warrants? (?:sought|request\w*)|suspects?|extend\w*|released?|freed|fugitive|crypto)\b"
            r"|석방|구금된|억류자|전세기|귀국|제기|동원 없|유출|시위|용의자|청구|연장|집행 시도",
        ),
    ),
    Words(
        act="depart",
        said=(
            r"fle[de]|flees|flee|fly~ out|flown out|flew out|escap~ (?:to|from)|go(?:es)? into exile"
            r"|in(?:to)? exile|seek~ asylum|toppled"
            r"|overthrown|ousted|defect~|abandon~|evacuat~|boards? (?:plane|helicopter)|left the country"
            r"|leaves the country",
            r"도피%|도주%|망명%|탈출%|축출%|달아났%|달아나%|피신%|잠적%|야반도주%|귀순%|전복%|붕괴%"
            r"|(?:수도|나라|조국|관저|비행기로|국외로|해외로) ?(?:[가-힣]{1,6} )?(?:떠나|떠났|빠져나)%"
            r"|비행기에 올랐%",
        ),
        heads=True,
        offices=True,
        never=(
            *_NO_HOLDER,
            r"\b(?:escapes? (?:blame|unhurt|injury)|evacuat\w+ (?:plan|order)|refugees?|tour)\b|순방|방문"
            r"|회담|경제|건물|전망",
        ),
    ),
    Words(
        act="cancel",
        said=(
            r"cancel(?:s|led|ed|ling|lation)?|call~ off|calls? .{1,50} off|call(?:ed)? off|scrap(?:s|ped"
            r"|ping)?|axe[sd]?"
            r"|abort~|abandon~|pull~ out|pull~ the plug|withdr[ae]w[ns]?|shelv~|nix(?:es|ed)|ditch~"
            r"|drop(?:s|ped)"
            r"|walk~ (?:out|away)|storm~ out|stormed out|cut~ short|break~ (?:off|up|down)"
            r"|br[oe]ke[n]? (?:off|up|down)"
            r"|snub~|leav~ .{0,30}early|le(?:ft|aves?) without|driven out|ask~ to leave|unsigned|boycott~"
            r"|skip(?:s|ped)|bail~|collaps~|fall~ (?:apart|through)|fell (?:apart|through)|suspend~|halt~"
            r"|end~ (?:abruptly|early|without|with no|in (?:acrimony|failure))|(?:put|postpon"
            r"|delay)~ (?:\w{1,20} ){0,6}"
            r"(?:off )?indefinitely|indefinitely (?:postponed|put off|delayed|suspended)|(?:is|are|talks"
            r"|summit|meeting|visit|trip) off(?= |$|,|:|;)"
            r"|will not (?:travel|attend|come|visit|meet|go)|won['’]t (?:travel|attend|come|visit|meet|go)",
            r"취소%|무산%|철회%|백지화%|결렬%|파행%|중단%|퇴장%|박차고%|파기%|불발%|보이콧%|불참%|접기로%"
            r"|접었%|없던 일%|파국%|조기 ?귀국%|급거 ?귀국%"
            r"|중도 ?(?:귀국|포기)%|무기한 ?(?:연기|보류)%|전격 ?(?:연기|보류)%|일방 ?(?:연기|통보|취소)%"
            r"|합의 ?없이 ?(?:끝|종료)%|깨졌%|깨져%",
        ),
        of=(*MEETINGS, r"White House|Blue House|Oval Office|Kremlin|press conference"),
        never=(
            r"\b(?:called-off|coin|souvenirs?|concerts?|flights?|classes|festival|show|match|game|merger"
            r"|visas?|fan|drills?|subscription|tariffs?"
            r"|union|strike|workers|doctors|wage|airlines?|cruise|court|parliamentary|committee|company"
            r"|shareholders?"
            r"|takeover|students?|school|school trips?|party (?:meeting|convention)|city council"
            r"|resum\w+)\b|콘서트|공연|축제|항공편|경기|팬미팅|합병"
            r"|노사|임금|파업|의대|상임위|본회의|주총|매각|인수|수학여행|시의회|구의회|단일화|관광"
            r"|전당대회|재개|국정감사|청문회|여야|의료|특위|사법",
        ),
    ),
    Words(
        act="withdraw",
        said=(
            r"withdr[ae]w[ns]?|withdraw(?:al|ing)|suspend~|suspension|pull~ (?:out|back)|quit(?:s|ting)?"
            r"|exit~|leav~|left"
            r"|scrap(?:s|ped|ping)?|terminat~|termination|abrogat~|annul~|nullif(?:y|ies|ied)|tear~ up"
            r"|tore up|torn up"
            r"|ripp?~ up|void~|renounc~|denounc~|repudiat~|revok~|rescind~|cancel(?:s|led|ed)"
            r"|break~ (?:off|with)|broke off"
            r"|sever~|cut~ (?:off )?|end(?:s|ed|ing)|no longer (?:bound|in|a party)|ditch~|dump~|abandon~"
            r"|bolt~|drop~ out|freez~|froze",
            r"효력(?:을)? ?(?:전부 |일부 )?(?:정지|중단|상실)%|탈퇴%|파기%|종료%|철수%|폐기%|무효%|백지화%"
            r"|이탈%|단절%|절연%|정지%|중단%|끊%|차단%|박차고%|깨%|나간다|나가기로|나갔%|떠난다%|떠나기로%"
            r"|떠났%|발을? ?(?:뺀|뺐|빼)%|손을? ?뗀%|해지%|종결%|탈퇴서%",
        ),
        of=PACTS,
        never=(
            r"\b(?:bills?|clears|acquisition|drills?|exercises?|extension|anniversary|trade deal"
            r"|free trade|tariffs?|merger|company|union|labou?r|wage"
            r"|lease|contract|players?|league|club|deadlock|war|end (?:the )?war|sanctions|signs?|signed"
            r"|renew\w*|extend\w*"
            r"|resum\w+|restor\w+|court|bank|firms?|tax|impasse|meeting|TV|streaming|party|coalition talks"
            r"|climate|left[- ]wing)\b"
            r"|훈련|연습 종료|회담 종료|앞두|유예|조건부|노사|임금|계약|매각|합병|구단|기업|합의 ?복원"
            r"|재개|체결|서명식|연장|관세|종전|휴전 ?(?:합의|협상|발효)|법안|업무협약|통신사|여야|의료"
            r"|단일화|당(?:을|에서)? 탈",
        ),
    ),
    Words(
        act="withdraw",
        said=(
            r"withdr[ae]w[ns]?|withdraw(?:al|ing)|pull~ (?:out|back|\d[\d,]{0,9})|remov~|cut~|slash~"
            r"|redeploy~|move~ out|reduc~",
            r"철수%|철군%|감축%|빼기로%|빼내%|이동 ?배치%|감군%",
        ),
        of=TROOPS,
        never=(
            r"\b(?:drills?|exercises?|rescue|border|flood\w*|front|Afghanistan anniversary|special forces"
            r"|budget|bills?|senate|congress)\b|훈련|연습|조건부|예산|복구|법안|국방수권법|상원|하원",
        ),
    ),
)
