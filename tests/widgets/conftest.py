"""What the tests of widgets may ask for: the stage of the pages."""

from __future__ import annotations

from tests.screens.conftest import stage

__all__ = ["stage"]
