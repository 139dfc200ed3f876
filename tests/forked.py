"""Commands of ours in processes of their own, forked from one that has imported what they use.

A process that runs one command imports for most of its time. Forked it has its own memory, limits,
environment and end all the same.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from flows.config.loading.load import load_settings

ROOT = Path(__file__).parents[1]
USED = ("flows.cli.run", "flows.cli.watching.watches", "flows.pipeline", "flows.wiring")


class Forker:
    """A process that forks one for each command, one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=30)  # its input ends, and so does it

    def run(
        self,
        *words: str,
        cwd: Path,
        memory_bytes: int,
        timeout_s: int,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """What `hanmi` with these words does and says; its status is -SIGALRM where it takes longer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            said = [f"{folder}/out", f"{folder}/err"]
            asked = {
                "words": words, "cwd": str(cwd), "said": said, "memory_bytes": memory_bytes,
                "timeout_s": timeout_s, "env": dict(os.environ if env is None else env),
            }  # fmt: skip
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
            out, err = (Path(path).read_text("utf-8") for path in said)
        return subprocess.CompletedProcess(words, status, out, err)


def main() -> None:
    """Fork for each line that comes in, and answer with the child's status."""
    for name in USED:
        importlib.import_module(name)
    load_settings(None, ROOT / "data")  # which reads what comes with the program, once a process
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become_command(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become_command(asked: dict[str, Any]) -> None:
    """Run the command as if it had been started by itself; it ends with the interpreter."""
    files = [os.open(os.devnull, os.O_RDONLY), *(_open_new(path) for path in asked["said"])]
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory_bytes"],) * 2)
    signal.alarm(asked["timeout_s"])
    sys.argv = ["hanmi", *asked["words"]]
    from flows.cli import main as run_command

    sys.exit(run_command())


def _open_new(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


if __name__ == "__main__":
    main()
