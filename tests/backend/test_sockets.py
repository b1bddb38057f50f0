"""Where a backend cannot listen, it says so in one sentence."""

from __future__ import annotations

import socket

import pytest

from kiosk.backend import sockets
from kiosk.backend.configuration import ServeOptions
from kiosk.backend.start_errors import NOT_SET_UP, StartError


@pytest.mark.parametrize("error", [socket.gaierror(socket.EAI_NONAME, "canary"), UnicodeError("label too long")])
def test_a_host_that_is_none_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def found(host: str, *_: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(StartError) as refused:
        sockets.for_kiosks(ServeOptions(host="nosuch..invalid", port=8080))
    assert refused.value.code == NOT_SET_UP
    assert str(refused.value) == "Cannot listen on port 8080 of nosuch..invalid: there is no machine of this name."


def test_phones_need_a_port_after_the_last_one_of_the_kiosks() -> None:
    with (
        pytest.raises(StartError, match="with --lan, that is 65534 at most") as refused,
        sockets.for_phones(ServeOptions(port=65535, lan=True)),
    ):
        pass
    assert refused.value.code == NOT_SET_UP
