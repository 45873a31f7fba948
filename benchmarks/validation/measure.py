"""Run a command: ``python -I -S measure.py LIMIT LOG COMMAND…``; print its time, memory and end.

A process of its own and a small one, since the system counts the memory of whoever starts a
process as that process's own.
"""

from __future__ import annotations

import os
import signal
import sys
import time


def main() -> None:
    limit, log, *command = sys.argv[1:]
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.setsid()
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        os.execv(command[0], command)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.alarm(int(limit))
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(seconds, usage.ru_maxrss / unit, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
