"""The base of everything on the wire, and the field types that recur."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    Strict,
)

from kiosk.domain.plate import MAX_PART, SPECIAL, VehicleType

EMBEDDED_TERMINAL = "this terminal"
"""The name of a kiosk that has a backend of its own, as it is kept. Readers see words of their language in its place
(`kiosk.wording.terminal_names`). For owners, its place is the office."""


class Wire(BaseModel):
    """A frozen value on the wire. A reader tolerates fields it does not know: the two sides are upgraded apart.

    What is wrong with a value is reported without quoting it: it may be a person's. A field may have another name here
    than on the wire, where names never change (`on_the_wire`).
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, validate_by_name=True, serialize_by_alias=True
    )


def on_the_wire(name: str) -> Any:
    """Return the field, None unless it is given, that is called `name` on the wire, as the first terminals knew it."""
    return Field(default=None, validation_alias=name, serialization_alias=name)


class Request(BaseModel):
    """A frozen value sent to the backend, which refuses fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters are not accepted")
    return text


def _no_flag(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a whole number, not true or false")  # noqa: TRY004 - pydantic makes a problem only of these
    return value


PLATE_PATTERN = rf"^[{SPECIAL}A-Z0-9][A-Z0-9]{{0,{MAX_PART - 1}}}-[{SPECIAL}A-Z0-9][A-Z0-9]{{0,{MAX_PART - 1}}}$"

PlateText = Annotated[
    str,
    Field(pattern=PLATE_PATTERN, max_length=2 * MAX_PART + 1, examples=["BKZ-5937"], description="Normalised plate"),
]
BillNumber = Annotated[
    str,
    Field(
        pattern=r"^([A-Z][0-9A-Z]{14}|[0-9]{9})$",
        examples=["Q7158601D030025"],
        description="A ticket's number (15 characters) or a notice's (nine digits)",
    ),
]
ProviderCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,23}$", examples=["jkopay"])]
Dollars = Annotated[int, Field(ge=0, le=10_000_000, description="Whole New Taiwan dollars")]
Flag = Annotated[bool, Strict()]
"""In a request: true or false, and no number or word that may be taken for one."""
NO_FLAG = BeforeValidator(_no_flag)
"""In a request, of a whole number: neither true nor false, which Python takes for one."""
Label = Annotated[str, Field(max_length=120), AfterValidator(_printable)]
Moment = AwareDatetime
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", description="An opaque id")]
MobileNumber = Annotated[
    str, Field(pattern=r"^09[0-9]{8}$", examples=["0912345678"], description="A mobile number of Taiwan, normalised")
]
CodeDigits = Annotated[str, Field(pattern=r"^[0-9]{1,8}$", examples=["26576"], description="A code from a message")]
Secret = Annotated[
    SecretStr,
    # Hidden wherever the value is shown, but for the one place where it has to be said.
    PlainSerializer(lambda secret: secret.get_secret_value(), return_type=str, when_used="json"),
]
Password = Annotated[Secret, Field(min_length=1, max_length=128)]
Token = Annotated[Secret, Field(min_length=16, max_length=128)]


class Vehicle(Wire):
    """A plate and what kind of vehicle carries it; one without the other finds nothing."""

    plate: PlateText
    type: VehicleType
