"""The contract with a city that confirms payments as an OpenAPI 3.1 document, made of what adapter and simulator know.

It is kept as docs/operating/city.openapi.json, for the developers of the city's side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from kiosk.backend.city_bills.confirming import wire
from kiosk.backend.city_bills.confirming.wire import Result
from kiosk.backend.gateways.platform import signatures

VERSION = "1.0"
"""Of the contract. The first figure rises when a city that followed it before would no longer do."""

MEANINGS: Mapping[Result, str] = {
    Result.OK: "done; the order says what became of it",
    Result.BAD_REQUEST: "not understood, or an order with this number and other bills is here already",
    Result.BAD_SIGNATURE: "signature, moment or nonce not accepted",
    Result.NO_SUCH_ORDER: "there is no order with this number",
    Result.OUT_OF_SERVICE: "out of service: nothing was done or can be said",
}
_ALWAYS = (Result.OK, Result.BAD_REQUEST, Result.BAD_SIGNATURE, Result.OUT_OF_SERVICE)
ANSWERS: Mapping[str, tuple[Result, ...]] = {
    wire.SETTLE: _ALWAYS,
    wire.INQUIRY: (*_ALWAYS, Result.NO_SUCH_ORDER),
}
"""Which results each path may answer with."""

_SCHEMAS = "#/components/schemas/"


def described() -> dict[str, Any]:
    """Return the document."""
    models = (wire.SettleRequest, wire.InquiryRequest, wire.Reply)
    _, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_SCHEMAS + "{model}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Contract with a city that confirms payments", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "https://parking.example.tw", "description": "`url` in `[[backend.cities_paid]]`"}],
        "security": [{"signature": []}],
        "paths": {
            wire.SETTLE: {"post": _operation(wire.SETTLE, "settleOrder", wire.SettleRequest, _SETTLE)},
            wire.INQUIRY: {"post": _operation(wire.INQUIRY, "inquireOrder", wire.InquiryRequest, _INQUIRY)},
        },
        "components": {
            "schemas": definitions["$defs"],
            "parameters": {
                "Timestamp": _header(signatures.TIMESTAMP, _TIMESTAMP, r"^[0-9]{1,12}$"),
                "Nonce": _header(signatures.NONCE, "Used once.", r"^[0-9a-f]{32}$"),
            },
            "securitySchemes": {
                "signature": {"type": "apiKey", "in": "header", "name": signatures.SIGNATURE, "description": _SIGNATURE}
            },
        },
    }


def _operation(path: str, name: str, request: type[BaseModel], about: str) -> dict[str, Any]:
    results = ANSWERS[path]
    meanings = "; ".join(f"`{result.value}` {MEANINGS[result]}" for result in results)
    known = {"properties": {"result": {"enum": [result.value for result in results]}}}
    return {
        "operationId": name,
        "summary": about,
        "parameters": [{"$ref": "#/components/parameters/Timestamp"}, {"$ref": "#/components/parameters/Nonce"}],
        "requestBody": {"required": True, "content": _json({"$ref": _SCHEMAS + request.__name__})},
        "responses": {
            "200": {
                "description": f"{meanings}.",
                "content": _json({"allOf": [{"$ref": _SCHEMAS + wire.Reply.__name__}, known]}),
            }
        },
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _header(name: str, about: str, pattern: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": True, "description": about, "schema": schema}


_ABOUT = (
    "What a parking kiosk's backend tells a city whose bills were paid at a kiosk of another one. Every answer that "
    "could be thought of is HTTP 200 with `result`; anything else, a silence of ten seconds or more than 64 KiB counts "
    "as *unknown*, and the same order is sent again, for three days. Money is whole New Taiwan dollars, written "
    "as JSON integers. No plate is sent. In words: docs/operating/cities.md."
)
_TIMESTAMP = (
    f"Whole seconds since 1970, between {signatures.OLDEST} seconds ago and {signatures.NEWEST} seconds ahead of the "
    "receiver's clock."
)
_SIGNATURE = (
    "HMAC-SHA256 with the shared secret, 64 small hexadecimal digits, over `POST`, the path, the timestamp and the "
    "nonce, each followed by a line feed, and the body's bytes as they were sent. The path is that of the URL, with "
    "whatever stands in it before `/city`."
)
_SETTLE = "The payer has paid these bills: have them all as paid, or refuse all. The same order again changes nothing."
_INQUIRY = "Tell where an order stands."
