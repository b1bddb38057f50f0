from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.backend.registers.national.cities import CitiesError, cities, read
from kiosk.backend.registers.national.questions import CarType, Question
from kiosk.domain.plate import Plate

CODES = "TPE NWT TAO TXG TNN KHH KEE HSZ HSQ MIA CHA NAN YUN CYQ CYI PIF ILA HUA TTT KIN PEN LIE"
MILITARY = Question(Plate("軍C", "21110"), CarType.CAR)


def urls(code: str) -> list[str]:
    city = next(city for city in cities() if city.code == code)
    return [url.geturl() for url in city.urls(MILITARY)]


def test_every_county_and_city_is_known_and_21_of_them_can_be_asked() -> None:
    assert {city.code for city in cities()} == set(CODES.split())
    assert [city.code for city in cities() if city.off] == ["LIE"]


def test_a_plate_with_a_chinese_character_is_sent_as_utf_8() -> None:
    assert urls("TPE") == ["https://trafficapi.pma.gov.taipei/Parking/PayBill/CarID/%E8%BB%8DC-21110/CarType/C"]


def test_quirk_yilan_has_its_path_in_small_letters() -> None:
    assert urls("ILA") == ["https://billparking.e-land.gov.tw/Parking/PayBill/carid/%E8%BB%8DC-21110/cartype/C"]


def test_quirk_kaohsiung_has_two_paths() -> None:
    assert urls("KHH") == [
        "https://kpp.tbkc.gov.tw/parking/V1/parking/PayBill/CarID/%E8%BB%8DC-21110/CarType/C",
        "https://kpp.tbkc.gov.tw/TrafficPayBill/Parking/PayBill/CarID/%E8%BB%8DC-21110/CarType/C",
    ]


def test_quirk_new_taipei_is_sent_the_type_of_no_content() -> None:
    reported = {city.code: city.headers for city in cities() if city.headers}
    assert reported == {"NWT": {"Content-Type": "application/json"}}


def test_only_taichung_is_asked_without_tls_and_says_so() -> None:
    assert [city.code for city in cities() if any(url.scheme == "http" for url in city.urls(MILITARY))] == ["TXG"]


ONE = """
[[city]]
code = "TPE"
name = "臺北市"
name_en = "Taipei City"
source = "a client"
"""


@pytest.mark.parametrize(
    "line",
    [
        "",
        'off = ""',
        'addresses = ["https://a.tw/{plate}"]',
        'addresses = ["http://a.tw/CarID/{plate}/CarType/{type}"]',
        'addresses = ["https://a.tw/CarID/{plate}/CarType/{type}"]\nquirks = ["plain-http"]',
        'addresses = ["https://user@a.tw/CarID/{plate}/CarType/{type}"]',
        'addresses = ["https://a.tw/CarID/{plate}/CarType/{type}"]\noff = "why"',
        'off = "why"\nextra = 1',
        "[",
        f'off = "why"\n{ONE}off = "why"',
    ],
)
def test_a_file_of_cities_that_cannot_be_used_says_where(tmp_path: Path, line: str) -> None:
    file = tmp_path / "national.toml"
    file.write_text(ONE + line, encoding="utf-8")
    with pytest.raises(CitiesError, match=r"^national\.toml: "):
        read(file)


def test_a_file_of_cities_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(CitiesError, match=r"^national\.toml: "):
        read(tmp_path / "national.toml")
