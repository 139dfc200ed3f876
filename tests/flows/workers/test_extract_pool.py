"""The worker pool: limits, crashes and cancellations cost one job and one worker, never more."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.workers.pool import WorkerPool
from storage.errors import NoText, ReadError, TooSlow


def double(number: int) -> int:
    return 2 * number


def tell_pid(_: object = None) -> int:
    return os.getpid()


def loop_for_ever(_: str) -> None:
    while True:
        pass


def nap(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def nap_from_to(seconds: float) -> tuple[int, float, float]:
    """Who napped, and from when to when."""
    began = time.monotonic()
    return nap(seconds), began, time.monotonic()


def take_memory(_: str) -> int:
    return len(bytearray(3_000_000_000))


def die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def refuse(about: str) -> None:
    raise NoText(about, "no text", "a hint")


def divide(_: str) -> float:
    return 1 / 0


def grow(body: bytes) -> bytes:
    return body + body


def list_modules(_: object = None) -> list[str]:
    for name in ("extract.page", "files.kinds.seed_text", "files.kinds.archive_pages"):
        importlib.import_module(f"flows.{name}")
    return sorted(sys.modules)


def gone(pid: int, within_s: float = 3.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_results_come_back_and_workers_are_kept() -> None:
    async def scene() -> None:
        async with WorkerPool(1) as pool:
            assert await pool.run(double, 21) == 42
            assert await pool.run(tell_pid) == await pool.run(tell_pid) != os.getpid()

    asyncio.run(scene())


def test_a_job_over_a_limit_or_cap_fails_alone() -> None:
    async def scene() -> None:
        async with WorkerPool(2, limit_s=0.4) as pool:
            slow, memory, dead, fine = await asyncio.gather(
                pool.run(loop_for_ever, "https://slow.example/"),
                pool.run(take_memory, "https://big.example/"),
                pool.run(die, "https://crash.example/"),
                pool.run(double, 4),
                return_exceptions=True,
            )
            assert isinstance(slow, TooSlow)
            assert slow.about == "https://slow.example/"
            assert isinstance(memory, ReadError)
            assert "memory" in memory.why
            assert isinstance(dead, ReadError)
            assert "signal 11" in dead.why
            assert fine == 8
            assert await pool.run(double, 5) == 10

    asyncio.run(scene())


def test_our_errors_come_back_as_they_were_and_bugs_with_their_trace() -> None:
    async def scene() -> None:
        async with WorkerPool(1) as pool:
            with pytest.raises(NoText) as caught:
                await pool.run(refuse, "https://a.example/")
            assert (caught.value.about, caught.value.why, caught.value.hint) == (
                "https://a.example/",
                "no text",
                "a hint",
            )
            with pytest.raises(ReadError, match="ZeroDivisionError"):
                await pool.run(divide, "x")
            assert await pool.run(double, 1) == 2

    asyncio.run(scene())


def test_large_jobs_and_answers_pass() -> None:
    async def scene() -> None:
        async with WorkerPool(2) as pool:
            body = os.urandom(5_000_000)
            answers = await asyncio.gather(*(pool.run(grow, body) for _ in range(4)))
            assert all(answer == body + body for answer in answers)

    asyncio.run(scene())


def test_both_workers_work_at_once_and_never_more() -> None:
    async def scene() -> None:
        async with WorkerPool(2) as pool:
            await asyncio.gather(pool.run(nap, 0.2), pool.run(nap, 0.2))
            spans = await asyncio.gather(*(pool.run(nap_from_to, 0.25) for _ in range(4)))
            assert len({pid for pid, _, _ in spans}) == 2
            at_once = [sum(began <= moment < ended for _, began, ended in spans) for _, moment, _ in spans]
            assert max(at_once) == 2

    asyncio.run(scene())


def test_a_worker_is_replaced_after_its_jobs() -> None:
    async def scene() -> None:
        async with WorkerPool(1, jobs_per_worker=2) as pool:
            pids = [await pool.run(tell_pid) for _ in range(4)]
            assert pids[0] == pids[1] != pids[2] == pids[3]

    asyncio.run(scene())


def test_a_cancelled_job_leaves_no_worker_behind_it() -> None:
    async def scene() -> None:
        async with WorkerPool(1) as pool:
            pid = await pool.run(tell_pid)
            task = asyncio.create_task(pool.run(nap, 30))
            waiting = asyncio.create_task(pool.run(double, 3))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await waiting == 6
            assert gone(pid)

    asyncio.run(scene())


def test_closing_ends_busy_workers_at_once() -> None:
    async def scene() -> None:
        pool = WorkerPool(2)
        pid = await pool.run(tell_pid)
        job = asyncio.create_task(pool.run(nap, 30, about="long"))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await pool.close()
        assert time.monotonic() - began < 10, "not the thirty seconds of the job"
        with pytest.raises(ReadError, match="closed"):
            await job
        assert gone(pid)
        with pytest.raises(RuntimeError, match="closed"):
            await pool.run(double, 1)
        await pool.close()

    asyncio.run(scene())


def test_one_pool_serves_one_event_loop_after_another() -> None:
    pool = WorkerPool(1)
    first = asyncio.run(pool.run(tell_pid))
    second = asyncio.run(pool.run(tell_pid))
    asyncio.run(pool.close())
    assert first == second


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_die_with_a_parent_that_is_killed() -> None:
    code = (
        "import asyncio\n"
        "from flows.workers.pool import WorkerPool\n"
        "from tests.flows.workers.test_extract_pool import tell_pid, loop_for_ever\n"
        "async def main():\n"
        "    pool = WorkerPool(2)\n"
        "    asyncio.get_running_loop().create_task(pool.run(loop_for_ever, 'x'))\n"
        "    print(await pool.run(tell_pid), flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=root, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    assert gone(pid)


def test_workers_load_neither_prefect_nor_sqlalchemy() -> None:
    async def scene() -> list[str]:
        async with WorkerPool(1) as pool:
            return await pool.run(list_modules)

    heads = {name.split(".")[0] for name in asyncio.run(scene())}
    assert not heads & {"prefect", "sqlalchemy", "alembic", "fastapi"}
