"""What ideas have learned, as the command line shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows.cli.answer import count_of

if TYPE_CHECKING:
    from alerts.watch.ideas.model import LeftOut, Model


def shape_model(model: Model) -> dict[str, Any]:
    """How well an idea does on each of its examples by what the others teach, as JSON."""
    left = {lang: _shape_left(one) for lang, one in model.left_out.items()}
    return {"digest": model.digest, "signs": len(model.weights), "left_out": left}


def _shape_left(left: LeftOut) -> dict[str, Any]:
    return {
        "precision": round(left.precision, 3),
        "recall": round(left.recall, 3),
        "told": left.told,
        "told_wrongly": left.told_wrongly,
        "missed": left.missed,
        "passed_over": left.passed_over,
    }


def say_left_out(watch: str, model: Model) -> str:
    """The same in a line."""
    left = model.left_out["all"]
    count = left.told + left.told_wrongly + left.missed + left.passed_over
    return (
        f"{watch}: its idea has {count_of(count, 'example')}; with each left out in turn, precision "
        f"{left.precision:.2f} and recall {left.recall:.2f}"
    )
