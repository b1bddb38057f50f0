"""A picture of every page: `uv run python -m tests.screens.shots FOLDER`, in each language, small and large."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path

from kiosk.languages import LANGUAGES
from tests.screens import area, forms, gallery
from tests.screens.gallery import View
from tests.screens.stage import Stage
from tests.screens.welcome.test_welcome import SERVICE

GALLERIES = (gallery.VIEWS, forms.FORMS, area.VIEWS)
SIZES = ((80, 24), (120, 40))


def take(folder: Path, views: Iterable[tuple[str, View]]) -> None:
    """Write `NAME-80x24-en.svg` and its like into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, view in views:
        for language in LANGUAGES:
            for columns, rows in SIZES:
                picture = asyncio.run(_picture(view, language, (columns, rows)))
                (folder / f"{name}-{columns}x{rows}-{language}.svg").write_text(picture, encoding="utf-8")


async def _picture(view: View, language: str, size: tuple[int, int]) -> str:
    stage = Stage(view.page, language=language)
    stage.app.service = SERVICE.model_copy(update={"trial_vehicles": ()})
    async with stage.played(size) as pilot:
        await stage.shown(pilot)
        if view.then is not None:
            view.then(stage)
        await pilot.pause()
        return stage.app.export_screenshot()


if __name__ == "__main__":
    take(Path(sys.argv[1]), [each for views in GALLERIES for each in views.items()])
