"""The embedded Prefect server from outside: home, secret, address and settings, without Prefect."""

from __future__ import annotations

import base64
import http.client
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from storage.private import write_private

PACKAGE_ROOT = Path(__file__).resolve().parents[3]

KEPT_PREFIXES = ("PREFECT_LOGGING_", "PREFECT_SERVER_UI_", "PREFECT_UI_")
"""What a user may set for the embedded server too; other PREFECT_ variables are meant for another."""

CLIENT_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # else "database is locked" at start, and a network call
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",  # a run never starts a server of its own
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SETTINGS_PATH": str(Path(__file__).with_name("logging.yml")),
    "MALLOC_ARENA_MAX": "2",
}

SERVER_SETTINGS = {
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": "",
    "PREFECT_SERVER_API_CORS_ALLOWED_METHODS": "",
    "PREFECT_SERVER_API_CORS_ALLOWED_HEADERS": "",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    # In memory, a power cut would lose the lease but keep the slot: under limit 1 the deployment is stuck
    # for good.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
    # Only rows inserted ahead of time can become late: few of them.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "2",
    # A minute's worth at the shortest pace, since the scheduler comes round once a minute.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "6",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT60S",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P3D",
    # Nobody here uses these, and together they cost half of the idle server's work.
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Where a Prefect API answers; `secret` is what our own server asks for, None for the user's server."""

    url: str
    secret: str | None = field(default=None, repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The HTTP headers that a request needs."""
        if self.secret is None:
            return {}
        return {"Authorization": "Basic " + base64.b64encode(self.secret.encode()).decode()}


def engine_home(data_dir: Path) -> Path:
    """PREFECT_HOME: the folder of everything that Prefect writes."""
    return data_dir / "prefect"


def new_engine(port: int) -> Engine:
    """The engine of a service that starts, with a new secret.

    The embedded server runs deployments, that is code: whoever could speak to it could run anything. And a
    secret is of no use once its service has ended, since somebody else may listen on that port by then.
    """
    return Engine(url=f"http://127.0.0.1:{port}/api", secret="hanmi:" + secrets.token_urlsafe(32))


def leave_engine(data_dir: Path, engine: Engine) -> None:
    """Leave address and secret where other commands of this user look. Raises: OSError."""
    path = _engine_path(data_dir)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(path, json.dumps({"url": engine.url, "secret": engine.secret}))


def read_engine(data_dir: Path) -> Engine | None:
    """The embedded server of the service that uses this data directory, None where none left its address."""
    try:
        found = json.loads(_engine_path(data_dir).read_text())
        url, secret = found["url"], found["secret"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if isinstance(url, str) and isinstance(secret, str):
        return Engine(url=url, secret=secret)
    return None


def forget_engine(data_dir: Path) -> None:
    """Remove the file that tells other commands where the API is."""
    with suppress(OSError):
        _engine_path(data_dir).unlink()


def _engine_path(data_dir: Path) -> Path:
    return engine_home(data_dir) / "engine.json"


def answers(engine: Engine, timeout_s: float = 2.0) -> bool:
    """Whether the API is up, by its health address. A proxy in the environment is not asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        request = urllib.request.Request(engine.url + "/health", headers=engine.headers)  # noqa: S310 - our own setting
        with opener.open(request, timeout=timeout_s) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return engine.secret is None and error.code < 500  # how to log in there is Prefect's to know
    except (OSError, ValueError, http.client.InvalidURL):
        return False


def await_engine(engine: Engine, patience: timedelta) -> bool:
    """Whether the API answers before patience ends."""
    deadline = time.monotonic() + patience.total_seconds()
    while not (up := answers(engine, max(0.1, min(2.0, deadline - time.monotonic())))):
        if time.monotonic() >= deadline:
            break
        time.sleep(0.1)
    return up


def client_environment(data_dir: Path, engine: Engine) -> dict[str, str]:
    """The settings under which Prefect speaks to this server, to be set before Prefect is imported."""
    if engine.secret is None:
        return {"PREFECT_API_URL": engine.url}
    return CLIENT_SETTINGS | {
        "PREFECT_HOME": str(engine_home(data_dir)),
        "PREFECT_API_URL": engine.url,
        "PREFECT_API_AUTH_STRING": engine.secret,
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }


def server_environment(data_dir: Path, secret: str, kept: timedelta = timedelta(days=14)) -> dict[str, str]:
    """The settings of the embedded server itself, which keeps the history of runs for so long."""
    return (
        CLIENT_SETTINGS
        | SERVER_SETTINGS
        | {
            "PREFECT_HOME": str(engine_home(data_dir)),
            "PREFECT_SERVER_API_AUTH_STRING": secret,
            "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": f"{kept.total_seconds():.0f}",
        }
    )


def compose_environment(inherited: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a child: what is inherited, less what would steer Prefect elsewhere, and ours.

    The package's folder goes on PYTHONPATH, so that a clone that is not installed works too.
    """
    embedded = "PREFECT_HOME" in ours
    ambient = {
        name: value for name, value in inherited.items() if not (embedded and name.startswith("PREFECT"))
    }
    wanted = {name: value for name, value in inherited.items() if name.startswith(KEPT_PREFIXES)}
    roots = [str(PACKAGE_ROOT), *filter(None, [inherited.get("PYTHONPATH")])]
    return {**ambient, **ours, **wanted, "PYTHONPATH": os.pathsep.join(roots)}


def child_command(module: str, *arguments: str) -> list[str]:
    """The command line that runs one of our modules with this interpreter."""
    return [sys.executable, "-m", module, *arguments]
