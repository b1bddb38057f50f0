"""The command that plays many worlds plays all of them, also after its first processes have been replaced."""

from __future__ import annotations

import re
import sys

import pytest

from tests.simulation import __main__ as command


@pytest.mark.long
def test_worlds_go_on_after_processes_were_replaced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "WORLDS_A_PROCESS", 1)
    monkeypatch.setattr(sys, "argv", ["simulation", "--visitors", "3", "--world", "1", "--processes", "1"])
    assert command.main() == 0
    printed = capsys.readouterr().out
    assert sorted(re.findall(r"^seed (\d+): 1 visitors, 0 faults", printed, re.MULTILINE)) == ["1", "2", "3"]
    assert "3 visitors, 0 faults," in printed
