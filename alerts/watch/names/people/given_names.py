"""Given names of English: beside a surname they say that somebody else of it is meant."""

from __future__ import annotations

from storage.language.text import read_words

# The most common of the United States, without those that a sentence or a headline may have as a word (Will,
# Mark, Bill, Grant, May, June, Sue, Rob, Jack, Frank, Pat, Drew, Chase, Hope, Grace, Faith, Art, Ray, Dale).
GIVEN_NAMES = read_words("""
james robert john michael david william richard joseph thomas christopher charles daniel matthew
anthony steven andrew paul joshua kenneth kevin brian timothy ronald george jason edward jeffrey
ryan jacob nicholas gary eric jonathan stephen larry justin scott brandon benjamin samuel
gregory alexander patrick raymond dennis jerry tyler aaron jose adam nathan henry zachary
douglas peter kyle noah ethan jeremy walter keith roger terry sean gerald carl harold dylan
arthur lawrence jesse bryan gabriel bruce logan albert willie alan eugene russell vincent philip
bobby johnny bradley fred barron donny tom jim mike joe bob dan dave steve chris matt tony andy
ken greg jeff tim ron ben sam alex nick ted phil fredrick frederick marcus malcolm denzel booker
hunter beau meir carlos luis juan jorge pedro miguel maria mary patricia jennifer linda
elizabeth barbara susan jessica karen sarah lisa nancy sandra betty ashley emily kimberly
margaret donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia amy
kathleen angela shirley brenda emma anna pamela nicole samantha katherine christine helen debra
rachel carolyn janet catherine heather diane olivia julie joyce victoria ruth lauren kelly
christina joan evelyn judith andrea hannah megan cheryl jacqueline martha teresa gloria sara
janice ann kathryn abigail sophia frances jean alice judy isabella julia amber denise danielle
marilyn natalie theresa brittany doris kayla alexis lori marie jill naomi kerry paulina ivanka
lara melania tiffany dinah desmond isaiah jaylen harriet serena venus neilia finnegan arabella
maryanne donald ralph roy wayne louis randy howard harry glenn craig todd
neil ana rosa diego carmen hector amelia charlotte mia evelyn ella camila mila aria scarlett
penelope layla chloe nora zoe ellie lucy audrey bella claire skylar
caroline sadie gabriella allison eva sofia marta elena pilar ines lucia
mason liam oliver elijah lucas levi mateo owen caleb isaac leo ezra colton wyatt julian
connor adrian cole ian jasper simon graham trevor geoff clive nigel derek barry colin rory
fiona heidi ingrid petra monica veronica yvonne wendy tracy tara tina sheila stacy sonia sally
priya raj ahmed ali omar fatima aisha yusuf ivan olga dmitri sergio pablo rafael javier andres
""")

# The same in Hangul, without those of tracked people.
GIVEN_NAMES_KO = read_words("""
조지 존 로버트 데이비드 윌리엄 리처드 토머스 찰스 대니얼 매슈 매튜 앤드루 폴 조슈아
케네스 케빈 브라이언 티머시 로널드
에드워드 제프리 라이언 제이컵 니컬러스 스티븐 래리 저스틴 브랜던 벤저민 새뮤얼 그레고리
패트릭 프랭크 피터 헨리 아서
앨버트 해럴드 헌터 질 보 애슐리 이방카 에릭 멜라니아 티파니 배런 라라 메리 마리아
퍼트리샤 제니퍼 린다 엘리자베스 바버라
수전 제시카 세라 캐런 리사 낸시 샌드라 마거릿 캐럴 어맨다 미셸 에밀리 킴벌리 덴젤 마이클
""")
