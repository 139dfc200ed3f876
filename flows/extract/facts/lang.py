"""Which language a text is in, by its letters and, among Latin letters, its commonest words."""

from __future__ import annotations

import re
from collections import Counter

# Share of a text's letters, from which a script decides. Korean news is full of Latin
# acronyms, and quotes English at length; Japanese always has kana among its Han.
SCRIPTS = (
    ("ko", re.compile(r"[가-힣ᄀ-ᇿㄱ-ㆎ]"), 0.2),
    ("ja", re.compile(r"[぀-ヿ]"), 0.1),
    ("zh", re.compile(r"[一-鿿]"), 0.3),
    ("ru", re.compile(r"[Ѐ-ӿ]"), 0.3),
    ("ar", re.compile(r"[؀-ۿ]"), 0.3),
)
LETTER = re.compile(r"[^\W\d_]")
COMMON = {
    "en": frozenset(
        """
        the of and to in a is that for on with as by at from his was has said it be are not
        """.split()  # noqa: SIM905 - a table to read
    ),
    "de": frozenset(
        """
        der die und das den von zu mit im ist des sich nicht ein eine auf dem für als auch
        """.split()  # noqa: SIM905 - a table to read
    ),
    "fr": frozenset(
        """
        le la les des et du une dans est que pour qui sur par pas au avec plus ce il
        """.split()  # noqa: SIM905 - a table to read
    ),
    "es": frozenset(
        """
        el la los las y que en un una por con del para se su no al lo es como
        """.split()  # noqa: SIM905 - a table to read
    ),
    "it": frozenset(
        """
        il di che la e per un una del non con sono della in gli nel dei alla le si
        """.split()  # noqa: SIM905 - a table to read
    ),
    "pt": frozenset(
        """
        o de que e do da em um para com uma os no se na por mais as dos ao
        """.split()  # noqa: SIM905 - a table to read
    ),
}
SAMPLE = 3000
MIN_SHARE = 0.08


def guess_lang(text: str) -> str | None:
    """The language of the text as an ISO 639-1 code; None where nothing speaks for one."""
    sample = text[:SAMPLE]
    if not sample.isascii():
        letters = len(LETTER.findall(sample))
        for lang, script, share in SCRIPTS:
            if letters and len(script.findall(sample)) >= share * letters:
                return lang
    return _guess_latin(sample)


def _guess_latin(sample: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if not words:
        return None
    counts = _count_common(words)
    best = max(counts, key=lambda lang: counts[lang])
    if counts[best] >= MIN_SHARE * len(words):
        return best
    # A headline may have none of the small words; what is written here in plain letters is English.
    return "en" if len(words) < 30 and sample.isascii() else None


def _count_common(words: list[str]) -> dict[str, int]:
    """How often each language's commonest words stand among these."""
    times = Counter(words)
    return {lang: sum(times[word] for word in common) for lang, common in COMMON.items()}
