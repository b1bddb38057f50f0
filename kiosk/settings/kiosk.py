"""What this terminal needs to know: `[kiosk]` in the file, `KIOSK_…` in the environment."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from kiosk.devices import address
from kiosk.domain.web_address import of_backend
from kiosk.languages import LANGUAGES
from kiosk.settings.sources import Settings


def _offered(language: str) -> str:
    if language and language not in LANGUAGES:
        raise ValueError(f"choose from {', '.join(LANGUAGES)}")
    return language


def _each_once(languages: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(languages)) < len(languages):
        raise ValueError("name each language once")
    return tuple(map(_offered, languages))


class KioskSettings(Settings):
    """What `kiosk run` and the commands that ask a backend take where the command line says nothing."""

    model_config = SettingsConfigDict(env_prefix="KIOSK_")

    table: ClassVar[str] = "kiosk"

    backend: str = ""
    """The central backend's address, such as `https://parking.example.tw`; empty: this terminal has its own."""
    office: str = ""
    """The office's name, for a backend of this terminal's own; a central one tells its own. Empty: as in [backend]."""
    language: Annotated[str, AfterValidator(_offered)] = ""
    """The language that visits begin in, such as `zh-TW` or `en`; empty: on the screen the first of `languages`, or
    zh-TW, elsewhere the shell's."""
    languages: Annotated[tuple[str, ...], AfterValidator(_each_once)] = ()
    """The languages that visitors are offered, in this order, such as `["zh-TW", "en"]`; empty: all that there are."""
    theme: Literal["day", "contrast"] = "day"
    """The appearance of pages when a visit begins: dark on light, or high contrast. Visitors may change it."""
    idle: float = Field(default=60.0, ge=30.0, le=600.0)
    """Seconds without a touch or a key after which a visit ends, the last 20 of them with a warning. Where there is
    more to read, or a message to wait for, it is as much longer as before."""
    paid_stays: float = Field(default=30.0, ge=10.0, le=300.0)
    """Seconds that the page "paid" stays before the next visitor's turn, if it is not touched."""
    lan: bool = False
    """Whether phones on the same network may open the payer's page of a backend of this terminal's own."""
    double_tap: float = Field(default=0.4, ge=0.0, le=2.0)
    """Seconds for which a page takes no touch, Enter or blank once it is on the screen: the second tap of an unsure
    finger was meant for the page before. More where many visitors tremble."""
    motion: bool = True
    """Whether the panel that says "paid" is drawn in from the left, in a third of a second; false shows it at once."""
    scanner: bool = True
    """Whether a bar-code scanner may be plugged in that types: six characters or more, none later than 35 ms after the
    one before, are a scan then."""
    scanner_prefix: str = Field(default="", max_length=8)
    """What the scanners are set to type before everything else; then that makes a scan too, however short it is."""
    panel_inches: float = Field(default=0.0, ge=0.0, le=200.0)
    """The panel's diagonal in inches, for `kiosk doctor` to tell how large letters and keys are; 0: not known."""
    printer: str = Field(
        default="",
        description=f"The printer, such as {address.examples()}; empty: there is none, and no page speaks of printing.",
    )
    printer_width: Literal[384, 512, 576] = 576
    """Dots that its paper is wide: 576 on 80 mm with most printers, 512 with some, 384 on 58 mm."""
    printer_font: str = ""
    """A font file with Chinese letters for the paper; empty: the system's."""
    demo: bool = True
    """Whether a backend of this terminal's own is a synthetic city to try things in. An office says false."""

    @property
    def begins_in(self) -> str | None:
        """The language that visits begin in; None for that of the office itself."""
        return self.language or (self.languages[0] if self.languages else None)

    @field_validator("backend")
    @classmethod
    def _can_be_asked(cls, backend: str) -> str:
        if backend:
            of_backend(backend)
        return backend

    @field_validator("languages")
    @classmethod
    def _hold_the_first_one(cls, languages: tuple[str, ...], others: ValidationInfo) -> tuple[str, ...]:
        begins = others.data.get("language")
        if begins and languages and begins not in languages:
            raise ValueError("the `language` that visits begin in is not among them")
        return languages

    @field_validator("printer")
    @classmethod
    def _is_an_address(cls, printer: str) -> str:
        if printer:
            address.parse(printer)
        return printer
