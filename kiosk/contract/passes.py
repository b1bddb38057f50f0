"""Monthly passes (月票): chosen here, paid by QR like a ticket, on sale from the 25th for the next month."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Dollars, Label, ProviderCode, Request, Vehicle, Wire
from kiosk.domain.plate import VehicleType

PassCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,31}$", examples=["roadside-motorcycle"])]
PassName = Annotated[Label, Field(min_length=1, max_length=60)]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", examples=["2026-12"])]


class PassProduct(Wire):
    """A pass that can be bought."""

    code: PassCode
    name: PassName
    vehicle_type: VehicleType
    price: Dollars
    left: Annotated[int, Field(ge=0)] | None = None
    """How many are left for the month on sale; None where there is no limit."""


class PassOffer(Wire):
    """What is on sale now."""

    month: Month | None
    """The month that is on sale; None before the 25th."""
    on_sale_from: date
    """When the next month's sale began or begins."""
    products: tuple[PassProduct, ...]


class PassOrder(Request):
    """A visitor's wish to buy a pass for the month that is on sale, through this provider."""

    product: PassCode
    month: Month
    vehicle: Vehicle
    provider: ProviderCode
    expected: Dollars
    """The price that stood on the screen."""
