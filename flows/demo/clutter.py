"""An article's page as outlets serve it: the text, and all that stands around and inside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from flows.demo.piece import Masthead, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    """What an outlet prints around every article, in its own language."""

    menu: tuple[str, ...]
    share: tuple[str, ...]
    related: str
    popular: str
    comments: str
    log_in: str
    letter: str
    footer: str
    byline: str
    cookie: str


_PHRASES = {
    "en": _Phrases(
        menu=("Home", "National", "Diplomacy", "Business", "Culture", "Sports", "Opinion", "Video"),
        share=("Share on Facebook", "Share on X", "Copy link", "print dictionary print"),
        related="Related Article",
        popular="Most read",
        comments="Social comment?",
        log_in="To write comments, please log in to one of the accounts. Standards Board Policy (0/250)",
        letter="Sign up for our morning newsletter and never miss a story.",
        footer="Copyright {title}. All rights reserved. About us · Contact · Terms · Corrections",
        byline="BY {authors} [desk@{id}.example]",
        cookie="We use cookies to improve your experience. By continuing you agree to our policy.",
    ),
    "ko": _Phrases(
        menu=("홈", "정치", "외교·안보", "북한", "경제", "사회", "문화", "오피니언"),
        share=("페이스북 공유", "엑스 공유", "카카오톡 공유", "URL 복사", "글자 크기 조정", "인쇄"),
        related="관련기사",
        popular="많이 본 뉴스",
        comments="댓글 0",
        log_in="댓글을 작성하려면 로그인해 주세요. (0/250자)",
        letter="뉴스레터를 구독하고 아침마다 주요 소식을 받아 보세요.",
        footer="{title} | 등록번호 가00000 | 청소년보호책임자 | 개인정보처리방침 | 무단 전재 및 재배포 금지",
        byline="{authors} 기자 desk@{id}.example",
        cookie="이 사이트는 서비스 개선을 위해 쿠키를 사용합니다.",
    ),
}


def compose_page(masthead: Masthead, piece: Piece, others: Sequence[Piece] = ()) -> str:
    """The whole page of a piece; `others` fill the boxes of related and most read articles.

    The body is interrupted after its second paragraph by a related box, as outlets do, and the caption
    stands twice: beside the picture and beneath it.
    """
    phrases = _PHRASES.get(piece.lang or masthead.lang, _PHRASES["en"])
    return (
        f'<!doctype html>\n<html lang="{piece.lang or masthead.lang}">{_head(masthead, piece)}<body>'
        f'<div class="cookie-banner" role="dialog">{escape(phrases.cookie)}</div>'
        f"{_header(masthead, piece, phrases)}<main>{_article(masthead, piece, others, phrases)}</main>"
        f"{_sidebar(masthead, others, phrases)}{_comments(phrases)}{_footer(masthead, phrases)}</body></html>"
    )


def _head(masthead: Masthead, piece: Piece) -> str:
    address = piece.canonical or masthead.address(piece)
    metas = {
        "og:type": "article",
        "og:title": piece.title,
        "og:site_name": masthead.title,
        "og:url": address,
        "og:description": piece.summary[:150],
    }
    if piece.published:
        metas["article:published_time"] = piece.published.isoformat()
    tags = "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in metas.items())
    title = f"{escape(piece.title)} | {escape(masthead.title)}"
    return (
        f'<head><meta charset="{masthead.charset}"><title>{title}</title>'
        f'<link rel="canonical" href="{escape(address)}">{tags}'
        f'<script type="application/ld+json">{_json_ld(masthead, piece, address)}</script>'
        "<style>.ad{width:300px;height:250px}</style><script>window.dataLayer=[];</script></head>"
    )


def _json_ld(masthead: Masthead, piece: Piece, address: str) -> str:
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "mainEntityOfPage": address,
        "inLanguage": piece.lang or masthead.lang,
        "author": [{"@type": "Person", "name": author} for author in piece.authors],
        "publisher": {"@type": "Organization", "name": masthead.title},
    }
    if piece.published:
        facts["datePublished"] = piece.published.isoformat()
    # A title that holds "</script>" must not end the element.
    return json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")


def _header(masthead: Masthead, piece: Piece, phrases: _Phrases) -> str:
    menu = "".join(f'<li><a href="{masthead.root}">{escape(entry)}</a></li>' for entry in phrases.menu)
    crumbs = f"{phrases.menu[0]} &gt; {escape(piece.section)}"
    return (
        f'<header><a class="logo" href="{masthead.root}">{escape(masthead.title)}</a>'
        f"<nav><ul>{menu}</ul></nav>"
        f'<div class="breadcrumb">{crumbs}</div></header>'
    )


def _article(masthead: Masthead, piece: Piece, others: Sequence[Piece], phrases: _Phrases) -> str:
    body = [f"<p>{escape(paragraph)}</p>" for paragraph in piece.paragraphs]
    body.insert(min(2, len(body)), _related(masthead, others, phrases))
    subtitle = f'<h2 class="subtitle">{escape(piece.subtitle)}</h2>' if piece.subtitle else ""
    when = (
        f"<time datetime='{piece.published.isoformat()}'>{piece.published:%Y.%m.%d %H:%M}</time>"
        if piece.published
        else ""
    )
    return (
        f"<article><h1>{escape(piece.title)}</h1>{subtitle}{when}{_share(phrases)}{_picture(piece)}"
        f'<div class="article-body">{"".join(body)}</div>'
        f"{_byline(masthead, piece, phrases)}{_share(phrases)}</article>"
    )


def _picture(piece: Piece) -> str:
    if not piece.caption:
        return ""
    caption = escape(piece.caption)
    return (
        f'<figure><img src="/picture.jpg" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
        f'<p class="caption">{caption}</p>'
    )


def _byline(masthead: Masthead, piece: Piece, phrases: _Phrases) -> str:
    if not piece.authors:
        return ""
    line = phrases.byline.format(authors=", ".join(piece.authors), id=masthead.id)
    return f'<p class="byline">{escape(line)}</p>'


def _share(phrases: _Phrases) -> str:
    return (
        f'<div class="share">{"".join(f"<button>{escape(label)}</button>" for label in phrases.share)}</div>'
    )


def _links(masthead: Masthead, others: Sequence[Piece]) -> str:
    return "".join(
        f'<li><a href="{escape(masthead.address(piece))}">{escape(piece.title)}</a></li>' for piece in others
    )


def _related(masthead: Masthead, others: Sequence[Piece], phrases: _Phrases) -> str:
    if not others:
        return ""
    links = _links(masthead, others[:3])
    return f'<div class="related"><strong>{phrases.related}</strong><ul>{links}</ul></div>'


def _sidebar(masthead: Masthead, others: Sequence[Piece], phrases: _Phrases) -> str:
    popular = f"<h3>{phrases.popular}</h3><ol>{_links(masthead, others[:8])}</ol>" if others else ""
    letter = f'<form class="newsletter">{phrases.letter}<input name="email"></form>'
    return f'<aside><div class="ad"></div>{popular}{letter}</aside>'


def _comments(phrases: _Phrases) -> str:
    return (
        f'<section id="comments" class="comments"><h3>{phrases.comments}</h3>'
        f'<p>{phrases.log_in}</p><textarea name="comment"></textarea></section>'
    )


def _footer(masthead: Masthead, phrases: _Phrases) -> str:
    return f"<footer><p>{escape(phrases.footer.format(title=masthead.title))}</p></footer>"
