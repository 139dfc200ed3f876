"""Classify what changed in an article between two looks: typo, expansion, rewrite or correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flows.versions.clean import Said, clean_sentences, clean_title, is_note, plain_key
from flows.versions.compare import Setting, find_signs, is_contradicted, is_longer, is_polished
from flows.versions.tokens import Tokens, content, likeness, may_be_misspelt, read_line
from storage.language.letters import is_hangul
from storage.language.text import fold
from storage.records import Difference, VersionKind

SAME_SENTENCE = 0.55
"""Likeness from which on two sentences are one, changed."""

KEPT = 0.5
"""Share of the earlier text that must still stand; where less does, it was rewritten."""

MOST_COMPARED = 150
"""Sentences of a version that are compared with each of the other's; longer ones are compared in part."""

LEFT_OF_A_CUT = 0.6
"""Share of the earlier text under which one that says nothing new is a cut of it."""

ANOTHER = 0.15
"""Share of the later text's words known from the earlier under which it is another text altogether."""

SHIFTED = 0.15
"""Share of the earlier text that may be cut or put otherwise in what is still an expansion."""

TITLE_STAYS = 0.5
"""Likeness from which on a headline is one that otherwise stays."""

TITLES_ALIKE = 0.3
"""Likeness from which on two headlines are compared word by word."""

_SHOWN = 6
"""Differences that are kept of one change."""

_LONGEST = 2000
"""Characters kept of each side: a page may have no full stop at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a version is against the one before it, and where the sense changed, with before and after."""

    kind: VersionKind
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Aligned:
    """The sentences of two versions, paired."""

    same: tuple[Tokens, ...]
    changed: tuple[tuple[Tokens, Tokens], ...]
    lost: tuple[Tokens, ...]
    added: tuple[Tokens, ...]


_NOBODY: Mapping[str, str] = MappingProxyType({})


def judge_change(before: Said, after: Said, names: Mapping[str, str] = _NOBODY) -> Change | None:
    """What changed from one version to the next; None where only the page around it did.

    `names` gives an entity's id by each of its names in lower case.
    """
    old, new = read_lines(before.text), read_lines(after.text)
    aligned = align_lines(old, new)
    titles = clean_title(before.title), clean_title(after.title)
    if titles[0] == titles[1] and _folded(old) == _folded(new):
        return None
    setting = _read_setting(old, new, titles, names)
    notes = _find_notes(before, after, old, new)
    kept = 1 - _share(aligned.lost, old)
    is_retold = _is_title_retold(titles, old, new, setting, is_rewritten=kept < KEPT)
    title = [Difference(what="title", before=before.title, after=after.title)] if is_retold else []
    inside = _judge_sentences(aligned, setting) if kept >= KEPT else []
    differences = tuple(map(_cut, (*notes, *title, *inside)[:_SHOWN]))
    if differences:
        return Change(kind=VersionKind.CORRECTION, differences=differences)
    return Change(kind=VersionKind.REWRITE if kept < KEPT else _name_silent(aligned, old, titles))


def is_cut(before: Said, after: Said) -> bool:
    """Whether the later text is far shorter and of the earlier one's making, or has nothing of it at all.

    Then the page was half read, or something stands in the article's place: a paywall, a form.
    """
    old, new = read_lines(before.text), read_lines(after.text)
    if not old or _total(new) >= LEFT_OF_A_CUT * _total(old) or _find_notes(before, after, old, new):
        return False
    aligned = align_lines(old, new)
    is_elsewhere = not aligned.same and not aligned.changed
    return is_elsewhere or _share(aligned.added, new) <= 1 - LEFT_OF_A_CUT


def is_replaced(before: Said, after: Said) -> bool:
    """Whether the later text has nothing to do with the earlier: the address leads elsewhere now."""
    old, new = read_lines(before.text), read_lines(after.text)
    aligned = align_lines(old, new)
    titles = read_line(clean_title(before.title)), read_line(clean_title(after.title))
    if not old or not new or aligned.same or aligned.changed or likeness(*titles) >= TITLES_ALIKE:
        return False
    known, said = _list_stems((*old, titles[0])), _list_stems(new)
    return len(said & known) < ANOTHER * len(said)


def _list_stems(lines: Iterable[Tokens]) -> set[str]:
    return {stem for line in lines for stem in content(line.words)}


def read_lines(text: str) -> tuple[Tokens, ...]:
    """The sentences of a text, taken apart."""
    return tuple(read_line(sentence) for sentence in clean_sentences(text))


def align_lines(old: Sequence[Tokens], new: Sequence[Tokens]) -> _Aligned:
    """Each sentence beside its later form: equal ones first, then the most alike."""
    left: dict[str, list[Tokens]] = {}
    for line in new:
        left.setdefault(plain_key(line.text), []).append(line)
    same: list[Tokens] = []
    lost: list[Tokens] = []
    for line in old:
        found = left.get(plain_key(line.text))
        if found:
            found.pop(0)
            same.append(line)
        else:
            lost.append(line)
    added = [line for lines in left.values() for line in lines]
    pairs = _pair_lines(lost[:MOST_COMPARED], added[:MOST_COMPARED])
    return _Aligned(
        same=tuple(same),
        changed=tuple(pairs),
        lost=_leave_out(lost, [before for before, _ in pairs]),
        added=_leave_out(added, [after for _, after in pairs]),
    )


