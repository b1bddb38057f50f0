"""The page for operators about other cities says what the file of cities says."""

from __future__ import annotations

from kiosk.backend.registers.national.cities import City, cities
from tests.source import ROOT

PAGE = (ROOT / "docs" / "operating" / "cities.md").read_text(encoding="utf-8")
_USUAL = "/Parking/PayBill/CarID/{plate}/CarType/{type}"
_USUAL_SECONDS = City.model_fields["first"].default


def row(city: City) -> str:
    places = "<br>".join(f"`{address.replace(_USUAL, '/…')}`" for address in city.addresses)
    otherwise = [*city.quirks, *([f"{city.first:g} s"] if city.first != _USUAL_SECONDS else [])]
    return f"| {city.name} {city.code} | {places or f'none: {city.off}'} | {', '.join(otherwise)} | {city.source} |"


def test_the_table_has_each_city_with_its_addresses_its_quirks_and_how_they_are_known() -> None:
    shown = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| |")]
    assert shown == [row(city) for city in cities()]


def test_the_cities_that_the_text_speaks_of_are_what_it_says() -> None:
    known = {city.name_en: city for city in cities()}
    assert f"two seconds (Kaohsiung: {_WORDS[known['Kaohsiung City'].first]})" in " ".join(PAGE.split())
    assert "Taichung offers no TLS" in PAGE
    assert [city.name_en for city in cities() if "plain-http" in city.quirks] == ["Taichung City"]


_WORDS = {7.0: "seven"}
