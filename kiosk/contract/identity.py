"""Linking an owner's account at an identity provider (台北通, LINE, Google), by OpenID Connect's device flow."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Id, Label, Moment, Request, Wire

IdentityProviderCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,23}$", examples=["taipei-pass"])]


class IdentityProvider(Wire):
    """A provider, and whether the owner is linked there."""

    code: IdentityProviderCode
    name: Label
    name_en: Label | None = None
    """Its name in English, where that is another one."""
    linked_at: Moment | None = None


class IdentityProviders(Wire):
    """Empty where linking is switched off."""

    providers: tuple[IdentityProvider, ...]


class LinkState(StrEnum):
    """How far a link has come."""

    WAITING = "waiting"
    LINKED = "linked"
    DENIED = "denied"
    EXPIRED = "expired"
    TAKEN = "taken"
    """Another owner is linked to this account already."""


class Linking(Wire):
    """A link under way: the phone opens `link`, or the visitor types `user_code` there."""

    id: Id
    provider: IdentityProviderCode
    state: LinkState
    link: Annotated[str, Field(max_length=300)]
    """The provider's address with the code in it: what the QR code holds."""
    short_link: Annotated[str, Field(max_length=200)]
    user_code: Label
    expires_in: float
    poll_in: float
    """Seconds until it makes sense to ask again."""


class BeginPhoneSignIn(Request):
    """Asks for a sign-in with an account at a provider; what the terminal has waiting before ends."""

    provider: IdentityProviderCode


class PhoneSignIn(Linking):
    """A sign-in under way: `linked` says that an owner is proved, and can be let in."""

    known: bool = True
    """False where the phone agreed, and no one here is linked to its account; the state is then `denied`."""


class OfferState(StrEnum):
    """How far an offer to sign in with a phone has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    """A phone has chosen a provider; the sign-in stands beside it as soon as the provider has begun."""
    OVER = "over"


class SignInOffer(Wire):
    """What a terminal shows to phones, before anything has been asked: the phone that opens it chooses the provider."""

    id: Id
    state: OfferState
    link: Annotated[str, Field(max_length=200)] | None = None
    """What the phone opens, in the answer to the beginning and in no other: only its hash is kept."""
    compare: Annotated[str, Field(max_length=8)]
    """Four characters that terminal and phone both show, so that no one signs in at a machine elsewhere."""
    expires_in: float
    sign_in: PhoneSignIn | None = None
