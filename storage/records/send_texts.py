"""Why a delivery was not taken, in English and in Korean; the receiver's own words stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.records.reason_texts import Sentences


class SendCode(StrEnum):
    """Every reason why a message was not sent."""

    # the way to the receiver
    NO_ANSWER = "no-answer"
    NO_ANSWER_WITHIN = "no-answer-within"
    HUNG_UP = "hung-up"
    SERVER_HUNG_UP = "server-hung-up"
    NOT_HTTP = "not-http"
    CERTIFICATE = "certificate"
    STREAM_CLOSED = "stream-closed"
    NO_APPRISE = "no-apprise"
    # what it said
    ASKED_NO_MORE = "asked-no-more"
    REDIRECT = "redirect"
    NOT_TAKEN = "not-taken"
    LOGIN_REFUSED = "login-refused"
    RECIPIENT_REFUSED = "recipient-refused"
    MESSAGE_REFUSED = "message-refused"
    SENDER_REFUSED = "sender-refused"
    SERVER_REFUSED = "server-refused"
    UNABLE = "unable"
    # what became of it
    TAKEN = "taken"
    AGAIN_AT = "again-at"
    LAST_TRY = "last-try"
    ELSEWHERE = "elsewhere"
    NO_OUTCOME = "no-outcome"
    SENDERS_ENDED = "senders-ended"
    CHANNEL_OFF = "channel-off"
    CHANNEL_BACK = "channel-back"
    CLOCK = "clock"


SEND_SENTENCES: Mapping[SendCode, Sentences] = {
    SendCode.NO_ANSWER: Sentences("no answer in time", "제때 응답이 없음"),
    SendCode.NO_ANSWER_WITHIN: Sentences("no answer within {seconds} s", "{seconds}초 안에 응답이 없음"),
    SendCode.HUNG_UP: Sentences("the receiver hung up without an answer", "받는 쪽이 응답 없이 연결을 끊음"),
    SendCode.SERVER_HUNG_UP: Sentences("the server hung up", "서버가 연결을 끊음"),
    SendCode.NOT_HTTP: Sentences("the answer is not HTTP ({kind})", "응답이 HTTP가 아님({kind})"),
    SendCode.CERTIFICATE: Sentences("its certificate is not valid: {why}", "인증서가 유효하지 않음: {why}"),
    SendCode.STREAM_CLOSED: Sentences("the stream is closed", "출력이 닫혀 있음"),
    SendCode.NO_APPRISE: Sentences("apprise could not be run", "apprise를 실행하지 못함"),
    SendCode.ASKED_NO_MORE: Sentences(
        "HTTP 410: the receiver asks for no more", "HTTP 410: 받는 쪽이 더 보내지 말라고 함"
    ),
    SendCode.REDIRECT: Sentences(
        "HTTP {status}: a redirect, which is not followed",
        "HTTP {status}: 다른 주소로 넘기는 응답은 따라가지 않음",
    ),
    SendCode.NOT_TAKEN: Sentences("the service did not take it", "서비스가 받지 않음"),
    SendCode.LOGIN_REFUSED: Sentences("login refused: {status}", "로그인 거부: {status}"),
    SendCode.RECIPIENT_REFUSED: Sentences(
        "recipient refused: {status} {said}", "받는 주소 거부: {status} {said}"
    ),
    SendCode.MESSAGE_REFUSED: Sentences("message refused: {status} {said}", "메시지 거부: {status} {said}"),
    SendCode.SENDER_REFUSED: Sentences(
        "sender refused: {status} {said}", "보내는 주소 거부: {status} {said}"
    ),
    SendCode.SERVER_REFUSED: Sentences("server refused: {status} {said}", "서버 거부: {status} {said}"),
    SendCode.UNABLE: Sentences(
        "the server cannot do what is asked: {said}", "서버가 할 수 없는 요청임: {said}"
    ),
    SendCode.TAKEN: Sentences("the receiver took it", "받는 쪽이 받음"),
    SendCode.AGAIN_AT: Sentences("{why}; again at {at}", "{why}; {at}에 다시 보냄"),
    SendCode.LAST_TRY: Sentences("{why}; the last try of the retry table", "{why}; 정해진 횟수를 다 시도함"),
    SendCode.ELSEWHERE: Sentences("{why}; somebody else holds it by now", "{why}; 이제 다른 쪽에서 맡음"),
    SendCode.NO_OUTCOME: Sentences("the attempt ended without an outcome", "결과 없이 시도가 끝남"),
    SendCode.SENDERS_ENDED: Sentences(
        "{count} senders in a row ended before it was settled",
        "보내던 프로그램이 {count}번 잇달아 결과를 남기지 못하고 끝남",
    ),
    SendCode.CHANNEL_OFF: Sentences("the channel is off: {why}", "채널이 꺼져 있음: {why}"),
    SendCode.CHANNEL_BACK: Sentences(
        "channel {channel} is off; `hanmi channel test {channel}` brings it back",
        "{channel} 채널이 꺼져 있음; `hanmi channel test {channel}` 명령으로 다시 켬",
    ),
    SendCode.CLOCK: Sentences(
        "a clock that was wrong had put it off; due again", "틀린 시계 때문에 미뤄졌던 것을 다시 보냄"
    ),
}
"""Every code with its sentence in English and in Korean."""
