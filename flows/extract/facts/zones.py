"""In which zone an outlet writes times that name none."""

from __future__ import annotations

from storage.address import split_address

# Countries that have one zone, by the last label of their addresses (IANA's zone.tab).
COUNTRIES = {
    "kr": "Asia/Seoul", "kp": "Asia/Pyongyang", "jp": "Asia/Tokyo", "cn": "Asia/Shanghai",
    "tw": "Asia/Taipei", "hk": "Asia/Hong_Kong", "sg": "Asia/Singapore",
    "ph": "Asia/Manila", "th": "Asia/Bangkok",
    "vn": "Asia/Ho_Chi_Minh", "my": "Asia/Kuala_Lumpur", "in": "Asia/Kolkata", "il": "Asia/Jerusalem",
    "tr": "Europe/Istanbul", "ua": "Europe/Kyiv", "uk": "Europe/London", "ie": "Europe/Dublin",
    "fr": "Europe/Paris", "de": "Europe/Berlin", "at": "Europe/Vienna", "ch": "Europe/Zurich",
    "it": "Europe/Rome", "nl": "Europe/Amsterdam", "be": "Europe/Brussels", "pl": "Europe/Warsaw",
    "cz": "Europe/Prague", "hu": "Europe/Budapest", "ro": "Europe/Bucharest", "gr": "Europe/Athens",
    "se": "Europe/Stockholm", "no": "Europe/Oslo", "dk": "Europe/Copenhagen", "fi": "Europe/Helsinki",
    "za": "Africa/Johannesburg", "eg": "Africa/Cairo", "ng": "Africa/Lagos", "ke": "Africa/Nairobi",
    "gov": "America/New_York", "mil": "America/New_York",
}  # fmt: skip


def zone_of(url: str) -> str | None:
    """The zone of the country that an address is in; None where it has several or the address names none."""
    host = split_address(url).hostname or ""
    return COUNTRIES.get(host.rstrip(".").rsplit(".", 1)[-1])
