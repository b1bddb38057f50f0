"""The demo's people: made for the secrets of one start, and never outside of the demo."""

from __future__ import annotations

from dataclasses import replace

import pyotp
import pytest

from kiosk.backend.demo import staff, trial
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import accounts
from kiosk.backend.store.database import Database
from kiosk.contract.desk.session import DeskSignIn
from kiosk.contract.problems import ProblemKind
from kiosk.i18n import Texts
from tests.backend.staff_stage import OFFICE, StaffStage, make_staff_stage
from tests.clock import ManualClock
from tests.source import ROOT

HANDED = {"trial_password": "drawn at this start", "trial_key": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}
OTHERS = {"trial_password": "drawn at another start", "trial_key": "KRUGKIDROVUWG2ZAMJZG653OEBTG66BA"}


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def names(office: StaffStage) -> list[str]:
    with office.context.database.read() as connection:
        return [one.name for one in accounts.listed(connection, office.clock.now())]


def comes_in(office: StaffStage, name: str, handed: dict[str, str]) -> bool:
    office.keys[name] = handed["trial_key"]
    try:
        office.sign_in(name, password=handed["trial_password"])
    except Refusal as refusal:
        return refusal.kind is not ProblemKind.SIGN_IN_REFUSED
    return True


def test_each_of_them_signs_in_with_what_was_handed_down(office: StaffStage) -> None:
    assert staff.renew(office.context, HANDED, OFFICE) == len(trial.staff())
    for person in trial.staff():
        assert comes_in(office, person.name, HANDED)
    wu = office.sign_in("trial.wu", password=HANDED["trial_password"], code=_next(office)).standing
    assert (wu.roles, wu.office) == (("finance", "senior"), OFFICE)


def _next(office: StaffStage) -> str:
    office.clock.advance(30)
    return pyotp.TOTP(HANDED["trial_key"]).at(office.clock.now())


def test_at_the_next_start_what_was_handed_down_before_opens_nothing(office: StaffStage) -> None:
    staff.renew(office.context, HANDED, OFFICE)
    session = office.sign_in("trial.lin", password=HANDED["trial_password"], code=_next(office))
    staff.renew(office.context, OTHERS, OFFICE)
    assert not comes_in(office, "trial.lin", HANDED)
    assert comes_in(office, "trial.lin", OTHERS)
    with pytest.raises(Refusal) as over:
        office.acting(session)
    assert over.value.kind is ProblemKind.SESSION_OVER


def test_outside_of_the_demo_no_one_of_them_is_made_whatever_is_handed_down(office: StaffStage) -> None:
    real = replace(office.context, terms=replace(office.context.terms, sample=False))
    assert staff.renew(real, HANDED, OFFICE) == 0
    assert names(office) == []
    assert not comes_in(office, "trial.lin", HANDED)


@pytest.mark.parametrize("handed", [{}, {"trial_password": "x" * 20}, {"trial_key": HANDED["trial_key"]}])
def test_where_nothing_was_handed_down_no_one_of_them_is_made(office: StaffStage, handed: dict[str, str]) -> None:
    assert staff.renew(office.context, handed, OFFICE) == 0
    assert names(office) == []


def test_somebody_who_was_suspended_can_be_tried_again(office: StaffStage) -> None:
    staff.renew(office.context, HANDED, OFFICE)
    office.context.database.run(lambda connection: accounts.suspend(connection, "trial.lin", office.clock.now()))
    staff.renew(office.context, HANDED, OFFICE)
    assert comes_in(office, "trial.lin", HANDED)


def test_what_the_file_says_fits_what_signing_in_asks_for() -> None:
    for person in trial.staff():
        wish = {"name": person.name, "password": HANDED["trial_password"], "code": "123456", "counter": ""}
        assert DeskSignIn.model_validate(wish).name == person.name
    assert len({one.name for one in trial.situations()}) == 9


def test_the_table_in_the_desks_document_is_the_files() -> None:
    text = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    texts = Texts("zh-TW")
    for one in trial.situations():
        assert f"| {texts('desk-trial-' + one.name.replace('.', '-'))} | {one.key} | `{one.name}` |" in text
