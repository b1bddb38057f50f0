"""The counties and cities with a bill query, from `assets/registers/national.toml`: where each is, and its quirks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.backend.domain.validity import TariffError
from kiosk.backend.ground import rules
from kiosk.backend.registers.national.questions import Question
from kiosk.platform.machine.paths import assets


class CitiesError(ValueError):
    """The file of cities cannot be used. The text says where."""


class Quirk:
    """What a city does otherwise than the specification, and is therefore asked otherwise.

    Quirks of answers are not listed city by city: every answer is read with all of them in mind.
    """

    UPPER_CASE = "upper-case-values"
    CONTENT_TYPE = "content-type-in-request"
    PLAIN_HTTP = "plain-http"


_Quirk = Literal["upper-case-values", "content-type-in-request", "plain-http"]
_Address = Annotated[
    str,
    Field(
        pattern=r"^https?://[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._-]+)*/\{plate\}/[A-Za-z]+/\{type\}$",
        max_length=200,
    ),
]


class City(BaseModel):
    """One county or city. The code is that of ISO 3166-2:TW, as the specification writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    name: Annotated[str, Field(min_length=1, max_length=10)]
    name_en: Annotated[str, Field(min_length=1, max_length=30)]
    addresses: tuple[_Address, ...] = ()
    """Where the query is, with `{plate}` and `{type}`; a second one takes over where the first fails."""
    quirks: tuple[_Quirk, ...] = ()
    first: Annotated[float, Field(gt=0, le=8)] = 2.0
    """Seconds for the first try; the specification's own limit is two."""
    second: Annotated[float, Field(gt=0, le=8)] = 5.0
    """Seconds for the second and last."""
    source: Annotated[str, Field(min_length=1)]
    """How the address is known."""
    payment_page: Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+/[^{}]*\{number\}$", max_length=150)] | None = None
    """Where the city takes payment for a ticket by phone, with `{number}`: what the code on its paper says."""
    rates: Annotated[str, Field(pattern=r"^([a-z-]+\.toml)?$")] = ""
    """The file of `assets/tariffs` with what parking costs there; empty where it is not known."""
    off: str = ""
    """Why this city cannot be asked; empty where it can."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.addresses) == bool(self.off):
            raise ValueError("a city has an address, or says why it has none")
        plain = any(address.startswith("http:") for address in self.addresses)
        if plain != (Quirk.PLAIN_HTTP in self.quirks):
            raise ValueError("an address without TLS is marked plain-http, and no other is")
        return self

    def urls(self, question: Question) -> tuple[SplitResult, ...]:
        """Return where a question goes: first here, then, where the first one fails, to the next."""
        plate, type = str(question.plate), question.type.value
        if Quirk.UPPER_CASE in self.quirks:
            plate = plate.upper()
        # A plate may hold a character such as 軍; it is sent as UTF-8.
        filled = {"plate": quote(plate, safe="-"), "type": type}
        return tuple(urlsplit(address.format(**filled)) for address in self.addresses)

    def pay_link(self, number: str) -> str | None:
        """Return where a ticket is paid by phone, None where the city has no such page, or none that is known."""
        return None if self.payment_page is None else self.payment_page.format(number=quote(number, safe=""))

    @property
    def headers(self) -> dict[str, str]:
        """Return what this city wants beside the question."""
        return {"Content-Type": "application/json"} if Quirk.CONTENT_TYPE in self.quirks else {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    city: tuple[City, ...]

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({city.code for city in self.city}) < len(self.city):
            raise ValueError("two cities have the same code")
        return self


@cache
def cities() -> tuple[City, ...]:
    """Return all counties and cities, those that cannot be asked too; raise `CitiesError`."""
    return read(assets() / "registers" / "national.toml")


def read(path: Path) -> tuple[City, ...]:
    """Return the cities of a file; raise `CitiesError` for one that cannot be used."""
    try:
        return _File.model_validate(rules.parse(path)).city
    except TariffError as error:
        raise CitiesError(str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CitiesError(f"{path.name}: {where}: {first['msg']}") from error
