"""Hardening of the process: other processes cannot read its memory, and no core dump reaches a disk."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import resource
import sys

from kiosk.platform.machine.paths import log_folder

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def keep_memory_private() -> None:
    """Turn off core dumps, and on Linux debugging by other processes of the same user; raise `OSError` if refused."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def note_faults() -> None:
    """Have a crash below Python leave the places it happened in, without values, in `fault.log`; raise `OSError`."""
    fault_log = os.open(log_folder() / "fault.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    faulthandler.enable(fault_log)
