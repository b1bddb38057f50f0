"""What is asked of a city, and why it may not have answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.plate import Plate


class CarType(StrEnum):
    """The kinds of vehicle as the national query names them."""

    CAR = "C"
    MOTORCYCLE = "M"
    OTHER = "O"
    """其他, such as a trailer."""


@dataclass(frozen=True, slots=True)
class Question:
    """One vehicle. Its plate is a person's: it goes to the city that is asked, and into no log and no error."""

    plate: Plate
    type: CarType


class Reason(StrEnum):
    """Why nobody knows what a city is owed. The value ends a message id: `cities-reason-…`."""

    SILENT = "silent"
    """No answer in time."""
    NO_CONNECTION = "no-connection"
    NO_SUCH_HOST = "no-such-host"
    PRIVATE_ADDRESS = "private-address"
    """The name leads into a network of our own, where no city is."""
    CERTIFICATE = "certificate"
    REDIRECTED = "redirected"
    NOT_ALLOWED = "not-allowed"
    """HTTP 401 or 403."""
    NOT_FOUND = "not-found"
    """HTTP 404: the query has moved."""
    TOO_MANY = "too-many"
    """HTTP 429: more than one call a second."""
    SERVER_FAILED = "server-failed"
    """HTTP 500, 502, 503 and their like."""
    HTTP = "http"
    """Any other status of HTTP."""
    TOO_LONG = "too-long"
    EMPTY = "empty"
    """A success with no content, or with the word `null`."""
    NOT_JSON = "not-json"
    """A page for people, or JSON that can be read in two ways."""
    NO_PLATE = "no-plate"
    """ERR01: no plate arrived."""
    BAD_PLATE = "bad-plate"
    """ERR02."""
    BAD_TYPE = "bad-type"
    """ERR03."""
    FAILED = "failed"
    """Any other status of the interface."""
    SHAPE = "shape"
    """A success that is not what the specification says."""
    OTHER_VEHICLE = "other-vehicle"
    """An answer about another vehicle than the one asked for."""
    RESTING = "resting"
    """The city has failed again and again, and is left alone for a while."""
    NO_TURN = "no-turn"
    """This machine could not note whose turn it is, so the city was not asked."""
    BUSY = "busy"
    """Too many questions wait for this city already."""


class NotAnsweredError(Exception):
    """A city gave no answer that can be relied on. Never to be read as "nothing owed".

    `reason` says why, and `where` names the field or the status, never what stood there.
    """

    def __init__(self, reason: Reason, where: str = "") -> None:
        super().__init__(f"{reason.value}: {where}" if where else reason.value)
        self.reason = reason
        self.where = where
