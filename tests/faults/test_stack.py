"""A small office in pieces; `python -m tests.faults.stack` plays a large one."""

from __future__ import annotations

import shutil

import pytest

from tests.faults.stack.play import play


@pytest.mark.long
@pytest.mark.skipif(shutil.which("haproxy") is None, reason="haproxy stands before the replicas")
def test_visits_under_a_killed_replica_leave_balanced_books() -> None:
    played = play(visits=6, kiosks=2, faults=["kill"])
    assert played.unbalanced == []
    assert played.seen == {"paid": 6}
