"""Time zones by the names that people have for them."""

from __future__ import annotations

import difflib
from zoneinfo import ZoneInfo, available_timezones

SHORT = {
    "kst": "Asia/Seoul", "korea": "Asia/Seoul", "서울": "Asia/Seoul", "한국": "Asia/Seoul",
    "washington": "America/New_York", "edt": "America/New_York", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "jst": "Asia/Tokyo", "bst": "Europe/London", "beijing": "Asia/Shanghai",
}  # fmt: skip
"""What people write that is no name of the IANA database, and what most of those here mean by it."""

LONGEST = 60


def read_zone(name: str) -> ZoneInfo:
    """A zone of the IANA database. Raises: ValueError, with the nearest where it is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        hint = _nearest(name)
        meant = f"did you mean {hint}?" if hint else "write it like Asia/Seoul or America/New_York"
        raise ValueError(f"{name[:LONGEST]!r} is no time zone; {meant}") from None


def _nearest(name: str) -> str | None:
    asked = name[:LONGEST].strip().casefold().replace(" ", "_")
    if asked in SHORT:
        return SHORT[asked]
    places = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(available_timezones())}
    whole = {zone.casefold(): zone for zone in places.values()}
    near = difflib.get_close_matches(asked, [*whole, *places], n=1, cutoff=0.75)
    return (whole | places)[near[0]] if near else None
