"""Why a change or a judgement of a reader was not taken, in English and in Korean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.records.reason_texts import Sentences


class DeskCode(StrEnum):
    """Every reason why the desk did not do what a reader asked."""

    CHANGED_MEANWHILE = "changed-meanwhile"
    NEVER_CHANGED = "never-changed"
    NO_REVISION = "no-revision"
    NOT_KEPT = "not-kept"
    NO_WATCH = "no-watch"
    MET_NO_WATCH = "met-no-watch"
    SEVERAL_TOLD = "several-told"
    SEVERAL_MET = "several-met"


DESK_SENTENCES: Mapping[DeskCode, Sentences] = {
    DeskCode.CHANGED_MEANWHILE: Sentences("{by} changed it meanwhile", "그사이 {by} 님이 고침"),
    DeskCode.NEVER_CHANGED: Sentences("nothing of it was changed at the desk", "데스크에서 고친 것이 없음"),
    DeskCode.NO_REVISION: Sentences(
        "there is no revision {asked}; the last is {last}", "{asked}판은 없음. 마지막은 {last}판"
    ),
    DeskCode.NOT_KEPT: Sentences(
        "is neither an alert nor an article of the corpus", "알림도 아니고 보관된 기사도 아님"
    ),
    DeskCode.NO_WATCH: Sentences("there is no watch '{watch}'", "'{watch}'라는 감시가 없음"),
    DeskCode.MET_NO_WATCH: Sentences("it met no watch", "어느 감시에도 맞지 않음"),
    DeskCode.SEVERAL_TOLD: Sentences("{count} watches told of it", "감시 {count}개가 알림"),
    DeskCode.SEVERAL_MET: Sentences(
        "it met {count} watches, and none told of it", "감시 {count}개에 맞지만 알린 것은 없음"
    ),
}
