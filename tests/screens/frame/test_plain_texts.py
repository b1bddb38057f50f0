"""The short way to a text, without Fluent, says what Fluent says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import i18n
from kiosk.i18n import MissingMessageError, Texts
from kiosk.languages import LANGUAGES

TRICKY = """\
# one = not a message
one = A line  with = signs, "quotes" and # marks.
two =   spaces around the words   \nthree = first line
    second line
four =
    indented
five = kept

    even after an empty line
six = { $name } and {$name}, {  $other  }
seven = { $count ->
    [one] one
   *[other] many
}
eight = { "literal" }
nine = words
    .attribute = of nine
ten = { three }
-term = a term
eleven = of { -term }
one = said twice
twelve = last
thirteen = indented
      more and more,
    less

     and between  \
"""


@pytest.fixture
def tricky(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Texts:
    folder = tmp_path / "locale" / "en"
    folder.mkdir(parents=True)
    (folder / "tricky.ftl").write_text(TRICKY)
    monkeypatch.setattr(i18n, "assets", lambda: tmp_path)
    monkeypatch.setattr(i18n, "_plain", i18n._plain.__wrapped__)
    monkeypatch.setattr(i18n, "_bundle", i18n._bundle.__wrapped__)
    return Texts("en")


@pytest.mark.parametrize("id", sorted(set(re.findall(r"^[a-z]+", TRICKY, re.MULTILINE))))
def test_the_short_way_says_what_fluent_says(tricky: Texts, id: str) -> None:
    values = {"name": "[red]王", "other": "{ $name }", "count": "1"}
    assert tricky(id, **values) == tricky._formatted(id, values)


def test_only_messages_that_begin_on_their_first_line_take_the_short_way(tricky: Texts) -> None:
    assert set(tricky._plain) == {"one", "two", "three", "five", "six", "twelve", "thirteen"}


def test_a_number_is_written_the_way_of_the_language(tricky: Texts) -> None:
    assert tricky("six", name=12345, other="x") == "12,345 and 12,345, x"


def test_a_missing_message_and_a_missing_variable_are_errors(tricky: Texts) -> None:
    with pytest.raises(MissingMessageError):
        tricky("fourteen")
    with pytest.raises(MissingMessageError):
        tricky("six", name="王")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_ways_say_the_same_for_every_text_we_have(language: str) -> None:
    texts = Texts(language)
    for id, words in texts._plain.items():
        values = dict.fromkeys(re.findall(r"\$([\w-]+)", words), "A\u2014王")
        assert texts(id, **values) == texts._formatted(id, values)


@given(st.text(st.characters(codec="utf-8"), max_size=50))
def test_a_variable_is_put_in_as_it_is(value: str) -> None:
    assert value in Texts("en")("crash-next", code=value)


def test_the_first_page_needs_no_fluent() -> None:
    program = (
        "import sys, kiosk.app; kiosk.app.Texts('zh-TW')('service-name'); sys.exit('fluent.runtime' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
