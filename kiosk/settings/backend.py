"""What the backend needs to know: `[backend]` in the file, `KIOSK_BACKEND_…` in the environment."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from kiosk.domain.email import Email, EmailError
from kiosk.domain.web_address import parts_of
from kiosk.settings.addresses import AskedAddress, ProtectedAddress
from kiosk.settings.cities import CityPaidSettings
from kiosk.settings.faults import OfSettingError
from kiosk.settings.gateways import GatewayName, GatewaySettings, checked
from kiosk.settings.registers import LOCAL, NATIONAL, RegisterName
from kiosk.settings.sources import Settings

_OFFICE = ("松山停車服務中心", "Songshan Parking Service Centre")
_PAYEE = ("臺北市停車管理工程處", "Taipei City Parking Management and Development Office")


def public_origin(url: str) -> str:
    """Return an address that links can be made of, `https://pay.example.tw`, without the slash at its end.

    Raise `ValueError` for all that is not just a scheme, a host in ASCII and perhaps a port.
    """
    try:
        return _origin(url)
    except ValueError as error:
        raise ValueError(f"public_url: {error}") from None


def _origin(url: str) -> str:
    parts = parts_of(url)
    if parts.path not in ("", "/") or "%" in parts.netloc:
        raise ValueError("public_url must look like https://pay.example.tw, with no path and no interface")
    return f"{parts.scheme}://{parts.netloc}"


class IdentitySettings(BaseModel):
    """One identity provider that speaks OpenID Connect's device flow (`[[backend.identity_providers]]`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,23}$")]
    """Stands in the database: never to be changed once somebody is linked there."""
    name: Annotated[str, Field(min_length=1, max_length=40)]
    """As owners read it."""
    name_en: Annotated[str, Field(max_length=40)] = ""
    """As owners read it in English; empty means `name`."""
    issuer: ProtectedAddress
    """As in its discovery document, such as `https://accounts.google.com`."""
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    """As the provider gave it."""
    client_secret: SecretStr = SecretStr("")
    """Empty for a public client."""


