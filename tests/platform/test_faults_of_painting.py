"""What Textual paints, parses and keeps too much of, for as long as it does."""

from __future__ import annotations

import gc
import weakref
from typing import Any, ClassVar

import pytest
from rich.cells import cached_cell_len, cell_len
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.css.styles import RenderStyles
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Static

from kiosk.platform.textual.component_styles import ComponentStylesKept
from kiosk.platform.textual.remembered_texts import forget_texts
from kiosk.platform.textual.strip_caches import make_no_caches
from kiosk.platform.textual.style_sheets import PLACES
from tests.platform.bare import bare, unneeded


def test_textual_keeps_a_widgets_lines_for_its_background() -> None:
    caches = bare("textual._styles_cache").StylesCache
    lines = caches()
    kept = weakref.ref(lines)
    lines.get_inner_outer(Color(0, 0, 0), Color(255, 255, 255))
    del lines
    gc.collect()
    assert kept() is not None, unneeded("style_cache")


CACHES = {name for name in Strip.__slots__ if name.endswith("_cache") and name != "_render_cache"}
"""The caches of a line, as it is installed. (`_render_cache` is a text or none.)"""


def test_textual_makes_all_caches_of_a_line_that_no_one_has_asked_for() -> None:
    line = bare("textual.strip").Strip([])
    made = {name for name in CACHES if hasattr(line, name)}
    assert made == CACHES, unneeded("strip_caches")


def test_a_line_of_the_kiosk_makes_the_caches_that_it_is_asked_for_as_textual_would() -> None:
    line, theirs = kiosk_line(), bare("textual.strip").Strip([])
    assert not [name for name in CACHES if made(line, name)]
    for name in CACHES:
        assert getattr(line, name)._maxsize == getattr(theirs, name)._maxsize
        assert getattr(line, name) is getattr(line, name), "what is put into it stays there"
    with pytest.raises(AttributeError):
        line._another_cache  # type: ignore[attr-defined]  # noqa: B018
    assert {name for name in theirs.__slots__ if hasattr(theirs, name)} == set(line.__slots__), "no slot is new"


def kiosk_line() -> Strip:
    make_no_caches()
    return Strip([Segment("車牌")])


def made(line: Strip, name: str) -> bool:
    """Return whether a line has made a cache, without asking for it."""
    try:
        Strip.__dict__[name].__get__(line)
    except AttributeError:
        return False
    return True


class Asked(Static):
    """Counts how often it is asked for lines."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.times = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.times += 1
        return super().render_lines(crop)


class TwoWidgets(App[None]):
    def compose(self) -> ComposeResult:
        yield Asked("one that changes")
        yield Asked("one that does not")


async def test_textual_asks_every_widget_for_its_lines_when_one_has_changed() -> None:
    app = TwoWidgets()
    async with app.run_test():
        changed, other = app.query(Asked)
        other.times = 0
        app.screen._compositor.update_widgets({changed})
        app.screen._compositor.render_update()
        assert other.times, unneeded("painting")


class Noted(Screen[None]):
    """Notes what it is asked to paint: regions of it, or with none of them all of it."""

    def __init__(self) -> None:
        self.painted: list[tuple[Region, ...]] = []
        super().__init__()

    def compose(self) -> ComposeResult:
        yield Button("one")
        yield Button("two")

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Any:
        if repaint:
            self.painted.append(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


async def test_textual_paints_the_whole_page_for_another_focus() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        page = Noted()
        await app.push_screen(page)
        await pilot.pause()
        page.painted.clear()
        page.set_focus(page.query(Button).last())
        assert () in page.painted, unneeded("focus_painting")


def parsed(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[str]]:
    """Return Textual's style sheet, and the sources that it has parsed."""
    module, sources = bare("textual.css.stylesheet"), []
    parse = module.parse

    def noted(scope: str, css: str, *arguments: Any, **named: Any) -> Any:
        sources.append(css)
        return parse(scope, css, *arguments, **named)

    monkeypatch.setattr(module, "parse", noted)
    return module.Stylesheet(), sources


def add(sheet: Any, number: int) -> None:
    sheet.add_source(f"#page-{number} {{ color: red; }}", read_from=(f"{number}.tcss", ""))


class Styled(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"styled--part"}
    DEFAULT_CSS = "Styled { & > .styled--part { color: $primary; } }"
    times = 0

    def get_component_styles(self, *names: str) -> RenderStyles:
        """Count how often the style of a part is worked out."""
        self.times += 1
        return super().get_component_styles(*names)


class Kept(ComponentStylesKept):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"styled--part"}
    DEFAULT_CSS = "Kept { & > .styled--part { color: $primary; } }"
    times = 0

    def get_component_styles(self, *names: str) -> RenderStyles:
        self.times += 1
        return super().get_component_styles(*names)


async def test_textual_works_a_parts_style_out_again_for_each_refresh() -> None:
    app: App[None] = App()
    async with app.run_test():
        bare, kept = Styled(), Kept()
        await app.mount(bare, kept)
        for widget in (bare, kept):
            widget.get_component_rich_style("styled--part")
            widget.times = 0
            widget.refresh()
            widget.get_component_rich_style("styled--part")
        assert bare.times, unneeded("component_styles")
        assert not kept.times


async def test_a_kept_style_is_worked_out_anew_for_another_theme() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        widget = Kept()
        await app.mount(widget)
        before = widget.get_component_rich_style("styled--part")
        app.theme = "nord"
        await pilot.pause()
        assert widget.get_component_rich_style("styled--part") != before


def test_textual_parses_all_style_sheets_for_a_page_that_brings_one(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, sources = parsed(monkeypatch)
    for number in range(3):
        add(sheet, number)
    sheet.parse()
    sources.clear()
    add(sheet, 3)
    sheet.reparse()
    assert len(sources) > 1, unneeded("style_sheets") + ", but for the places of its cache"


def test_textual_has_no_room_for_as_many_style_sheets_as_there_are_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, sources = parsed(monkeypatch)
    for number in range(PLACES // 2):
        add(sheet, number)
    sheet.parse()
    sources.clear()
    sheet.parse()
    assert sources, "no longer needed: the PLACES of kiosk/platform/textual/style_sheets.py"


async def test_textual_matches_again_the_styles_of_a_page_that_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = TwoWidgets()
    tried: list[object] = []
    async with app.run_test():
        check = app.stylesheet._check_rule

        def noted(rule: Any, path: Any) -> Any:
            tried.append(rule)
            return check(rule, path)

        monkeypatch.setattr(app.stylesheet, "_check_rule", noted)
        app.stylesheet.update(app.screen)
    assert tried, unneeded("matched_styles")


def test_rich_remembers_what_it_has_measured_until_it_is_made_to_forget() -> None:
    forget_texts()
    assert not cached_cell_len.cache_info().currsize
    cell_len("0912-345-678")
    assert cached_cell_len.cache_info().currsize, unneeded("remembered_texts")


class Named(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("name\x1b]52;c;b3duZWQ=", markup=False)


async def test_textual_paints_what_a_terminal_obeys() -> None:
    app = Named()
    async with app.run_test():
        painted = "".join(strip.text for strip in app.screen._compositor.render_strips())
    assert "\x1b]52" in painted, "no longer needed: delete kiosk/platform/terminal/guard.py"
