"""The simulated cities end as soon as a test is over."""

from __future__ import annotations

import pytest
import uvicorn

from tests.quick_server import QuickServer


@pytest.fixture(autouse=True)
def quick_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn, "Server", QuickServer)
