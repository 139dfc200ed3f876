"""A few worker processes that read hostile bytes and can be killed at a limit, behind one await."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from typing import TypeVar, cast

from flows.workers.places import Places
from flows.workers.worker import Answer
from storage.errors import HanmiError, ReadError, TooSlow
from storage.records.fetch_texts import FetchCode
from storage.records.reasons import Reason

T = TypeVar("T")
log = logging.getLogger("hanmi.extract")

JOBS_PER_WORKER = 500
"""After so many a worker is replaced: parsers leak, and memory must stay level over months."""
MEMORY_BYTES = 1_000_000_000
START_S = 30.0
"""What a worker may take for its imports, beside the job's own limit."""
END_S = 0.7
LARGE_JOB = 32_000
"""Bytes above which sending may fill the pipe and is left to a thread."""
HINT = Reason(FetchCode.HARMLESS)
# Workers read what strangers wrote: they are given no secrets, and the paths of our modules.
ENVIRONMENT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "SYSTEMROOT",
    "PYTHONHASHSEED",
    "PYTHONPYCACHEPREFIX",
    "VIRTUAL_ENV",
)


class WorkerPool:
    """Runs named module-level functions in worker processes, one job a worker at a time, outlets in turn.

    Workers start with the first jobs, as fresh interpreters. They ignore SIGINT, end with their
    parent however it dies, and are replaced after `jobs_per_worker` jobs or when a job went over
    a limit; `memory_bytes` bounds what a worker maps beyond an empty one. Not thread-safe; use
    it from one event loop at a time, of which a fresh one may follow a finished one.
    """

    def __init__(
        self,
        workers: int = 2,
        limit_s: float = 20.0,
        *,
        memory_bytes: int = MEMORY_BYTES,
        jobs_per_worker: int = JOBS_PER_WORKER,
    ) -> None:
        self._size = max(1, workers)
        self._limit_s = limit_s
        self._memory_bytes = memory_bytes
        self._jobs_per_worker = jobs_per_worker
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._dead: list[_Worker] = []
        self._places = Places(self._size)
        self._closed = False

    async def run(self, function: Callable[..., T], *args: object, about: str = "") -> T:
        """The function's result from a worker; arguments and result must pickle.

        `about` names the thing in errors; left out, the first argument that is text does.
        Waiting for a free worker, and a worker's imports, do not count towards the limit.
        Raises: TooSlow over the limit; ReadError over the memory cap or when the worker died;
        our own errors as the function raises them; any other error of it as ReadError too, its
        trace logged: what strangers wrote finds the bugs of parsers, and must stop nothing else.
        """
        about = about or next(
            (arg for arg in args if isinstance(arg, str)), getattr(function, "__name__", "job")
        )
        job = pickle.dumps((function, args), protocol=pickle.HIGHEST_PROTOCOL)
        if self._closed:
            raise RuntimeError("the worker pool is closed")
        outlet = await self._places.take()
        try:
            answer = await self._ask(job, about)
        finally:
            self._places.free(outlet)
        return cast(T, _open_answer(answer, about))

    async def close(self) -> None:
        """End all workers, busy ones included, within a second. Closing twice does nothing."""
        self.kill()
        await asyncio.to_thread(self._reap, END_S)

    def kill(self) -> None:
        """End all workers without waiting for them; jobs under way end as ReadError."""
        self._closed = True
        for worker in [*self._idle, *self._busy]:
            worker.kill()
        self._dead += self._idle
        self._idle.clear()

    async def __aenter__(self) -> WorkerPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _ask(self, job: bytes, about: str) -> Answer:
        self._reap(0)
        worker = self._take()
        try:
            answer = await worker.ask(job, self._limit_s)
        except TimeoutError:
            raise TooSlow(about, Reason(FetchCode.READING_SLOW, seconds=f"{self._limit_s:g}"), HINT) from None
        except EOFError:
            why = Reason(FetchCode.READER_CLOSED) if self._closed else worker.cause_of_death()
            raise ReadError(about, Reason(FetchCode.READER_ENDED, why=why), HINT) from None
        else:
            if answer[0] != "memory" and worker.jobs < self._jobs_per_worker and not self._closed:
                self._busy.discard(worker)
                self._idle.append(worker)
            return answer
        finally:
            # Whatever else happened, cancelling included, the worker may be within a job.
            if worker in self._busy:
                self._busy.discard(worker)
                worker.kill()
                self._dead.append(worker)

    def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive():
                break
            worker.kill()
            self._dead.append(worker)
        else:
            if self._closed:
                raise RuntimeError("the worker pool is closed")
            worker = _Worker(self._memory_bytes)
        self._busy.add(worker)
        return worker

    def _reap(self, seconds: float) -> None:
        self._dead = [worker for worker in self._dead if not worker.is_buried(seconds)]


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, memory_bytes: int) -> None:
        self._pipe, theirs = Pipe(duplex=True)
        inherited = os.environ.copy()
        environment = {name: inherited[name] for name in ENVIRONMENT if name in inherited}
        environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)
        command = [sys.executable, "-m", "flows.workers.worker", str(theirs.fileno()), str(memory_bytes)]
        try:
            # A session of its own: Ctrl-C in the terminal is for the parent, from the first instant.
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                pass_fds=(theirs.fileno(),),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        finally:
            # Only the worker holds its end, so that each side sees the other go.
            theirs.close()
        self.jobs = 0

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    async def ask(self, job: bytes, limit_s: float) -> Answer:
        """The answer to a job. Raises: TimeoutError over the limit; EOFError where the worker died."""
        if not self.jobs:
            await self._expect("ready")
        self.jobs += 1
        async with asyncio.timeout(START_S):
            await self._send(job)
        await self._expect("begun")
        async with asyncio.timeout(limit_s):
            return await self._receive()

    async def _expect(self, kind: str) -> None:
        """Wait for the worker's imports, which are not the job's fault."""
        try:
            async with asyncio.timeout(START_S):
                answer = await self._receive()
        except TimeoutError:
            raise EOFError from None
        if answer[0] != kind:
            raise EOFError

    async def _send(self, job: bytes) -> None:
        try:
            if len(job) > LARGE_JOB:
                await asyncio.get_running_loop().run_in_executor(None, self._pipe.send_bytes, job)
            else:
                self._pipe.send_bytes(job)
        except (OSError, ValueError) as error:
            raise EOFError from error

    async def _receive(self) -> Answer:
        loop = asyncio.get_running_loop()
        arrived: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self._pipe.fileno(), _arrive, arrived)
        try:
            await arrived
        finally:
            loop.remove_reader(self._pipe.fileno())
        try:
            return cast(Answer, pickle.loads(self._pipe.recv_bytes()))  # noqa: S301 - our own child's
        except (OSError, TypeError, pickle.UnpicklingError, AttributeError, ImportError) as error:
            raise EOFError from error

    def cause_of_death(self) -> Reason:
        """In words, from the exit status; waits a moment for it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_S)
        code = self._process.returncode
        if code is not None and code < 0:
            return Reason(FetchCode.READER_KILLED, signal=-code)
        return Reason(FetchCode.READER_STATUS, status=code)

    def kill(self) -> None:
        """End the process at once. The pipe stays open, so that whoever waits sees its end."""
        if self._process.poll() is None:
            self._process.kill()

    def is_buried(self, seconds: float) -> bool:
        """Whether the process is gone and what it held is free; waits for it at most so long."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        self._pipe.close()
        return True


def _arrive(arrived: asyncio.Future[None]) -> None:
    if not arrived.done():
        arrived.set_result(None)


def _open_answer(answer: Answer, about: str) -> object:
    kind, value = answer
    if kind == "result":
        return value
    if kind == "memory":
        raise ReadError(about, Reason(FetchCode.READER_LARGE), HINT)
    if isinstance(value, HanmiError):
        raise value
    trace = str(value).strip()
    log.error("reader failed: url=%s trace=%s", about, trace)
    why = Reason(FetchCode.READER_FAILED, error=trace.splitlines()[-1][:200])
    raise ReadError(about, why, Reason(FetchCode.LOG_HAS_IT))
