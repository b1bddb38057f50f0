"""What is in a process's memory stays there: no other process of the user reads it, and no core dump reaches a disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from kiosk import start
from kiosk.backend import serve
from kiosk.backend.configuration import ServeOptions
from kiosk.commands import desk
from kiosk.platform.machine import log, process
from tests.patience import PATIENCE

ASK = """
import ctypes, resource
from kiosk.platform.machine.process import keep_memory_private
keep_memory_private()
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE
print(dumpable, *resource.getrlimit(resource.RLIMIT_CORE))
"""


class HereError(Exception):
    """The precaution was taken; the start goes no further."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_a_process_that_keeps_its_memory_private_can_be_neither_debugged_nor_dumped() -> None:
    ran = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert ran.stdout.split() == ["0", "0", "0"]


@pytest.mark.parametrize(
    "begin",
    [start._load, lambda: serve.main(ServeOptions()), desk.keep_to_itself],
    ids=["the kiosk", "the backend", "the desk"],
)
def test_each_program_that_knows_secrets_keeps_its_memory_private(
    begin: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def here() -> None:
        raise HereError

    for module in (process, serve):
        monkeypatch.setattr(module, "keep_memory_private", here)
    for module in (log, serve):
        monkeypatch.setattr(module, "open_log", lambda: None)
    monkeypatch.setattr(serve, "handed_down", lambda _: pytest.fail("it starts without"))
    with pytest.raises(HereError):
        begin()
