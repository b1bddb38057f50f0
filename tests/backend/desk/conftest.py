from __future__ import annotations

import pytest

from kiosk.backend.store.database import Database
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import ManualClock


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())
