"""The contract with a payment platform as an OpenAPI 3.1 document, made of the values that the adapter itself uses.

It is kept as docs/operating/provider.openapi.json, for the developers of the platform's side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from kiosk.backend.gateways.platform import signatures, wire
from kiosk.backend.gateways.platform.wire import Result

VERSION = "1.0"
"""Of the contract. The first figure rises when a platform that followed it before would no longer do."""

MEANINGS: Mapping[Result, str] = {
    Result.OK: "done",
    Result.BAD_REQUEST: "not understood",
    Result.BAD_SIGNATURE: "signature, moment or nonce not accepted",
    Result.ORDER_EXPIRED: "the order's time is over, it was not taken",
    Result.DUPLICATE_ORDER: "an order with this number is here already",
    Result.NO_SUCH_ORDER: "there is no order with this number",
    Result.NOT_REFUNDABLE: "another transaction's, more than is left of it, or a refund's id with another amount",
    Result.INSUFFICIENT: "balance too low, nothing was collected",
    Result.REFUSED: "refused by the provider, nothing was collected",
    Result.OUT_OF_SERVICE: "out of service, nothing was taken or can be said",
}

_ALWAYS = (Result.OK, Result.BAD_REQUEST, Result.BAD_SIGNATURE)
_NOT_TAKEN = (Result.INSUFFICIENT, Result.REFUSED, Result.OUT_OF_SERVICE)

ANSWERS: Mapping[str, tuple[Result, ...]] = {
    wire.ENTRY: (*_ALWAYS, Result.ORDER_EXPIRED, Result.DUPLICATE_ORDER, *_NOT_TAKEN),
    wire.INQUIRY: (*_ALWAYS, Result.NO_SUCH_ORDER, Result.OUT_OF_SERVICE),
    wire.REFUND: (*_ALWAYS, Result.NO_SUCH_ORDER, Result.NOT_REFUNDABLE, Result.OUT_OF_SERVICE),
}
"""Which results each path may answer with."""

_SCHEMAS = "#/components/schemas/"


def described() -> dict[str, Any]:
    """Return the document."""
    models = (wire.EntryRequest, wire.InquiryRequest, wire.RefundRequest, wire.Reply, wire.Message)
    _, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_SCHEMAS + "{model}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Contract with a payment platform", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "https://platform.example.tw", "description": "`provider_url` in the settings"}],
        "security": [{"signature": []}],
        "paths": {
            wire.ENTRY: {"post": _operation(wire.ENTRY, "enterOrder", wire.EntryRequest, _ENTRY) | _message()},
            wire.INQUIRY: {"post": _operation(wire.INQUIRY, "inquireOrder", wire.InquiryRequest, _INQUIRY)},
            wire.REFUND: {"post": _operation(wire.REFUND, "refundOrder", wire.RefundRequest, _REFUND)},
        },
        "components": {
            "schemas": definitions["$defs"],
            "parameters": {"Timestamp": _header(signatures.TIMESTAMP, _TIMESTAMP, r"^[0-9]{1,12}$")}
            | {"Nonce": _header(signatures.NONCE, "Used once.", r"^[0-9a-f]{32}$")},
            "securitySchemes": {
                "signature": _scheme(_REQUEST_SIGNATURE),
                "messageSignature": _scheme(_MESSAGE_SIGNATURE),
            },
        },
    }


def _operation(path: str, name: str, request: type[BaseModel], about: str) -> dict[str, Any]:
    results = ANSWERS[path]
    known = {"properties": {"result": {"enum": [result.value for result in results]}}}
    meanings = "; ".join(f"`{result.value}` {MEANINGS[result]}" for result in results)
    answer = {"allOf": [{"$ref": _SCHEMAS + wire.Reply.__name__}, known]}
    return {
        "operationId": name,
        "summary": about,
        "parameters": [{"$ref": "#/components/parameters/Timestamp"}, {"$ref": "#/components/parameters/Nonce"}],
        "requestBody": {"required": True, "content": _json({"$ref": _SCHEMAS + request.__name__})},
        "responses": {"200": {"description": f"{meanings}.", "content": _json(answer)}},
    }


def _message() -> dict[str, Any]:
    message = {
        "operationId": "tellOutcome",
        "summary": "The platform tells what became of the order. 2xx ends it; anything else is to be sent again.",
        "security": [{"messageSignature": []}],
        "parameters": [{"$ref": "#/components/parameters/Timestamp"}],
        "requestBody": {"required": True, "content": _json({"$ref": _SCHEMAS + wire.Message.__name__})},
        "responses": {
            "2XX": {"description": "Heard."},
            "403": {"description": "Signature or moment not accepted."},
            "404": {"description": "No such order here."},
        },
    }
    return {"callbacks": {"settled": {"{$request.body#/result_url}": {"post": message}}}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _header(name: str, about: str, pattern: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": True, "description": about, "schema": schema}


def _scheme(about: str) -> dict[str, Any]:
    return {"type": "apiKey", "in": "header", "name": signatures.SIGNATURE, "description": about}


_ABOUT = (
    "What a parking kiosk's backend asks of a payment platform, and what it sends. Every answer that could be "
    "thought of is HTTP 200 with `result`; anything else, a silence of ten seconds or more than 64 KiB counts as "
    "*unknown*, and is asked again. Money is whole New Taiwan dollars, written as JSON integers. In words: "
    "docs/operating/provider.md; `kiosk gateway check URL` tries a server against it."
)
_TIMESTAMP = (
    f"Whole seconds since 1970, between {signatures.OLDEST} seconds ago and {signatures.NEWEST} seconds ahead of the "
    "receiver's clock."
)
_REQUEST_SIGNATURE = (
    "HMAC-SHA256 with the shared secret, 64 small hexadecimal digits, over `POST`, the path, the timestamp and the "
    "nonce, each followed by a line feed, and the body's bytes as they were sent. The path is that of the URL, with "
    "whatever stands in it before `/platform`."
)
_MESSAGE_SIGNATURE = (
    "HMAC-SHA256 with the shared secret, 64 small hexadecimal digits, over the timestamp, a full stop, and the body's "
    "bytes as they were sent."
)
_ENTRY = "The payer has confirmed: collect now, and tell the outcome in the answer or in a message."
_INQUIRY = "Tell where an order stands."
_REFUND = "Give back so much of what a transaction took; the same `refund_id` again does nothing more."
