"""Identifiers in paths stay where they are put."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.api_client._paths import PathError, fill

odd = st.text() | st.text("./%2eE\\", max_size=12) | st.text("\ud800\udfff", max_size=2)


@given(odd)
def test_a_parameter_is_one_segment_that_reads_back_or_is_refused(value: str) -> None:
    try:
        path = fill("/v1/payments/{id}/events", id=value)
    except PathError:
        return
    start, version, resource, segment, end = path.split("/")
    assert (start, version, resource, end) == ("", "v1", "payments", "events")
    assert path.isascii()
    assert not set(segment) & set("?#;\\ \r\n")
    assert unquote(segment) == value
    assert unquote(unquote(segment)) not in {".", "..", ""}


@pytest.mark.parametrize("value", ["", ".", "..", "%2e", "%2E%2e", "%252e%252e", "\ud800", "x" * 201])
def test_what_would_leave_its_place_is_refused(value: str) -> None:
    with pytest.raises(PathError):
        fill("/v1/payments/{id}", id=value)


def test_a_template_without_parameters_is_its_path() -> None:
    assert fill("/v1/providers") == "/v1/providers"
