"""What is wrong with a query, and why an article does not meet one, in English and in Korean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.records.reason_texts import Sentences


class QueryCode(StrEnum):
    """Every fault of a query, what to do about it, and every reason why a part of one is not met."""

    # wrong at a character
    TOO_LONG = "too-long"
    QUOTE_OPEN = "quote-open"
    PHRASE_EMPTY = "phrase-empty"
    ORIGINS_COMPARED = "origins-compared"
    NO_COUNT = "no-count"
    NOTHING = "nothing"
    NO_NUMBER = "no-number"
    NO_FIELD = "no-field"
    NO_ENTITY = "no-entity"
    NOT_ENTITY = "not-entity"
    NO_OPERATOR = "no-operator"
    STAR_WITHIN = "star-within"
    STAR_ALONE = "star-alone"
    NO_LETTER = "no-letter"
    COLON_APART = "colon-apart"
    EMPTY = "empty"
    NEVER_OPENED = "never-opened"
    NOT_CLOSED = "not-closed"
    CANNOT_STAND = "cannot-stand"
    NOT_OF_NOT = "not-of-not"
    BETWEEN_TERMS = "between-terms"
    BRACKETS_EMPTY = "brackets-empty"
    NOT_AFTER = "not-after"
    NOTHING_FOLLOWS = "nothing-follows"
    NOTHING_BEFORE = "nothing-before"
    TERM_MISSING = "term-missing"
    BRACKETS_DEEP = "brackets-deep"
    PREFIXES_DEEP = "prefixes-deep"
    AT_LEAST_OF = "at-least-of"
    TEXT_ONLY = "text-only"
    NAMES_ONLY = "names-only"
    NO_LANGUAGE = "no-language"
    NO_GENRE = "no-genre"
    BY_ABSENCE = "by-absence"
    NEVER_MET = "never-met"
    AT_CHARACTER = "at-character"
    SURGE_OF_MORE = "surge-of-more"
    NAME_WITHOUT_LETTER = "name-without-letter"
    VALID_ENDS_FIRST = "valid-ends-first"
    IN_A_CIRCLE = "in-a-circle"
    # what to do about it
    WRITE_NAMES_ALONE = "write-names-alone"
    WRITE = "write"
    WRITE_OR_QUOTE = "write-or-quote"
    WRITE_ALONE = "write-alone"
    WRITE_ENTITY = "write-entity"
    WRITE_SOMETHING = "write-something"
    CLOSE_QUOTE = "close-quote"
    CLOSE_BRACKET = "close-bracket"
    WHOLE_NUMBER = "whole-number"
    DID_YOU_MEAN = "did-you-mean"
    QUOTE_OR_FIELDS = "quote-or-fields"
    QUOTE_TEXT = "quote-text"
    DEFINE = "define"
    LEAVE_OUT = "leave-out"
    MOVE_OUT = "move-out"
    SUCH_AS = "such-as"
    THERE_ARE = "there-are"
    PUT_BESIDE = "put-beside"
    DROP_ONE = "drop-one"
    # what is not read as it may be meant
    READ_AS_WORD = "read-as-word"
    NO_PHRASE = "no-phrase"
    STAR_QUOTED = "star-quoted"
    NOT_SO_WRITTEN = "not-so-written"
    NO_SOURCE = "no-source"
    # why it is not met
    ALL_MET = "all-met"
    UNMET = "unmet"
    UNEXPLAINED = "unexplained"
    PART_UNMET = "part-unmet"
    PART_MISSING = "part-missing"
    WITH_NEAREST = "with-nearest"
    NONE_OF = "none-of"
    NONE_OF_MANY = "none-of-many"
    COUNTED = "counted"
    FACT_IS = "fact-is"
    FACT_UNKNOWN = "fact-unknown"
    STORY_HAS = "story-has"
    ARTICLE_HAS = "article-has"
    OUTSIDE_TITLE = "outside-title"
    OUTSIDE_LEDE = "outside-lede"
    ONLY_WITHIN = "only-within"
    NEAREST_WORD = "nearest-word"
    TITLE_AND_TEXT = "title-and-text"
    NO_ONE_SENTENCE = "no-one-sentence"
    NO_ONE_PARAGRAPH = "no-one-paragraph"
    OTHER_ORDER = "other-order"
    APART = "apart"
    OUTSIDE_DATES = "outside-dates"
    LOOK_ALIKES = "look-alikes"
    GATE_UNMET = "gate-unmet"
    NOTHING_LEARNED = "nothing-learned"
    NOTHING_WEIGHED = "nothing-weighed"
    WEIGHED = "weighed"
    WEIGHED_BLANK = "weighed-blank"


QUERY_SENTENCES: Mapping[QueryCode, Sentences] = {
    QueryCode.TOO_LONG: Sentences("longer than {most} characters", "{most}자보다 김"),
    QueryCode.QUOTE_OPEN: Sentences("this quote is not closed", "이 따옴표가 닫히지 않음"),
    QueryCode.PHRASE_EMPTY: Sentences("a phrase without a letter or digit", "따옴표 안에 글자나 숫자가 없음"),
    QueryCode.ORIGINS_COMPARED: Sentences(
        "origins cannot be compared by {sign}", "origins는 {sign}로 견줄 수 없음"
    ),
    QueryCode.NO_COUNT: Sentences("{number} is not a count", "개수가 아님: {number}"),
    QueryCode.NOTHING: Sentences("nothing", "빈칸"),
    QueryCode.NO_NUMBER: Sentences("{name} needs a number", "{name} 뒤에 숫자가 있어야 함"),
    QueryCode.NO_FIELD: Sentences("there is no field '{name}'", "그런 필드는 없음: '{name}'"),
    QueryCode.NO_ENTITY: Sentences("there is no entity @{name}", "그런 이름은 없음: @{name}"),
    QueryCode.NOT_ENTITY: Sentences("'{word}' is not an entity", "이름이 아님: '{word}'"),
    QueryCode.NO_OPERATOR: Sentences("{sign} is no operator", "연산자가 아님: {sign}"),
    QueryCode.STAR_WITHIN: Sentences("a star can only end a word", "별표는 낱말 끝에만 올 수 있음"),
    QueryCode.STAR_ALONE: Sentences(
        "a star must follow a letter or digit", "별표 앞에는 글자나 숫자가 있어야 함"
    ),
    QueryCode.NO_LETTER: Sentences("'{word}' holds no letter or digit", "글자나 숫자가 없음: '{word}'"),
    QueryCode.COLON_APART: Sentences(
        "a colon stands right behind its field", "쌍점은 필드 이름 바로 뒤에 붙여야 함"
    ),
    QueryCode.EMPTY: Sentences("the query is empty", "질의가 비어 있음"),
    QueryCode.NEVER_OPENED: Sentences("this bracket was never opened", "이 괄호는 연 적이 없음"),
    QueryCode.NOT_CLOSED: Sentences("this bracket is not closed", "이 괄호가 닫히지 않음"),
    QueryCode.CANNOT_STAND: Sentences("{word} cannot stand here", "여기에 올 수 없음: {word}"),
    QueryCode.NOT_OF_NOT: Sentences("NOT of a NOT", "NOT이 거듭됨"),
    QueryCode.BETWEEN_TERMS: Sentences(
        "NEAR, ADJ, SAME and SENT stand between terms or ORs of terms",
        "NEAR, ADJ, SAME, SENT는 말과 말 사이, 또는 말을 OR로 묶은 것 사이에 씀",
    ),
    QueryCode.BRACKETS_EMPTY: Sentences("nothing between these brackets", "괄호 안이 비어 있음"),
    QueryCode.NOT_AFTER: Sentences("NOT cannot follow {word}", "{word} 뒤에는 NOT이 올 수 없음"),
    QueryCode.NOTHING_FOLLOWS: Sentences("nothing follows {word}", "{word} 뒤에 아무것도 없음"),
    QueryCode.NOTHING_BEFORE: Sentences("nothing stands before {word}", "{word} 앞에 아무것도 없음"),
    QueryCode.TERM_MISSING: Sentences("a term is missing here", "여기에 말이 빠져 있음"),
    QueryCode.BRACKETS_DEEP: Sentences("brackets more than {most} deep", "괄호가 {most}겹보다 깊음"),
    QueryCode.PREFIXES_DEEP: Sentences("prefixes more than {most} deep", "앞에 붙은 것이 {most}겹보다 깊음"),
    QueryCode.AT_LEAST_OF: Sentences(
        "ATLEAST counts a term, an OR of terms or a NEAR of them",
        "ATLEAST는 말, 말을 OR로 묶은 것, 말의 NEAR만 셈",
    ),
    QueryCode.TEXT_ONLY: Sentences(
        "{field}: holds text only, not {other}", "{field}: 안에는 글만 올 수 있고 {other}: 은 안 됨"
    ),
    QueryCode.NAMES_ONLY: Sentences(
        "{field}: takes a name, or an OR of names in brackets",
        "{field}: 뒤에는 이름 하나, 또는 괄호 안에 OR로 묶은 이름을 씀",
    ),
    QueryCode.NO_LANGUAGE: Sentences("'{word}' is not a language code", "언어 코드가 아님: '{word}'"),
    QueryCode.NO_GENRE: Sentences("there is no genre '{word}'", "그런 갈래는 없음: '{word}'"),
    QueryCode.BY_ABSENCE: Sentences(
        "this could be met by absence alone", "없다는 것만으로 모든 글이 맞을 수 있음"
    ),
    QueryCode.NEVER_MET: Sentences(
        "this can never be met: it asks for a thing and its opposite",
        "결코 맞을 수 없음: 어떤 것과 그 반대를 함께 물음",
    ),
    QueryCode.WRITE: Sentences("write {this}", "{this}처럼 쓰십시오"),
    QueryCode.WRITE_OR_QUOTE: Sentences("write {this}, or quote it", "{this}처럼 쓰거나 따옴표로 묶으십시오"),
    QueryCode.WRITE_ALONE: Sentences("write {this} alone", "{this}만 따로 쓰십시오"),
    QueryCode.WRITE_ENTITY: Sentences("write @ and an id, such as @ncg", "@ncg처럼 @ 뒤에 식별자를 쓰십시오"),
    QueryCode.WRITE_SOMETHING: Sentences(
        "write a word, a phrase or @entity", "낱말, 따옴표로 묶은 구, 또는 @이름을 쓰십시오"
    ),
    QueryCode.CLOSE_QUOTE: Sentences('add " at the end of the phrase', '구의 끝에 "를 붙이십시오'),
    QueryCode.CLOSE_BRACKET: Sentences("add )", ")를 붙이십시오"),
    QueryCode.WHOLE_NUMBER: Sentences("a whole number from 1", "1 이상의 정수를 쓰십시오"),
    QueryCode.AT_CHARACTER: Sentences("{about}, character {at}", "{about}, {at}번째 글자"),
    QueryCode.SURGE_OF_MORE: Sentences(
        "a surge is measured of entities, and this query asks for more",
        "급증은 이름으로만 잴 수 있는데 이 질의는 그보다 많은 것을 물음",
    ),
    QueryCode.WRITE_NAMES_ALONE: Sentences(
        "write @ncg, or @ncg OR @scm; what is narrower goes into a watch of its own",
        "@ncg나 @ncg OR @scm처럼 쓰고, 더 좁은 것은 주제를 따로 만드십시오",
    ),
    QueryCode.NAME_WITHOUT_LETTER: Sentences("{name} holds no letter or digit", "{name}: 글자도 숫자도 없음"),
    QueryCode.VALID_ENDS_FIRST: Sentences("it ends before it begins", "시작하기 전에 끝남"),
    QueryCode.IN_A_CIRCLE: Sentences("goes in a circle: {names}", "서로 맞물려 돎: {names}"),
    QueryCode.DID_YOU_MEAN: Sentences("did you mean {this}?", "혹시 {this}입니까?"),
    QueryCode.QUOTE_OR_FIELDS: Sentences(
        "quote it if it is text; fields: {fields}", "글이라면 따옴표로 묶으십시오. 있는 필드: {fields}"
    ),
    QueryCode.QUOTE_TEXT: Sentences("quote it if it is text", "글이라면 따옴표로 묶으십시오"),
    QueryCode.DEFINE: Sentences("define it as [[entity]]", "[[entity]]로 정하십시오"),
    QueryCode.LEAVE_OUT: Sentences("leave out both", "둘 다 빼십시오"),
    QueryCode.MOVE_OUT: Sentences("move it out of the bracket", "괄호 밖으로 옮기십시오"),
    QueryCode.SUCH_AS: Sentences("such as {this}", "예: {this}"),
    QueryCode.THERE_ARE: Sentences("there are: {these}", "있는 것: {these}"),
    QueryCode.PUT_BESIDE: Sentences(
        "put something beside the NOT: a NOT b", "NOT 곁에 다른 말을 두십시오: a NOT b"
    ),
    QueryCode.DROP_ONE: Sentences("drop one of the two", "둘 중 하나를 빼십시오"),
    QueryCode.READ_AS_WORD: Sentences(
        "“{word}” is read as a word; write {meant} for the operator, or quote the word",
        "낱말로 읽음: “{word}”. 연산자라면 {meant}, 낱말이라면 따옴표 안에 쓰십시오",
    ),
    QueryCode.NO_PHRASE: Sentences(
        "“{word}” is read as a word: there is no [[phrase]] of the id '{id}'",
        "낱말로 읽음: “{word}”. id가 '{id}'인 [[phrase]] 없음",
    ),
    QueryCode.STAR_QUOTED: Sentences(
        "a star in quotes is text and takes no ending: “{word}”", "따옴표 안의 별표는 글자로 읽음: “{word}”"
    ),
    QueryCode.NOT_SO_WRITTEN: Sentences(
        "'{word}' is not how articles have their language", "기사의 언어는 이렇게 쓰지 않음: '{word}'"
    ),
    QueryCode.NO_SOURCE: Sentences(
        "no source that is read has the id '{word}'", "읽는 출처 가운데 그런 id 없음: '{word}'"
    ),
    QueryCode.ALL_MET: Sentences("every part is met", "모든 부분이 맞음"),
    QueryCode.UNMET: Sentences("it is not met", "맞지 않음"),
    QueryCode.UNEXPLAINED: Sentences(
        "a fault of this program keeps it from being explained", "프로그램 오류로 까닭을 밝히지 못함"
    ),
    QueryCode.PART_UNMET: Sentences("{query} is not met", "{query} 맞지 않음"),
    QueryCode.PART_MISSING: Sentences("{query} is not there", "{query} 없음"),
    QueryCode.WITH_NEAREST: Sentences("{what}: {nearest}", "{what}: {nearest}"),
    QueryCode.NONE_OF: Sentences("none of {queries} is there", "{queries} 가운데 아무것도 없음"),
    QueryCode.NONE_OF_MANY: Sentences(
        "none of {queries} and {more} more is there", "{queries} 그 밖 {more}개 가운데 아무것도 없음"
    ),
    QueryCode.COUNTED: Sentences("{count} of {of}", "{of}번 가운데 {count}번"),
    QueryCode.FACT_IS: Sentences("the article's is {value}", "이 기사는 {value}"),
    QueryCode.FACT_UNKNOWN: Sentences("the article's is not known", "이 기사는 알 수 없음"),
    QueryCode.STORY_HAS: Sentences("the story has {count}", "이 사안은 {count}곳"),
    QueryCode.ARTICLE_HAS: Sentences("the article has {found}", "기사에 있는 것: {found}"),
    QueryCode.OUTSIDE_TITLE: Sentences(
        "it stands {count} times, none of them in the title", "{count}번 나오지만 제목에는 없음"
    ),
    QueryCode.OUTSIDE_LEDE: Sentences(
        "it stands {count} times, none of them in the lede", "{count}번 나오지만 첫머리에는 없음"
    ),
    QueryCode.ONLY_WITHIN: Sentences("it stands only within {word}", "{word} 안에만 들어 있음"),
    QueryCode.NEAREST_WORD: Sentences("the nearest word is {word}", "가장 가까운 낱말은 {word}"),
    QueryCode.TITLE_AND_TEXT: Sentences(
        "one stands in the title and the other in the text: {shown}",
        "하나는 제목에, 하나는 본문에 있음: {shown}",
    ),
    QueryCode.NO_ONE_SENTENCE: Sentences(
        "never in one sentence; {gap} words apart: {shown}",
        "한 문장에 함께 나오지 않음, 낱말 {gap}개 거리: {shown}",
    ),
    QueryCode.NO_ONE_PARAGRAPH: Sentences(
        "never in one paragraph; {gap} words apart: {shown}",
        "한 문단에 함께 나오지 않음, 낱말 {gap}개 거리: {shown}",
    ),
    QueryCode.OTHER_ORDER: Sentences(
        "they stand in the other order, or one within the other: {shown}",
        "순서가 반대이거나 하나가 다른 하나 안에 있음: {shown}",
    ),
    QueryCode.APART: Sentences("{gap} words apart: {shown}", "낱말 {gap}개 거리: {shown}"),
    QueryCode.OUTSIDE_DATES: Sentences(
        "it is named, and the article is outside its dates", "이름은 나오지만 기사가 정한 기간 밖임"
    ),
    QueryCode.LOOK_ALIKES: Sentences(
        "its names stand only in look-alikes: {around}", "비슷하지만 다른 이름으로만 나옴: {around}"
    ),
    QueryCode.GATE_UNMET: Sentences(
        "it is named, and the article does not meet its gate {gate}",
        "이름은 나오지만 기사가 그 조건에 맞지 않음: {gate}",
    ),
    QueryCode.NOTHING_LEARNED: Sentences(
        "nothing was learned yet, so that only its query tells", "아직 배운 것이 없어 질의로만 알림"
    ),
    QueryCode.NOTHING_WEIGHED: Sentences(
        "its idea has nothing to weigh here", "이 기사에는 주제를 가늠할 것이 없음"
    ),
    QueryCode.WEIGHED: Sentences(
        "weighed {chance}, and .50 is told: {signs}", "가늠 {chance}, .50부터 알림: {signs}"
    ),
    QueryCode.WEIGHED_BLANK: Sentences(
        "weighed {chance}, and .50 is told: no sign is known", "가늠 {chance}, .50부터 알림: 아는 징후 없음"
    ),
}
"""Every code with its sentence in English and in Korean."""
