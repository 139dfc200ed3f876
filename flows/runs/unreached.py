"""What asking Prefect's server raises where it cannot be asked."""

from __future__ import annotations

import httpx
from prefect.exceptions import PrefectException

UNREACHED = (httpx.HTTPError, PrefectException, OSError)
"""It does not answer, answers with a fault, or is not there."""
