"""A fuzzer for the decoder of cities' answers: `uv run --with atheris python -m tests.backend.registers.national.fuzz`.

It takes libFuzzer's options, such as `-max_total_time=600` for ten minutes, and ends with the first answer that crashes
the decoder, or becomes "nothing owed" without being a valid success that says so.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.backend.registers.national.samples import CAR, NOTHING, TWO_BILLS, bill, refused, reminder, result, success
from tests.backend.registers.national.verdict import content_of, says_that_nothing_is_owed

SEEDS = (
    NOTHING,
    TWO_BILLS,
    success(result([], [])),
    success(result(None, [reminder()])),
    success(result([bill(amount="1,250", ParkingHours="-1")], [], TotalAmount="1,250")),
    refused("ERR02"),
    b"\xef\xbb\xbf" + TWO_BILLS,
    b"null",
    b"<html>",
)


def main() -> None:
    """Fuzz until stopped."""
    # Not a dependency: it comes with `uv run --with atheris`.
    atheris: Any = importlib.import_module("atheris")

    with atheris.instrument_imports(include=["kiosk.backend.registers.national", "kiosk.contract", "json"]):
        from kiosk.backend.registers.national.answers import decode
        from kiosk.backend.registers.national.questions import NotAnsweredError

    def one(body: bytes) -> None:
        try:
            answer = decode(body, CAR)
        except NotAnsweredError:
            return
        if not answer.payable and not says_that_nothing_is_owed(content_of(body)):
            raise AssertionError('this became "nothing owed"')

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS):
            (Path(folder) / f"{number}.json").write_bytes(seed)
        atheris.Setup([*sys.argv, folder], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
