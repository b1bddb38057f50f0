"""Whatever was acknowledged is there when the power comes back."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.power_cuts.cuts import build_recorder, cut, record
from tests.power_cuts.disk import DATABASE, WAL, Disk, Operation, read
from tests.power_cuts.workload import OURS

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc builds the recorder of what SQLite writes")
PAYMENTS = 30


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_recorder(tmp_path_factory.mktemp("recorder"))


@needs_gcc
def test_a_thousand_power_cuts_lose_nothing_that_was_acknowledged(recorder: Path, tmp_path: Path) -> None:
    recorded = record(tmp_path, recorder, PAYMENTS, OURS)
    assert {what for what, _ in recorded.facts} == {"made", "confirmed", "charged", "cancelled", "paid", "unusable"}
    assert cut(recorded, tmp_path, 1000, seed=1) == {"ok": 1000}


@pytest.mark.long
@needs_gcc
def test_without_full_syncs_power_cuts_lose_what_was_acknowledged(recorder: Path, tmp_path: Path) -> None:
    found = cut(record(tmp_path, recorder, PAYMENTS, "NORMAL"), tmp_path, 100, seed=1)
    assert sum(number for what, number in found.items() if what.startswith("lost: ")) > 10, found


def write(file: int, offset: int, data: bytes) -> Operation:
    return Operation("w", file, offset, data)


def test_what_was_synced_is_there_and_what_was_not_may_be() -> None:
    disk = Disk()
    disk.follow(write(WAL, 0, b"a" * 2048))
    disk.follow(Operation("s", WAL, 0, b""))
    disk.follow(write(WAL, 512, b"b" * 1024))
    disk.follow(write(DATABASE, 0, b"c"))
    found = [disk.cut(Random(seed)) for seed in range(200)]
    assert {bytes(files[DATABASE]) for files in found} == {b"", b"c"}
    contents = {bytes(files[WAL]) for files in found}
    # Nothing, the first sector, the second, both; and torn ones.
    assert {b"a" * 2048, b"a" * 512 + b"b" * 1024 + b"a" * 512} < contents
    assert b"a" * 512 + b"b" * 512 + b"a" * 1024 in contents
    assert b"a" * 1024 + b"b" * 512 + b"a" * 512 in contents
    assert all(len(content) == 2048 and content[:512] == b"a" * 512 for content in contents)


def test_a_truncation_may_be_lost_too() -> None:
    disk = Disk()
    disk.follow(write(WAL, 0, b"abcdef"))
    disk.follow(Operation("s", WAL, 0, b""))
    disk.follow(Operation("t", WAL, 2, b""))
    assert {bytes(disk.cut(Random(seed))[WAL]) for seed in range(50)} == {b"ab", b"abcdef"}


def test_a_record_that_ends_in_the_middle_is_no_record() -> None:
    with pytest.raises(ValueError, match="middle"):
        list(read(b"w\x01"))
