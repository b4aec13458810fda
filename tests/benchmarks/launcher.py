"""Runs one command and tells on standard error what it took.

A process begins its count of memory with what its parent has, so whoever measures memory
has to be small: this has no imports but these.
"""

import os
import sys
import time

began = time.perf_counter()
away = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=away)
_, status, used = os.wait4(process, 0)
wall, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
sys.stderr.write(f"{os.waitstatus_to_exitcode(status)} {wall} {cpu} {used.ru_maxrss}")
