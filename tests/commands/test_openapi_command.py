"""`kiosk openapi` prints the contracts as they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.contract.city_document import DOCUMENT as CITY
from tests.contract.openapi_snapshot import DESK, SNAPSHOT
from tests.contract.platform_document import DOCUMENT


@pytest.mark.parametrize(
    ("words", "kept"),
    [((), SNAPSHOT), (("terminals",), SNAPSHOT), (("desk",), DESK), (("platform",), DOCUMENT), (("city",), CITY)],
)
def test_a_contract_is_printed_byte_for_byte_as_it_is_kept(kiosk: Run, words: tuple[str, ...], kept: Path) -> None:
    ran = kiosk("openapi", *words)
    assert ran.code == 0
    assert ran.out == kept.read_text(encoding="utf-8")


def test_a_contract_that_there_is_not_is_refused_with_those_that_there_are(kiosk: Run) -> None:
    ran = kiosk("openapi", "phones")
    assert ran.code == 2
    assert all(name in ran.err for name in ("terminals", "desk", "platform", "city"))
