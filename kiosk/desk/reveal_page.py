"""F4: one masked field in full, with a reason from a list, for half a minute."""

from __future__ import annotations

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.clock import Deadline
from kiosk.contract.desk.masked import Masked, MaskedField, MaskedPerson, RevealReason, RevealWish
from kiosk.desk.asking import AskingPage
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.i18n import Message, say
from kiosk.platform.textual.remembered_texts import forget_texts

LONGEST = 30.0
"""Seconds for which a field is shown at most, whatever the backend allows."""

_COUNT_EVERY = 0.5


class RevealPage(AskingPage[None]):
    """Field, reason, the field in full. What was shown is only in this page, and goes with it."""

    def __init__(self, client: DeskClient, case: str, person: MaskedPerson) -> None:
        super().__init__()
        self._client, self._case, self._person = client, case, person
        self._field: Masked | None = person.fields[0] if len(person.fields) == 1 else None
        self._until: Deadline | None = None
        self._left = 0

    def title_words(self) -> Message:
        return say("desk-reveal-title")

    def on_mount(self) -> None:
        self._show_choices()
        self.set_interval(_COUNT_EVERY, self._count)

    def _show_choices(self) -> None:
        texts = desk_of(self).texts
        lines: list[Line]
        if self._field is None:
            lines = [Prose(texts("desk-reveal-which"), Style.MUTED)]
            for one in self._person.fields:
                name = texts(f"desk-field-{one.field.value}")
                lines.append(Row((Cell(name, 12), Cell(one.shown)), key=one.field.value))
        else:
            name = texts(f"desk-field-{self._field.field.value}")
            lines = [Prose(texts(say("desk-reveal-why", field=name)), Style.MUTED)]
            lines += [Row((Cell(texts(f"desk-reason-{one.value}")),), key=one.value) for one in RevealReason]
        self.pane.show(lines)

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        if self._field is None:
            self._field = next(one for one in self._person.fields if one.field is MaskedField(event.key))
            self._show_choices()
        else:
            field, reason = self._field.field, RevealReason(event.key)
            self.ask(lambda: self._reveal(field, reason))

    async def _reveal(self, field: MaskedField, reason: RevealReason) -> None:
        wish = RevealWish(case=self._case, person=self._person.id, field=field, reason=reason)
        revealed = await self._client.reveal(wish)
        desk = desk_of(self)
        self._until = Deadline.after(desk.clock, min(LONGEST, revealed.shown_for))
        self._left = revealed.left
        name = desk.texts(f"desk-field-{field.value}")
        self.pane.show([Row((Cell(name, 12, Style.MUTED), Cell(revealed.value, style=Style.STRONG)))])
        self._count()

    def _count(self) -> None:
        """Count down; when the time is over, nothing of the field stays."""
        if self._until is None:
            return
        if self._until.passed:
            self.dismiss(None)
            return
        self.notice(say("desk-revealed", seconds=round(self._until.remaining()), left=str(self._left)))

    def on_unmount(self) -> None:
        # Rich keeps the texts that it has measured: this one is not to be kept.
        forget_texts()
