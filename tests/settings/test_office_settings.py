"""Outside of the demo, settings that would put money or passwords at risk are refused, each by its name."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend import serve, sockets
from kiosk.backend.configuration import ServeOptions, configured
from kiosk.backend.payments import payment_links
from kiosk.backend.start_errors import NOT_SET_UP, StartError
from kiosk.settings import BackendSettings, SettingsError
from kiosk.settings.backend import public_origin
from kiosk.settings.office import refusals

GOOD: dict[str, Any] = {
    "provider_url": "https://pay.example.tw",
    "provider_secret": "p" * 32,
    "owner_secret": "o" * 32,
    "public_url": "https://parking.example.tw",
}


def refused(**changes: Any) -> list[str]:
    return [reason.split(":")[0] for reason in refusals(BackendSettings(**{**GOOD, **changes}))]


def test_good_settings_are_taken_and_so_are_none_at_all() -> None:
    assert refused() == []
    assert refusals(BackendSettings()) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"provider_secret": "x" * 31}, "provider_secret"),
        ({"provider_secret": ""}, "provider_secret"),
        ({"owner_secret": "x" * 31}, "owner_secret"),
        ({"provider_url": "http://pay.example.tw"}, "provider_url"),
        ({"public_url": "http://192.168.1.20:8080"}, "public_url"),
        ({"public_url": ""}, "public_url"),
        ({"password_memory": 19_455}, "password_memory"),
        ({"password_passes": 1}, "password_passes"),
        (
            {"text_gateways": ["every8d"], "every8d_user": "u", "every8d_password": "p", "every8d_url": "http://a.tw"},
            "every8d_url",
        ),
        (
            {"text_gateways": ["mitake"], "mitake_user": "u", "mitake_password": "p", "provider_url": "",
             "provider_secret": "", "public_url": ""},
            "public_url",
        ),
    ],
)  # fmt: skip
def test_a_weak_setting_is_named(changes: dict[str, Any], named: str) -> None:
    assert refused(**changes) == [f"[backend] {named}"]
    assert refused(**changes, demo=True) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "[::1]", "localhost"])
def test_this_machine_itself_needs_no_tls(host: str) -> None:
    assert refused(provider_url=f"http://{host}:9", public_url=f"http://{host}:8080") == []
    assert refused(provider_url=f"http://{host}:9", public_url="") == []


@pytest.mark.parametrize("host", ["127.0.0.1.example.tw", "128.0.0.1", "localhost.example.tw", "[::2]"])
def test_a_name_that_only_looks_like_this_machine_needs_it(host: str) -> None:
    assert refused(provider_url=f"http://{host}") == ["[backend] provider_url"]


def test_phones_on_the_same_network_find_the_page_by_themselves() -> None:
    assert refusals(BackendSettings(**{**GOOD, "public_url": ""}), lan=True) == []


@pytest.mark.parametrize(
    "url",
    ["https://x.tw/kiosk", "https://", "pay.example.tw", "ftp://x.tw", "https://u@x.tw", "https://x.tw?", "https://@x.tw",
     "https://x.tw:port", "https://x.tw:99999", "https://x.tw:0", "https://停車.tw", "https://x y.tw", "https://[::1", "https://[fe80::7%eth0]"],
)  # fmt: skip
def test_an_address_that_no_link_can_be_made_of_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^\[backend\] public_url: "):
        BackendSettings(public_url=url)


@pytest.mark.parametrize(
    "proxies", [["0.0.0.0/0"], ["127.0.0.1", "::/0"], ["proxy.example.tw"], ["127.0.0.1/33"], [""]]
)
def test_a_proxy_is_an_address_or_a_network_and_never_everybody(proxies: Any) -> None:
    with pytest.raises(SettingsError, match=r"^\[backend\] trusted_proxies"):
        BackendSettings(trusted_proxies=proxies)


def test_proxies_are_named_in_the_file_and_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_TRUSTED_PROXIES", '["127.0.0.1", "192.0.2.0/28", "2001:db8::7"]')
    assert [str(one) for one in BackendSettings().trusted_proxies] == [
        "127.0.0.1/32",
        "192.0.2.0/28",
        "2001:db8::7/128",
    ]


NEARLY = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "https://", "HTTPS://", "http://", "https:/"]),
    st.sampled_from(["kiosk.example.tw", "127.0.0.1", "localhost", "[::1]", "台北.tw", "a@b.tw", "x y.tw", "", "[::1"]),
    st.sampled_from(["", "", ":8443", ":", ":0", ":65536", ":x"]),
    st.sampled_from(["", "", "/", "//", "/pay", "?a", "#a"]),
)


def test_what_is_taken_as_an_address_carries_links() -> None:
    seen: Counter[bool] = Counter()

    @given(
        st.tuples(
            st.text(max_size=40),
            st.from_regex(r"https?://[a-z0-9.:/?#@\[\]-]{0,30}", fullmatch=True),
            *[NEARLY] * 3,
        )
    )
    def holds(urls: tuple[str, ...]) -> None:
        for url in urls:
            try:
                origin = public_origin(url)
            except ValueError:
                seen[False] += 1
                continue
            seen[True] += 1
            assert payment_links.link(url, "0123456789") == f"{origin}/P/0123456789".upper()
            assert origin.rstrip("/") == origin
            assert origin.isascii()

    holds()
    assert min(seen[True], seen[False]) >= 10


def tables(url: str) -> dict[str, Any]:
    """Return every setting that is an address to be asked, with this one."""
    gateway = {"name": "line-pay", "kind": "line-pay", "channel": "1", "providers": ["line-pay-money"], "url": url}
    return {
        **dict.fromkeys(("provider_url", "mitake_url", "every8d_url", "national_address", "public_url"), url),
        "gateways": [gateway],
        "cities_paid": [{"city": "NWT", "way": "confirms", "secret": "c" * 32, "url": url}],
        "identity_providers": [{"code": "id", "name": "ID", "client_id": "1", "issuer": url}],
    }


@pytest.mark.parametrize("name", tables(""))
@pytest.mark.parametrize(
    "url",
    ["ftp://x.tw", "x.tw", "https://", "https://x:canary", "https://x:65536", "https://256.1.1.1", "https://[::canary",
     "http://[::1", "http://127.0.0.1:x", "https://me:canary@x.tw", "https://x.tw?canary", "https://x y.tw"],
)  # fmt: skip
def test_an_address_that_cannot_be_asked_is_refused_at_the_start_in_the_demo_too(name: str, url: str) -> None:
    with pytest.raises(
        SettingsError, match=rf"^\[backend\] {name}(\[0\]\.(url|issuer))?: (an address|a port)"
    ) as found:
        BackendSettings(**{"demo": True, name: tables(url)[name]})
    assert "canary" not in str(found.value)


@pytest.mark.parametrize("name", ["gateways", "cities_paid", "identity_providers"])
def test_what_moves_money_or_tells_who_somebody_is_goes_by_tls_or_to_this_machine(name: str) -> None:
    for url in ("https://api.example.tw:8443/v3", "http://127.0.0.1:9000"):
        assert getattr(BackendSettings(**{name: tables(url)[name]}), name)
    for url in ("http://api.example.tw", "http://127.0.0.1.example.tw"):
        with pytest.raises(SettingsError, match="begins with https://, or leads to"):
            BackendSettings(**{name: tables(url)[name]})


def test_a_backend_with_weak_settings_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "open_log", lambda: None)
    monkeypatch.setattr(sockets, "for_kiosks", lambda _: pytest.fail("it started all the same"))
    monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_SECRET", "canary")
    monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_URL", "http://pay.example.tw")
    with pytest.raises(StartError) as refused:
        serve.main(ServeOptions(port=0))
    assert refused.value.code == NOT_SET_UP
    said = str(refused.value)
    assert "KIOSK_BACKEND_PROVIDER_SECRET: shorter than 32 bytes" in said
    assert "KIOSK_BACKEND_PROVIDER_URL: not https" in said
    assert "[backend] public_url: empty" in said
    assert "canary" not in said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"NATIONAL_CITY": "XXX"}, "XXX is none of TPE"),
        ({"NATIONAL_CITY": "LIE"}, "Lienchiang County cannot be asked"),
        ({"NATIONAL_CITY": "TPE", "DEMO": "true"}, "and demo too"),
        ({"NATIONAL_CITY": "TPE", "STORE_ITEM": "0AB"}, "and store_item too"),
        ({"NATIONAL_CITY": "TPE", "NATIONAL_ADDRESS": "https://api.example.tw/x"}, "national_address is to look like"),
        (
            {
                "NATIONAL_CITY": "TPE",
                "NATIONAL_ADDRESS": "http://api.example.tw/Parking/PayBill/CarID/{plate}/CarType/{type}",
            },
            "NATIONAL_ADDRESS: not https",
        ),
        ({"NATIONAL_ADDRESS": "https://api.example.tw/x"}, "national_city is not"),
    ],
)
def test_a_city_that_cannot_be_the_register_stops_the_start_with_a_sentence(
    settings: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"KIOSK_BACKEND_{name}", value)
    with pytest.raises(StartError) as refused:
        configured(ServeOptions(port=0), {})
    assert said in str(refused.value)


MAIL = {"mail_url": "smtps://mail.example.tw", "mail_from": "no-reply@parking.example.tw"}


@pytest.mark.parametrize(
    "url", ["smtps://mail.example.tw", "smtp://mail.example.tw:2525", "smtp://127.0.0.1", "smtps://[::1]:465/", ""]
)
def test_a_mail_server_is_named_by_its_address(url: str) -> None:
    assert BackendSettings(mail_url=url, mail_from=MAIL["mail_from"]).mail_url == url


@pytest.mark.parametrize(
    "changes",
    [
        {"mail_url": "mail.example.tw"},
        {"mail_url": "https://mail.example.tw"},
        {"mail_url": "smtps://kiosk:geheim@mail.example.tw"},
        {"mail_url": "smtps://mail.example.tw/box"},
        {"mail_url": "smtps://:465"},
        {"mail_from": ""},
        {"mail_from": "parking"},
        {"mail_from": "a@b.tw\r\nBcc: c@d.tw"},
        {"mail_user": "kiosk"},
        {"mail_password": "geheim"},
        {"mail_user": "kiosk", "mail_password": "密geheim"},
    ],
)
def test_a_mail_server_that_could_not_be_used_is_refused_without_its_password(changes: dict[str, Any]) -> None:
    with pytest.raises(SettingsError) as raised:
        BackendSettings(**{**MAIL, **changes})
    assert "mail" in str(raised.value)
    assert "geheim" not in str(raised.value)
