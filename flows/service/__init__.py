"""`hanmi serve`: a thin supervisor over the embedded Prefect server, the first cycle and the runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.config.settings import Settings


def serve(settings: Settings) -> int:
    """Run the service until it is asked to end (`flows.service.supervisor.serve`)."""
    # Here, so that a child's `-m flows.service.prefect.server` does not import the supervisor on its way.
    from flows.service.supervisor import serve as serve_here

    return serve_here(settings)
