"""Given names of English: beside a surname they say that somebody else of it is meant."""

from __future__ import annotations

# The most common of the United States, without those that a sentence or a headline may have as a word (Will,
# Mark, Bill, Grant, May, June, Sue, Rob, Jack, Frank, Pat, Drew, Chase, Hope, Grace, Faith, Art, Ray, Dale).
GIVEN_NAMES = frozenset(
    word
    for line in (
        "james robert john michael david william richard joseph thomas christopher charles daniel matthew",
        "anthony steven andrew paul joshua kenneth kevin brian timothy ronald george jason edward jeffrey",
        "ryan jacob nicholas gary eric jonathan stephen larry justin scott brandon benjamin samuel",
        "gregory alexander patrick raymond dennis jerry tyler aaron jose adam nathan henry zachary",
        "douglas peter kyle noah ethan jeremy walter keith roger terry sean gerald carl harold dylan",
        "arthur lawrence jesse bryan gabriel bruce logan albert willie alan eugene russell vincent philip",
        "bobby johnny bradley fred barron donny tom jim mike joe bob dan dave steve chris matt tony andy",
        "ken greg jeff tim ron ben sam alex nick ted phil fredrick frederick marcus malcolm denzel booker",
        "hunter beau meir carlos luis juan jorge pedro miguel maria mary patricia jennifer linda",
        "elizabeth barbara susan jessica karen sarah lisa nancy sandra betty ashley emily kimberly",
        "margaret donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia amy",
        "kathleen angela shirley brenda emma anna pamela nicole samantha katherine christine helen debra",
        "rachel carolyn janet catherine heather diane olivia julie joyce victoria ruth lauren kelly",
        "christina joan evelyn judith andrea hannah megan cheryl jacqueline martha teresa gloria sara",
        "janice ann kathryn abigail sophia frances jean alice judy isabella julia amber denise danielle",
        "marilyn natalie theresa brittany doris kayla alexis lori marie jill naomi kerry paulina ivanka",
        "lara melania tiffany dinah desmond isaiah jaylen harriet serena venus neilia finnegan arabella",
        "maryanne",
    )
    for word in line.split()
)
