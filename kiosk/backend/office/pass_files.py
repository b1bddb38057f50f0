"""The passes that the office sells, as a TOML file of `[[pass]]` tables."""

from __future__ import annotations

import tomllib
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.backend.office.article_files import ContentError
from kiosk.contract.content import Language
from kiosk.contract.passes import PassCode, PassName
from kiosk.domain.plate import VehicleType


class PassFile(BaseModel):
    """One pass, as a file has it. Changing a price changes no payment that has been made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: PassCode
    name: PassName
    """In Chinese; it stands on receipts."""
    translations: dict[Language, PassName] = {}
    vehicle_type: VehicleType
    price: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    """Whole New Taiwan dollars for a month."""
    places: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None
    """How many are sold for one month; left out: no limit."""
    withdrawn: Annotated[bool, Field(strict=True)] = False
    """No longer sold; what was sold stays."""


def parse(name: str, content: bytes) -> list[PassFile]:
    """Return the passes in a file; raise `ContentError`, whose text has a line for each fault."""
    try:
        read = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{name}: not TOML in UTF-8: {error}") from None
    tables = read.pop("pass", None)
    if read or not isinstance(tables, list) or not tables:
        raise ContentError(f"{name}: it holds [[pass]] tables, and nothing else")
    passes: list[PassFile] = []
    faults: list[str] = []
    for position, table in enumerate(tables, start=1):
        try:
            passes.append(PassFile.model_validate(table))
        except ValidationError as error:
            faults += [f"{name}: [[pass]] {position}: {_described(fault)}" for fault in error.errors()]
    if faults:
        raise ContentError("\n".join(faults))
    return passes


def _described(fault: Any) -> str:
    return ".".join(str(part) for part in fault["loc"]) + ": " + str(fault["msg"])
