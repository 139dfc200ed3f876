"""Write what the bundled ideas learn from their examples: `python -m bench.learn.ideas [ID …]`.

Run it after the examples, the queries, the glossary or the signs changed; a test holds the weights to them.
"""

from __future__ import annotations

import sys

from flows.config.loading.load import load_settings
from flows.learning.examples import FOLDER, bundled_file, digest_lessons
from flows.learning.models import learn


def main() -> None:
    """Learn each bundled idea, or those named, and print how well it does on what is left out."""
    settings = load_settings()
    for watch in settings.watches:
        if bundled_file(watch.id) is None or (len(sys.argv) > 1 and watch.id not in sys.argv[1:]):
            continue
        model, remark = learn(watch, settings.entities, (), digest_lessons(watch))
        (FOLDER / f"{watch.id}.weights.json").write_text(model.write() + "\n", encoding="utf-8")
        for lang, left in model.left_out.items():
            counts = f"{left.told_wrongly} told wrongly, {left.missed} missed"
            print(f"{watch.id:20} {lang:4} P {left.precision:.3f}  R {left.recall:.3f}  ({counts})")
        if remark:
            print(remark)


if __name__ == "__main__":
    main()
