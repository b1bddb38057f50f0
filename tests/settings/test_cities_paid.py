"""Which cities are paid here: what an agreement with one has to say, and what is refused at the start."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from kiosk.backend.configuration import ServeOptions, configured
from kiosk.backend.start_errors import StartError
from kiosk.settings import BackendSettings, SettingsError
from kiosk.settings.cities import CityPaidSettings
from kiosk.settings.office import refusals

SECRET = "c" * 32
CONFIRMS = {"city": "NWT", "way": "confirms", "url": "https://parking.example.tw/", "secret": SECRET}
AGAIN = {"city": "TNN", "way": "asked-again"}


def settings(*cities: dict[str, Any], **more: Any) -> BackendSettings:
    found: dict[str, Any] = {
        "other_cities": True,
        "public_url": "https://pay.example.tw",
        "owner_secret": "o" * 32,
        **more,
    }
    return BackendSettings(cities_paid=tuple(map(CityPaidSettings.model_validate, cities)), **found)


@pytest.mark.parametrize(
    "wrong",
    [
        CONFIRMS | {"url": ""},
        CONFIRMS | {"secret": ""},
        CONFIRMS | {"url": "http://parking.example.tw"},
        AGAIN | {"url": "https://parking.example.tw"},
        AGAIN | {"way": "none"},
        AGAIN | {"city": "Tainan"},
    ],
)
def test_an_agreement_that_is_not_whole_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which sentence it is, pydantic says
        CityPaidSettings.model_validate(wrong)


def test_a_city_stands_there_once_and_its_secret_is_long_enough() -> None:
    with pytest.raises(SettingsError, match="a city stands there twice"):
        settings(AGAIN, AGAIN)
    (weak,) = refusals(settings(CONFIRMS | {"secret": "c" * 31}))
    assert weak == "[backend] cities_paid: the secret of NWT is shorter than 32 bytes"
    assert refusals(settings(CONFIRMS, AGAIN)) == []
    assert SECRET not in repr(settings(CONFIRMS))


@pytest.mark.parametrize(
    ("cities", "more", "why"),
    [
        ([AGAIN], {"other_cities": False}, "they are not asked"),
        ([AGAIN | {"city": "XXX"}], {}, "XXX is none of"),
        ([AGAIN | {"city": "TPE"}], {}, "TPE is none of"),
        ([AGAIN | {"city": "TXG"}], {}, "Taichung City is asked without TLS"),
        ([AGAIN], {"demo": True}, "simulated cities of its own"),
        ([AGAIN], {"national_city": "TPE"}, "cities_paid too"),
    ],
)
def test_a_city_that_no_one_could_pay_well_is_refused_at_the_start(
    cities: list[dict[str, Any]], more: dict[str, Any], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = settings(*cities, **more)
    monkeypatch.setattr("kiosk.backend.configuration.BackendSettings", lambda: found)
    with pytest.raises(StartError) as refused:
        configured(ServeOptions(), {"provider_secret": SecretStr("p" * 32).get_secret_value()})
    assert why in str(refused.value)
