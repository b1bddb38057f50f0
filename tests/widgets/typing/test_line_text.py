"""What each key makes of a line of text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.typing.line_text import LineText

NAME = "歐‧蜜·偉浪"


def test_an_input_method_puts_several_characters_in_at_once() -> None:
    line = LineText().typed("王小").typed("明")
    assert line == LineText("王小明", 3)


def test_typing_goes_on_where_the_cursor_is() -> None:
    line = LineText.at_end("王明").moved(right=False).typed("小")
    assert line == LineText("王小明", 2)


def test_a_letter_goes_with_the_marks_on_it() -> None:
    line = LineText.at_end("Nga\u0304")
    assert line.rubbed_out() == LineText("Ng", 2)
    assert line.at(2).deleted() == LineText("Ng", 2)
    assert line.moved(right=False).cursor == 2
    assert line.characters() == ["N", "g", "a\u0304"]


def test_at_the_ends_nothing_happens() -> None:
    line = LineText.at_end(NAME)
    assert line.deleted() == line.moved(right=True) == line
    assert line.at(0).rubbed_out() == line.at(0).moved(right=False) == line.at(-5)


STEPS = st.sampled_from(["rub", "delete", "left", "right", "home", "end"]) | st.text(max_size=3).map(lambda t: f"+{t}")


@given(st.lists(STEPS, max_size=20))
def test_the_cursor_never_leaves_the_text(steps: list[str]) -> None:
    line = LineText()
    for step in steps:
        before = line
        match step:
            case "rub":
                line = line.rubbed_out()
            case "delete":
                line = line.deleted()
            case "left" | "right":
                line = line.moved(right=step == "right")
            case "home" | "end":
                line = line.at(0 if step == "home" else len(line.text))
            case _:
                line = line.typed(step[1:])
                assert line.text.count(step[1:]) >= 1
        assert 0 <= line.cursor <= len(line.text)
        assert step[0] == "+" or len(line.text) <= len(before.text)
