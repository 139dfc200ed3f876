"""The image of the Containerfile, built on a base that is made here, and run as docs/operating.md says."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from flows.demo.mailbox import MailSink
from flows.demo.newsstand import Newsstand
from flows.demo.sinks import WebhookSink
from flows.demo.texts import made_up_piece, ncg_sentence
from tests.live_service import ROOT, wait_for
from tests.newsroom import Newsroom
from tests.postgres import find_port

TOOLS = ("mmdebstrap", "podman", "crun", "unshare")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="to make the base of an image takes root"),
]

HYBRID = Path("/sys/fs/cgroup/unified")
"""Where both kinds of control groups are mounted, which crun refuses: it is shown a machine without this."""

MOST = 4096

SHOWN = f'if [ -d {HYBRID} ]; then umount {HYBRID}; fi; exec "$0" "$@"'


@dataclass(frozen=True, slots=True)
class Podman:
    """Podman with images and containers of its own, which go with their folder."""

    folder: Path

    def words(self, *words: str) -> list[str]:
        places = ["--root", str(self.folder / "kept"), "--runroot", str(self.folder / "running")]
        return ["unshare", "--mount", "sh", "-c", SHOWN, "podman", *places, *words]

    def do(self, *words: str, seconds: float = 120) -> str:
        done = subprocess.run(self.words(*words), capture_output=True, text=True, timeout=seconds)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    def limits(self) -> list[str]:
        """The machine's own network, and fewer files and processes than Podman wants and may not give."""
        most = [f"--ulimit={name}={MOST}:{MOST}" for name in ("nofile", "nproc")]
        return ["--network=host", "--cgroups=disabled", *most]

    @contextmanager
    def running(self, image: str, volumes: Mapping[str, str], log: Path) -> Iterator[None]:
        """A container until it is told to stop, which ends it as it should."""
        mounts = [f"--volume={there}:{here}" for there, here in volumes.items()]
        command = self.words("run", "--rm", "--name=watch", *self.limits(), *mounts, image)
        with log.open("wb") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            yield
            self.do("stop", "--time=15", "watch")
            assert process.wait(30) == 0, log.read_text(errors="replace")[-2000:]
        finally:
            if process.poll() is None:
                self.do("kill", "watch")
                process.wait(30)


@pytest.fixture(scope="module")
def podman() -> Iterator[Podman]:
    with TemporaryDirectory(prefix="hanmi-podman-") as folder:
        opened = Podman(Path(folder))
        _make_base(opened)
        yield opened
        opened.do("system", "reset", "--force")


def _make_base(podman: Podman) -> None:
    """Debian with Python, which knows the certificates that this machine knows."""
    archive, known = podman.folder / "base.tar", ssl.get_default_verify_paths().cafile
    command = ["mmdebstrap", "--variant=minbase", "--include=python3,python3-venv,ca-certificates"]
    bundle = "/etc/ssl/certs/ca-certificates.crt"
    if known:
        command.append(f"--customize-hook=upload {Path(known).resolve()} {bundle}")
    made = subprocess.run([*command, "bookworm", str(archive)], capture_output=True, text=True, timeout=900)
    if made.returncode:
        pytest.skip(f"no base could be made: {made.stderr.strip().splitlines()[-1]}")
    podman.do("import", f"--change=ENV PIP_CERT={bundle}", str(archive), "localhost/base", seconds=300)
    archive.unlink()


@pytest.fixture(scope="module")
def image(podman: Podman) -> str:
    name = "localhost/hanmi-watch"
    options = ["--isolation=chroot", "--network=host", "--build-arg=BASE=localhost/base", f"--tag={name}"]
    podman.do("build", *options, str(ROOT), seconds=1200)
    return name


def test_the_image_is_built_and_tells_once(
    tmp_path: Path, stand: Newsstand, receiver: WebhookSink, postbox: MailSink, podman: Podman, image: str
) -> None:
    room = Newsroom(tmp_path, stand, receiver, postbox, every="30s")
    moment = datetime.now(UTC) - timedelta(minutes=10)
    outlet = room.open_outlet("dispatch")
    outlet.publish(made_up_piece(1, published=moment, extra=(ncg_sentence(1),)))
    port, log = find_port(), tmp_path / "container.log"
    room.write_config(f'[schedule]\nmonitor = "1m"\n[desk]\nlisten = "127.0.0.1:{port}"\n')
    volumes = {"hanmi": "/var/lib/hanmi", str(room.config): "/var/lib/hanmi/hanmi.toml:ro"}

    assert podman.do("run", "--rm", "--entrypoint=id", *podman.limits(), image, "--user").strip() == "10001"
    with podman.running(image, volumes, log):
        wait_for(lambda: room.told() == (1, 1), 240)
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == httpx.codes.OK
    asked = stand.count(outlet.rss)
    with podman.running(image, volumes, log):
        wait_for(lambda: stand.count(outlet.rss) > asked, 240)
        outlet.publish(made_up_piece(2, published=moment, extra=(ncg_sentence(2),)))
        wait_for(lambda: room.told() == (2, 2), 240)
    assert len({each.id for each in receiver.received()}) == 2
