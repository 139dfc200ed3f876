"""Why what a reader changed or judged was not taken, or may not be what is meant, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.records.reason_texts import Sentences


class DeskCode(StrEnum):
    """Every reason why the desk did not do what a reader asked, and what it says of a watch to be kept."""

    CHANGED_MEANWHILE = "changed-meanwhile"
    NEVER_CHANGED = "never-changed"
    NO_REVISION = "no-revision"
    NOT_KEPT = "not-kept"
    NO_WATCH = "no-watch"
    MET_NO_WATCH = "met-no-watch"
    SEVERAL_TOLD = "several-told"
    SEVERAL_MET = "several-met"
    NO_DIGEST = "no-digest"
    OTHER_POLICY = "other-policy"
    EXAMPLE_UNMET = "example-unmet"
    EXAMPLE_MET = "example-met"


DESK_SENTENCES: Mapping[DeskCode, Sentences] = {
    DeskCode.CHANGED_MEANWHILE: Sentences("{by} changed it meanwhile", "그사이 {by} 님이 고침"),
    DeskCode.NEVER_CHANGED: Sentences("nothing of it was changed at the desk", "데스크에서 고친 것이 없음"),
    DeskCode.NO_REVISION: Sentences(
        "there is no revision {asked}; the last is {last}", "{asked}판은 없음. 마지막은 {last}판"
    ),
    DeskCode.NOT_KEPT: Sentences(
        "is neither an alert nor an article of the corpus", "알림도 아니고 보관된 기사도 아님"
    ),
    DeskCode.NO_WATCH: Sentences("there is no watch '{watch}'", "'{watch}'라는 관심 주제가 없음"),
    DeskCode.MET_NO_WATCH: Sentences("it met no watch", "어느 주제에도 맞지 않음"),
    DeskCode.SEVERAL_TOLD: Sentences("{count} watches told of it", "관심 주제 {count}개가 알림"),
    DeskCode.SEVERAL_MET: Sentences(
        "it met {count} watches, and none told of it", "관심 주제 {count}개에 맞지만 알린 것은 없음"
    ),
    DeskCode.NO_DIGEST: Sentences(
        "nobody would hear of it: it tells in digests only, and none goes to {to}",
        "아무도 알림을 받지 못함: 모음으로만 알리는데 {to}에 가는 모음이 없음",
    ),
    DeskCode.OTHER_POLICY: Sentences(
        "take another policy, or add a [[digest]] for a channel of it",
        "다른 정책을 고르거나 그 채널의 [[digest]]를 더하십시오",
    ),
    DeskCode.EXAMPLE_UNMET: Sentences(
        "it must match and does not: {text}", "맞아야 하는데 맞지 않는 예: {text}"
    ),
    DeskCode.EXAMPLE_MET: Sentences(
        "it must not match and does: {text}", "맞지 않아야 하는데 맞는 예: {text}"
    ),
}
