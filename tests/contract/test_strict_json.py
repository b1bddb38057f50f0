"""A text that two readers could read in two ways is refused, on every way in."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.gateways.platform import wire as platform_wire
from kiosk.backend.identities.oidc import oidc_wire
from kiosk.contract import strict_json
from tests.contract.openapi_snapshot import committed
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

BODIES = [
    (method.upper(), path)
    for path, operations in committed()["paths"].items()
    for method, operation in operations.items()
    if "requestBody" in operation
]


@pytest.mark.parametrize(("method", "path"), BODIES)
@pytest.mark.parametrize(
    "body",
    ['{"plate": "A", "plate": "B"}', '{"x": [{"a": 1, "a": 1}]}', '{"x": NaN}', "[" * 9000],
    ids=["a key twice", "one within twice", "no number", "too deep"],
)
def test_no_operation_takes_a_body_that_can_be_read_in_two_ways(
    shared_backend: LiveBackend, method: str, path: str, body: str
) -> None:
    url = shared_backend.url + path.replace("{", "").replace("}", "")
    headers = {"Authorization": f"Bearer {shared_backend.token}", "Content-Type": "application/json"}
    answer = httpx.request(method, url, content=body, headers=headers, timeout=PATIENCE)
    assert answer.status_code == 422
    assert [fault["msg"] for fault in answer.json()["errors"]] == ["JSON is expected"]


def test_messages_and_answers_of_companies_are_read_as_strictly() -> None:
    with pytest.raises(platform_wire.NotUnderstoodError, match="a key twice"):
        platform_wire.read(platform_wire.Reply, b'{"result": "000", "result": "900"}')
    with pytest.raises(oidc_wire.NotUnderstoodError):
        oidc_wire.read(oidc_wire.Tokens, b'{"id_token": "a", "id_token": "b"}')


_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.long
@given(_VALUES)
def test_what_can_be_read_in_one_way_is_read_so(value: Any) -> None:
    assert strict_json.loads(json.dumps(value).encode()) == value


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_whatever_comes_is_read_or_refused_without_being_quoted(text: bytes) -> None:
    try:
        strict_json.loads(text)
    except json.JSONDecodeError as error:
        refused = error
    else:
        return
    assert refused.doc == ""
    assert refused.__context__ is None