def _leave_out(lines: Sequence[Tokens], paired: Sequence[Tokens]) -> tuple[Tokens, ...]:
    """The sentences that have no partner; a sentence may stand in a text twice."""
    ids = set(map(id, paired))
    return tuple(line for line in lines if id(line) not in ids)


def _pair_lines(lost: Sequence[Tokens], added: Sequence[Tokens]) -> list[tuple[Tokens, Tokens]]:
    scored = [
        (score, i, j)
        for i, a in enumerate(lost)
        for j, b in enumerate(added)
        if (score := likeness(a, b)) >= SAME_SENTENCE
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(lost[i], added[j]) for i, j in sorted(pairs.items())]


def _cut(difference: Difference) -> Difference:
    before, after = difference.before[:_LONGEST], difference.after[:_LONGEST]
    return Difference(what=difference.what, before=before, after=after)


def _folded(lines: Iterable[Tokens]) -> list[str]:
    return [fold(line.text).text for line in lines]


def _read_setting(
    old: Sequence[Tokens],
    new: Sequence[Tokens],
    titles: tuple[str, str],
    names: Mapping[str, str],
) -> Setting:
    headed = tuple(map(read_line, titles))
    within = {word for line in (*old, *new) for word in line.words[1:] if word[:1].isupper()}
    spelt = {word for line in (*old, *new, *headed) for word in line.words if _is_acronym(word)}
    return Setting(
        names=names,
        capitals=frozenset(word.lower() for word in within | spelt),
        figures_before=frozenset(figure for line in (*old, headed[0]) for figure in line.figures),
        figures_after=frozenset(figure for line in (*new, headed[1]) for figure in line.figures),
    )


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _find_notes(before: Said, after: Said, old: Sequence[Tokens], new: Sequence[Tokens]) -> list[Difference]:
    known = {plain_key(line.text) for line in old} | {plain_key(before.title)}
    said = [after.title, *(line.text for line in new)]
    return [
        Difference(what="note", before="", after=each)
        for each in said
        if is_note(each) and plain_key(each) not in known
    ]


def _is_title_retold(
    titles: tuple[str, str],
    old: Sequence[Tokens],
    new: Sequence[Tokens],
    setting: Setting,
    *,
    is_rewritten: bool,
) -> bool:
    """Whether a headline says something else. If the text was rewritten, only a contradiction counts."""
    if plain_key(titles[0]) == plain_key(titles[1]) or not all(titles):
        return False
    before, after = map(read_line, titles)
    signs = find_signs(before, after, setting) if likeness(before, after) >= TITLES_ALIKE else ()
    if is_rewritten:
        return is_contradicted(signs)
    return bool(signs) or _is_reworded(before, after, old, new)


def _is_reworded(
    before: Tokens,
    after: Tokens,
    old: Sequence[Tokens],
    new: Sequence[Tokens],
) -> bool:
    """Whether a headline says something else: words that the earlier version had nowhere, in place of others.

    Either the headline stays otherwise, or the text went with it: what the old one said is gone from there,
    and what the new one says has come. Wholly other words over the same text ("Allies meet in Seoul", then
    "Nuclear umbrella tops agenda") are another headline for the same news.
    """
    near = {word for word in after.words if any(may_be_misspelt(word, other) for other in before.words)}
    lost = content(before.words) - content(after.words)
    gained = content(tuple(word for word in after.words if word not in near)) - content(before.words)
    unseen = gained - _stems_in((*old, before), gained)
    if not lost or not unseen:
        return False
    if likeness(before, after) >= TITLE_STAYS:
        return True
    return bool(_stems_in(new, unseen)) and bool(lost - _stems_in(new, lost))


def _stems_in(lines: Sequence[Tokens], wanted: frozenset[str]) -> frozenset[str]:
    """Which of these stems some lines have, Korean ones over blanks too."""
    known = _list_stems(lines)
    text = "".join("".join(line.words) for line in lines).lower()
    return frozenset(stem for stem in wanted if stem in known or (is_hangul(stem) and stem in text))


def _judge_sentences(aligned: _Aligned, setting: Setting) -> list[Difference]:
    return [
        Difference(what=signs[0].value, before=before.text, after=after.text)
        for before, after in aligned.changed
        if (signs := find_signs(before, after, setting))
    ]


def _name_silent(aligned: _Aligned, old: Sequence[Tokens], titles: tuple[str, str]) -> VersionKind:
    """The kind of a change that alters no fact."""
    before, after = map(read_line, titles)
    title = _name_pair(before, after)
    kinds = [(_name_pair(*pair), pair[0]) for pair in aligned.changed]
    shifted = [line for kind, line in kinds if kind is VersionKind.REWRITE]
    grew = bool(aligned.added) or VersionKind.EXPANSION in (title, *(kind for kind, _ in kinds))
    moved = _share((*shifted, *aligned.lost), old)
    if moved > (SHIFTED if grew else 0) or (title is VersionKind.REWRITE and not grew):
        return VersionKind.REWRITE
    return VersionKind.EXPANSION if grew else VersionKind.TYPO


def _name_pair(before: Tokens, after: Tokens) -> VersionKind:
    """What became of one sentence, of which no fact changed."""
    if is_polished(before, after):
        return VersionKind.TYPO
    return VersionKind.EXPANSION if is_longer(before, after) else VersionKind.REWRITE


def _total(lines: Iterable[Tokens]) -> int:
    return sum(line.units.total() for line in lines)


def _share(part: Sequence[Tokens], whole: Sequence[Tokens]) -> float:
    total = _total(whole)
    return _total(part) / total if total else 0.0
