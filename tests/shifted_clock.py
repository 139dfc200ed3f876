"""A clock that a test sets, seen by a whole tree of processes: its library stands before the system's own."""

from __future__ import annotations

import shutil
import struct
import subprocess
from datetime import timedelta
from pathlib import Path

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long shift(void) {
    static volatile long *at;
    static long none;
    if (!at) {
        const char *path = getenv("TEST_CLOCK_SHIFT");
        int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        void *found = fd < 0 ? MAP_FAILED : mmap(0, sizeof(long), PROT_READ, MAP_SHARED, fd, 0);
        if (fd >= 0) close(fd);
        at = found == MAP_FAILED ? &none : found;
    }
    return *at;
}

int clock_gettime(clockid_t id, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(id, now);
    if (!failed && id == CLOCK_REALTIME) now->tv_sec += shift();
    return failed;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    out->tv_sec = now.tv_sec;
    out->tv_usec = now.tv_nsec / 1000;
    return 0;
}
"""


class ShiftedClock:
    """The wall clock of every process that is started with `environment`; their other clocks go on."""

    def __init__(self, folder: Path) -> None:
        """Raises: FileNotFoundError: there is no C compiler; subprocess.CalledProcessError: it fails."""
        compiler = shutil.which("cc")
        if compiler is None:
            raise FileNotFoundError("cc")
        source, library = folder / "clock.c", folder / "clock.so"
        source.write_text(_SOURCE)
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
        subprocess.run(command, check=True, capture_output=True)
        self._shift = folder / "clock.shift"
        self._shift.write_bytes(struct.pack("l", 0))
        self.environment = {"LD_PRELOAD": str(library), "TEST_CLOCK_SHIFT": str(self._shift)}

    def set_ahead(self, by: timedelta) -> None:
        """Set it so far ahead of the machine's, for all at once."""
        with self._shift.open("r+b") as file:
            file.write(struct.pack("l", int(by.total_seconds())))
