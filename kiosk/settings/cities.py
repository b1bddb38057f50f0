"""Other cities whose bills are paid here: `[[backend.cities_paid]]`, and their secrets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from kiosk.settings.addresses import protected


class CityPaidSettings(BaseModel):
    """A city that takes payment through this service (`[[backend.cities_paid]]`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)

    city: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    """Its code, such as `NWT`, of those that `other_cities` has asked."""
    way: Literal["confirms", "asked-again"]
    """How it comes to know of a payment: `confirms` is sent it as docs/operating/city.openapi.json
    has it; `asked-again` by the company that collects for the office, and is asked until the bill is gone."""
    url: Annotated[str, Field(max_length=500)] = ""
    """Base address of the interface of a city that confirms."""
    secret: SecretStr = SecretStr("")
    """Key of the HMAC on what a city that confirms is sent; 32 bytes or more outside of the demo."""

    @field_validator("url")
    @classmethod
    def _is_protected(cls, url: str) -> str:
        return protected(url).rstrip("/") if url else url

    @model_validator(mode="after")
    def _interface_of_its_own(self) -> CityPaidSettings:
        given = bool(self.url), bool(self.secret.get_secret_value())
        if given != ((True, True) if self.way == "confirms" else (False, False)):
            raise ValueError("url and secret: a city that confirms has both, and one that is asked again has neither")
        return self
