"""On the panels that docs/operating/panels.md names, letters and keys are as large as people need them."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands import doctor_machine
from kiosk.commands.doctor_machine import LEAST_CAPITAL, LEAST_KEY, Window, sizes
from kiosk.commands.findings import Mark
from kiosk.screens.pay.plate import PlatePage
from kiosk.widgets.ground.footer import KioskFooter
from kiosk.widgets.typing.pad import Pad
from tests.screens.forms import FORMS
from tests.screens.gallery import View, asked
from tests.screens.stage import Stage

ROOT = Path(__file__).parents[3]
FOOT = (ROOT / "assets" / "deploy" / "foot.ini").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "operating" / "panels.md").read_text(encoding="utf-8")

PANELS = [
    (float(inches), (int(wide), int(high)), int(points), (int(columns), int(rows)))
    for inches, wide, high, points, columns, rows in re.findall(
        r'^\| ([\d.]+)" \w+ \| (\d+) × (\d+) \| (\d+)[^|]*\| (\d+) × (\d+) \|', PAGE, re.MULTILINE
    )
]
SHIPPED = [panel for panel in PANELS if panel[0] == 21.5]


def cell(points: int, rounded: Any) -> tuple[int, int]:
    """Return the pixels of a cell: Noto Sans Mono is 0.6 em wide and 1.362 em high; foot takes 96 pixels an inch."""
    em = points * 96 / 72
    return rounded(0.6 * em), rounded(1.362 * em)


def test_the_font_that_is_shipped_is_the_one_for_both_panels() -> None:
    assert len(SHIPPED) == 2
    assert len(PANELS) >= 5
    sizes = re.findall(r"^font=.*:size=(\d+),.*:size=(\d+)$", FOOT, re.MULTILINE)
    assert sizes == [(str(panel[2]), str(panel[2])) for panel in SHIPPED[:1]]
    assert SHIPPED[0][2] == SHIPPED[1][2]


@pytest.mark.parametrize("panel", PANELS, ids=str)
def test_capital_letters_and_keys_are_large_enough_on_every_panel_that_is_named(panel: Any) -> None:
    inches, (wide, high), points, (columns, rows) = panel
    windows = [
        Window(wide // cell(points, up)[0], high // cell(points, up)[1], wide, high) for up in (math.floor, math.ceil)
    ]
    assert windows[1].columns <= columns <= windows[0].columns
    assert windows[1].rows <= rows <= windows[0].rows
    capital = points / 72 * 96 * 0.714 * inches * 25.4 / math.hypot(wide, high)
    assert capital >= LEAST_CAPITAL
    _, key = sizes(windows[1], inches)
    assert key >= LEAST_KEY


@pytest.mark.variants
@pytest.mark.parametrize("panel", SHIPPED, ids=str)
async def test_every_key_on_the_shipped_panels_is_20_mm_wide_and_high(panel: Any) -> None:
    inches, (wide, high), points, _ = panel
    across, down = cell(points, math.ceil)
    size, pixel = (wide // across, high // down), inches * 25.4 / math.hypot(wide, high)
    views = {
        "plate": View(lambda: PlatePage(asked)),
        **{name: FORMS[name] for name in ("mobile", "email", "sign-in", "code")},
    }
    for name, view in views.items():
        stage: Stage[Any] = Stage(view.page)
        async with stage.played(size):
            for pad in stage.app.screen.query(Pad):  # type: ignore[type-abstract]
                for key in pad.targets:
                    side = min(key.region.width * across, key.region.height * down) * pixel
                    assert side >= LEAST_KEY, (name, key, f"{side:.1f} mm")
            for aid in stage.app.screen.query_one(KioskFooter).targets:
                assert aid.region.height * down * pixel >= LEAST_KEY


@pytest.mark.parametrize(
    ("window", "mark"),
    [
        (Window(112, 28, 1920, 1080), Mark.OK),
        (Window(63, 50, 1080, 1920), Mark.OK),
        (Window(120, 29, 1920, 1080), Mark.WARNING),
        (Window(160, 45, 1920, 1080), Mark.WARNING),
        (None, Mark.WARNING),
    ],
)
def test_doctor_warns_where_letters_or_keys_are_too_small_for_the_panel(
    monkeypatch: pytest.MonkeyPatch, window: Window | None, mark: Mark
) -> None:
    monkeypatch.setattr(doctor_machine, "window", lambda: window)
    assert [finding.mark for finding in doctor_machine.letters(21.5)] == [mark]
    assert list(doctor_machine.letters(0.0)) == []
