"""A new version of an article compared again with what it was a copy of, by the rules for new articles."""

from __future__ import annotations

from dataclasses import replace

from flows.judge.fingerprints import read_sketch
from flows.judge.terms import read_numbered
from flows.judge.verdict import Numbered, judge_copies_in_turn
from storage.bugs import attempt
from storage.database import Transaction
from storage.judging.likeness import read_neighbours, replace_copy, replace_sketch
from storage.records import Article, CopyKind, Kept


def compare_again(tx: Transaction, number: int, kept: Kept, after: Article) -> None:
    """Bring the index of copies up to the new text; an article that is no copy any more says so.

    Its copy group can only be left: what shared passages is not made a copy later.
    """
    old, new = read_sketch(kept.article.text), read_sketch(after.text)
    replace_sketch(tx, number, old.fingerprints, new.fingerprints, new.text_hash)
    is_same = old.text_hash == new.text_hash and kept.article.title == after.title
    if kept.copy is None or is_same:
        return
    nothing: Numbered = {}
    numbered = attempt("numbers", lambda: read_numbered(after.title, after.text), nothing)
    parents = read_neighbours(tx, [kept.copy.likeness])
    copies = judge_copies_in_turn(after, new, numbered, parents)
    copy = copies[0] if copies else None
    was_partial = kept.copy.kind is CopyKind.PARTIAL
    if copy and was_partial and copy.kind is not CopyKind.PARTIAL:
        copy = replace(copy, kind=CopyKind.PARTIAL)
    replace_copy(tx, number, copy)
