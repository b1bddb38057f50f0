"""The line of keys where the window is too narrow for all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kiosk.contract.desk.session import Permission
from kiosk.desk.widgets.key_line import KeyWord, fitting
from tests.desk.office import desk
from tests.desk.test_refunding import CLERK, Refunding

words = st.builds(KeyWord, st.sampled_from(["F1", "F8", "F12", "Esc"]), st.text("ab鎖", min_size=1, max_size=9))


def cells(keys: list[KeyWord]) -> int:
    return cell_len("  ".join(f"{word.key} {word.does}" for word in keys)) + 1


@given(st.lists(words, max_size=9), st.integers(0, 9), st.integers(20, 130))
def test_the_last_ones_give_way_and_those_that_stay_do_not(keys: list[KeyWord], which: int, width: int) -> None:
    keys = [word._replace(stays=place == which) for place, word in enumerate(keys)]
    kept = fitting(keys, width)
    assert cells(kept) <= width or all(word.stays for word in kept)
    others = [word for word in keys if not word.stays]
    assert [word for word in kept if not word.stays] == others[: len([word for word in kept if not word.stays])]
    assert [word for word in kept if word.stays] == [word for word in keys if word.stays]
    left = others[len([word for word in kept if not word.stays]) :]
    assert not left or cells([*kept, left[0]]) > width, "nothing gives way that there is room for"


async def test_how_to_lock_stands_there_whatever_else_can_be_done() -> None:
    office = Refunding((*CLERK, Permission.TERMINAL_HOUR))
    async with desk(office, size=(80, 24), language="en") as at:
        await at.sign_in()
        await at.shows("F10 Terminal", "F12 Lock")
        await at.find("BKZ-5937")
        await at.shows("F8 Number", "F12 Lock")
