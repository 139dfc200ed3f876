"""What kind of text an article is, noted with it: it goes by more of its page than the corpus keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from alerts.turns.genre.read import read_genre
from storage.bugs import attempt
from storage.records import Article


def state_genre(article: Article, official: Mapping[str, str]) -> Article:
    """The article with its genre; as it is where a bug keeps that from being read.

    `official` names by id the sources that speak for a government or body, whatever their host.
    """
    stated = attempt("genre", lambda: read_genre(article, official), None)
    return replace(article, genre=stated.genre.value) if stated else article
