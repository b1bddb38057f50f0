"""The picture of the look-up in all cities is of this version, and fetches nothing."""

from __future__ import annotations

import html

from kiosk.backend.registers.national.cities import cities
from tests.commands.recorded import PICTURE, drawn


def test_the_picture_names_every_city_and_those_that_could_not_be_asked() -> None:
    text = html.unescape(PICTURE.read_text(encoding="utf-8")).replace("\xa0", " ")
    assert [city.name_en for city in cities() if city.name_en not in text] == []
    assert "2 cities could not be asked" in text
    assert "× 30 minutes at NT$10" in text


def test_a_picture_asks_no_one_for_its_letters_and_takes_what_was_printed_only_for_text() -> None:
    svg = drawn("Taipei City: <b>[red]nothing owed\n", 7)
    assert "@font-face" not in svg
    assert "url(http" not in svg
    assert "&lt;b&gt;[red]nothing" in svg