class BackendSettings(Settings):
    """What the backend takes where its command line says nothing."""

    model_config = SettingsConfigDict(env_prefix="KIOSK_BACKEND_")

    table: ClassVar[str] = "backend"

    database_url: str = ""
    """Empty means the SQLite file in the data folder."""
    database_direct_url: str = ""
    """The PostgreSQL server itself, where `database_url` leads to a pooler in transaction mode (pgbouncer)."""
    office: str = _OFFICE[0]
    """The office's name, at the top of the screen, where a terminal stands in no office of its own."""
    office_en: str = ""
    """The office's name in English. Empty: readers of English are shown `office`, unless that is the one set here."""
    help_phone: str = "02-2726-9600"
    """The parking office's line, on the page that says where help is; an office of a terminal's own has its own."""
    payee: str = _PAYEE[0]
    """Who is paid, as it stands on the payer's page and on receipts."""
    payee_en: str = ""
    """Who is paid, in English. Empty: readers of English are shown `payee`, unless that is the one set here."""
    store_item: Annotated[str, Field(pattern=r"^([0-9A-Z]{3})?$")] = ""
    """What convenience stores know the office's bills by (代收項目): three capitals or digits, as the contract with
    them has it. Empty means that there are no bar codes for stores; the demo has some that no store takes."""
    bills_from: RegisterName = ""
    """The register that tells what vehicles owe, of those in `kiosk/settings/registers.py`. Empty: that of the city
    that `national_city` names, or else our own."""
    national_city: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    """The city that is asked for what is owed by the national bill query, such as `TPE`, in place of a register of our
    own; its bills are paid at its own page, by phone. Empty: our own register."""
    national_address: Annotated[AskedAddress, Field(max_length=200)] = ""
    """Where that city answers, with `{plate}` and `{type}`, if not where `kiosk` knows it to."""
    other_cities: bool = False
    """Whether terminals may ask other counties and cities what a vehicle owes there, by the national bill query: its
    plate then goes to each of them. The demo has simulated ones in any case."""
    demo: bool = False
    """A synthetic city, plates to try on the welcome screen, and the simulated provider."""
    public_url: str = ""
    """Where phones reach the payer's page, such as `https://pay.example.tw`; empty means the listening address, which
    outside of the demo is enough only with `--lan`."""
    payment_lifetime: Annotated[float, Field(gt=0, le=3600)] = 300.0
    """Seconds that a code may be scanned."""
    refund_most: Annotated[int, Field(ge=0, le=10_000_000)] = 1000
    """New Taiwan dollars that a senior lets a clerk give back; above that, somebody of the finance office decides."""
    refund_requests: Annotated[int, Field(ge=1, le=1000)] = 10
    """Requests for money back by one person within a day from which somebody of the finance office decides."""
    number_wait: Annotated[int, Field(ge=24, le=720)] = 72
    """Hours from the decision that an account has a new number, which was asked for at a counter, until it has it: so
    long those who were notified can stop it."""
    provider_url: AskedAddress = ""
    """Base address of the payment provider's interface; the demo starts a simulated one."""
    provider_secret: SecretStr = SecretStr("")
    """Key of the HMAC on requests to the provider and on its messages; 32 bytes or more outside of the demo."""
    gateway_secrets: dict[GatewayName, SecretStr] = {}
    """Secrets of `gateways` by their names; one that is not here is the machine's credential `kiosk-gateway-NAME`, or
    in its keyring. 32 bytes or more outside of the demo."""
    owner_secret: SecretStr = SecretStr("")
    """Key of the hashes of one-time codes and of what is sealed: messages, the keys of the staff's authenticators. The
    same in every replica, and kept; empty means a key file beside the SQLite file. 32 bytes or more outside of the
    demo."""
    password_memory: Annotated[int, Field(ge=8, le=4 * 1024 * 1024)] = 64 * 1024
    """KiB that hashing a password takes (Argon2id). Below 19456 is refused outside of the demo."""
    password_passes: Annotated[int, Field(ge=1, le=100)] = 3
    """How often that memory is gone over. Below 2 is refused outside of the demo."""
    mitake_url: AskedAddress = "https://smsapi.mitake.com.tw/api/mtk"
    """Mitake (三竹); personal accounts have `https://smsb2c.mitake.com.tw/b2c/mtk`."""
    mitake_user: str = ""
    """The account at Mitake."""
    mitake_password: SecretStr = SecretStr("")
    """Its password."""
    every8d_url: AskedAddress = "https://oms.e8d.tw/API21/HTTP"
    """EVERY8D (互動資通); some accounts have another host."""
    every8d_user: str = ""
    """The account at EVERY8D."""
    every8d_password: SecretStr = SecretStr("")
    """Its password."""
    text_gateways: tuple[Literal["mitake", "every8d"], ...] = ()
    """Who sends text messages, in the order in which they are tried: the next one steps in for one that fails."""
    mail_url: str = ""
    """The office's server for outgoing e-mail: `smtps://mail.example.tw` (TLS from the first byte, 465) or
    `smtp://mail.example.tw` (STARTTLS, 587). Empty: owners get no e-mail."""
    mail_from: str = ""
    """The address that owners see it come from, such as `no-reply@parking.example.tw`."""
    mail_user: str = ""
    """The account at that server; empty where it takes e-mail from this machine without a login."""
    mail_password: SecretStr = SecretStr("")
    """Its password."""
    identity_providers: tuple[IdentitySettings, ...] = ()
    """Where owners may link an account, in the order in which they are offered; the demo has simulated ones."""
    gateways: tuple[GatewaySettings, ...] = ()
    """Who collects for some of the providers; `provider_url`, where it is set, collects for all others."""
    cities_paid: tuple[CityPaidSettings, ...] = ()
    """Other cities whose bills are paid here, each by its own agreement with the office. All others are looked up only:
    none has offered it so far."""
    threads: Annotated[int, Field(ge=1, le=64)] = 4
    """Units of work at a time; also the connections to the database."""
    text_threads: Annotated[int, Field(ge=1, le=64)] = 2
    """Messages that take their turn, such as alerts, handed to gateways at a time; codes have threads of their own."""
    connections: Annotated[int, Field(ge=10, le=60_000)] = 1000
    """Connections in all; fewer where the system's limit of open files leaves no more."""
    connections_per_address: Annotated[int, Field(ge=1, le=60_000)] = 100
    """Connections from one address that is not this machine's own. More where a proxy stands on another machine."""
    trusted_proxies: tuple[IPvAnyNetwork, ...] = ()
    """The proxies in front, as addresses or networks, that set `X-Forwarded-For`: by it guests are distinguished."""

    @property
    def register_name(self) -> str:
        """The name of the register that tells what vehicles owe."""
        return self.bills_from or (NATIONAL if self.national_city else LOCAL)

    @property
    def english_office(self) -> str | None:
        """The office's name for readers of English, None where it has no other one for them."""
        return self.office_en or (_OFFICE[1] if self.office == _OFFICE[0] else None)

    @property
    def english_payee(self) -> str | None:
        """Who is paid, for readers of English; None where there is no other name for them."""
        return self.payee_en or (_PAYEE[1] if self.payee == _PAYEE[0] else None)

    @field_validator("public_url")
    @classmethod
    def _carries_links(cls, url: str) -> str:
        # Every payment's link is made of it, in capitals: a path would be another one.
        if url:
            _origin(url)  # pydantic names the setting
        return url

    @field_validator("mail_url")
    @classmethod
    def _takes_mail(cls, url: str) -> str:
        if not url:
            return url
        try:
            path = parts_of(url, ("smtps", "smtp")).path
        except ValueError as error:
            raise ValueError(f"like smtps://mail.example.tw, the account in mail_user: {error}") from None
        if path not in ("", "/"):
            raise ValueError("smtp or smtps, a host and perhaps a port")
        return url

    @field_validator("mail_from")
    @classmethod
    def _can_be_written_from(cls, address: str) -> str:
        try:
            return Email.parse(address).text if address else address
        except EmailError:
            raise ValueError("an e-mail address such as no-reply@parking.example.tw") from None

    @field_validator("mail_password")
    @classmethod
    def _is_complete(cls, password: SecretStr, found: ValidationInfo) -> SecretStr:
        # The fields above it have been read; one that was wrong is reported by itself.
        url, sender, user = (found.data.get(name) for name in ("mail_url", "mail_from", "mail_user"))
        if url and sender == "":
            raise OfSettingError("mail_url", "it needs mail_from")
        if user and not password.get_secret_value():
            raise OfSettingError("mail_user", "it needs mail_password")
        if user == "" and password.get_secret_value():
            raise ValueError("it needs mail_user")
        if user and not user.isascii():
            raise OfSettingError("mail_user", "SMTP signs in only with ASCII")
        if not password.get_secret_value().isascii():
            raise ValueError("SMTP signs in only with ASCII")
        return password

    @field_validator("trusted_proxies")
    @classmethod
    def _are_a_few(cls, proxies: tuple[IPvAnyNetwork, ...]) -> tuple[IPvAnyNetwork, ...]:
        if any(proxy.prefixlen == 0 for proxy in proxies):
            raise ValueError("a network of everybody would let everybody say where they come from")
        return proxies

    @field_validator("identity_providers")
    @classmethod
    def _once(cls, providers: tuple[IdentitySettings, ...]) -> tuple[IdentitySettings, ...]:
        if len({provider.code for provider in providers}) < len(providers):
            raise ValueError("two identity providers have the same code")
        return providers

    @field_validator("cities_paid")
    @classmethod
    def _each_city_once(cls, cities: tuple[CityPaidSettings, ...]) -> tuple[CityPaidSettings, ...]:
        if len({one.city for one in cities}) < len(cities):
            raise ValueError("a city stands there twice")
        return cities

    @field_validator("gateways")
    @classmethod
    def _each_its_own(cls, gateways: tuple[GatewaySettings, ...], found: ValidationInfo) -> tuple[GatewaySettings, ...]:
        names = {gateway.name for gateway in gateways}
        unknown = sorted(set(found.data.get("gateway_secrets", ())) - names)
        if unknown:
            raise OfSettingError("gateway_secrets", f"it names what is no gateway here: {', '.join(unknown)}")
        return checked(gateways)

    @field_validator("text_gateways")
    @classmethod
    def _have_accounts(cls, gateways: tuple[str, ...], found: ValidationInfo) -> tuple[str, ...]:
        # The fields above it have been read; one that was wrong is reported by itself.
        for gateway in gateways:
            user, password = found.data.get(f"{gateway}_user"), found.data.get(f"{gateway}_password")
            if not user or not password or not password.get_secret_value():
                raise ValueError(f"{gateway} needs {gateway}_user and {gateway}_password")
        return gateways
