"""E-mail addresses as people type them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.email import MOST, Email, EmailError, EmailFault


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("wang@example.com.tw", "wang@example.com.tw"),
        (" Wang.M+parking@Example.COM.tw ", "Wang.M+parking@example.com.tw"),
        ("ｗａｎｇ＠ｅｘａｍｐｌｅ．ｔｗ", "wang@example.tw"),
        ("wang@example。com｡tw", "wang@example.com.tw"),
        ("o'neil_1@a-b.co", "o'neil_1@a-b.co"),
        ("a" * 64 + "@example.tw", "a" * 64 + "@example.tw"),
    ],
)
def test_an_address_is_read_however_it_is_typed(typed: str, address: str) -> None:
    assert str(Email.parse(typed)) == address


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", EmailFault.NO_AT),
        ("wang.example.tw", EmailFault.NO_AT),
        ("@example.tw", EmailFault.LOCAL),
        ("wang m@example.tw", EmailFault.LOCAL),
        ("wang..m@example.tw", EmailFault.LOCAL),
        ("a" * 65 + "@example.tw", EmailFault.LOCAL),
        ("王@example.tw", EmailFault.LOCAL),
        ("wang\x1b@example.tw", EmailFault.LOCAL),
        ("wang\u202e@example.tw", EmailFault.LOCAL),
        ("wang@", EmailFault.DOMAIN),
        ("wang@example", EmailFault.DOMAIN),
        ("wang@example..tw", EmailFault.DOMAIN),
        ("wang@-example.tw", EmailFault.DOMAIN),
        ("wang@10.0.0.1", EmailFault.DOMAIN),
        ("wang@example.tw\n.tw", EmailFault.DOMAIN),
        ("wang@" + "a." * 130 + "tw", EmailFault.TOO_LONG),
        ("a" * 100_000, EmailFault.TOO_LONG),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(typed: str, fault: EmailFault) -> None:
    with pytest.raises(EmailError) as refusal:
        Email.parse(typed)
    assert refusal.value.fault is fault


def test_an_address_is_masked_for_others_eyes() -> None:
    assert Email.parse("wang.m@example.com.tw").masked == "w***@example.com.tw"


NEARLY = st.builds(
    "{}{}{}.{}".format,
    st.text("wang.M+_'0ｗé ", min_size=1, max_size=6),
    st.sampled_from(["@", "@", "＠", "@@"]),
    st.text("exa-0.。ｅ王", min_size=1, max_size=6),
    st.sampled_from(["tw", "TW", "ｔｗ", "com。tw", "1", "台灣", "tw "]),
)


def test_an_address_that_was_taken_is_ascii_and_stays_as_it_is() -> None:
    seen: Counter[bool] = Counter()

    @given(st.tuples(st.text(), *[NEARLY] * 4))
    def holds(texts: tuple[str, ...]) -> None:
        for typed in texts:
            try:
                address = str(Email.parse(typed))
            except EmailError:
                seen[False] += 1
                continue
            seen[True] += 1
            assert address.isascii()
            assert address.isprintable()
            assert len(address) <= MOST
            assert str(Email.parse(address)) == address

    holds()
    assert min(seen[True], seen[False]) >= 10


@given(st.emails())
def test_every_address_of_the_usual_kind_is_taken(typed: str) -> None:
    # Quoted local parts and what only RFC 5322 allows do not come out of this strategy; numeric ends of domains do.
    if not typed.rpartition(".")[2].isdigit():
        assert str(Email.parse(typed)).lower() == typed.lower()
