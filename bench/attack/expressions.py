"""Every regular expression pumped with all texts that its parse tree suggests: minutes, not seconds.

    python -m bench.attack.expressions [--effort 400] [PLACE …]

PLACE is the beginning of where an expression is written, such as `flows.extract`. One line for each that
takes more than linear time, or more than it may at its bound; the status is 1 if there is any.
"""

from __future__ import annotations

import argparse

from tests.project.test_expressions import bound_of, collected, used_as
from tests.pump import find_growth


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.attack.expressions")
    parser.add_argument("--effort", type=int, default=400, help="texts tried on each expression")
    parser.add_argument("places", nargs="*", metavar="PLACE")
    options = parser.parse_args()
    found = 0
    for where, expression in collected()[0].items():
        if options.places and not where.startswith(tuple(options.places)):
            continue
        bound = bound_of(where)
        slow = find_growth(
            used_as(expression, bound), most=bound.most, tidy=bound.tidy, effort=options.effort
        )
        if slow:
            found += 1
            print(f"{where}: {slow}", flush=True)
    print(f"{found} of {len(collected()[0])} expressions are slow on some text")
    return int(found > 0)


if __name__ == "__main__":
    raise SystemExit(main())
