"""What is searched for on the desk's one long page and what is chosen of it: asked of the backend, kept and shown."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.clock import Deadline
from kiosk.contract.desk.cases import Case, CaseSeen, CaseState
from kiosk.contract.desk.search import DeskAnswer
from kiosk.contract.desk.session import DeskStanding
from kiosk.desk import finds, queries
from kiosk.desk.desk_face import DeskFace
from kiosk.desk.seen.facts import case_number
from kiosk.desk.speaks import desk_of
from kiosk.desk.trial import Trial
from kiosk.desk.troubles import error_message
from kiosk.desk.widgets.notice import Notice
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.workspace import Level, Work, Workspace
from kiosk.i18n import say
from kiosk.widgets.typing.field import Field


class DeskLookup(DeskFace):
    """Everything is asked for in a worker that the next question of its kind calls off."""

    def __init__(self, client: DeskClient, standing: DeskStanding, work: Work, trial: Trial | None = None) -> None:
        """Serve the clerk of this standing, through the client."""
        super().__init__(standing, work, trial)
        self._client = client

    def on_mount(self) -> None:
        self._factor = Deadline.after(desk_of(self).clock, self._standing.factor_fresh_in)
        self._show_space()

    # Asking

    def ask_in(self, group: str, asking: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do the same; let go of a case that a colleague has closed meanwhile, and say so."""
        space = self._space

        async def asked() -> None:
            try:
                await asking()
            except ProblemError as error:
                if space.case is None or not queries.needs_case(error):
                    raise
                self._let_go(space, space.case)

        super().ask_in(group, asked)

    def _let_go(self, space: Workspace, case: Case) -> None:
        self._work.let_go(case.number)
        self.notice(say("desk-case-closed-meanwhile", number=case_number(case.number)))
        if space is self._space:
            self.query_one("#found", Notice).tell("desk-kept" if space.levels else "desk-box-hint")
            self._show_keys()

    @on(Field.Submitted, "#box")
    def _submitted(self) -> None:
        if self._box.checked():
            self._search(self._box.text)

    def scanned(self, text: str, *, entered: bool, begun: bool) -> None:
        """Take a scan into the box, wherever the focus is, and search for it.

        Into the box itself it is typed: a slow line holds back what somebody types, and lets it go at once.
        """
        typing = self.focused is self._box

        def taken() -> None:
            if typing:
                self._box.enter(text[1:] if begun else text)
            else:
                self._box.replace(text)
            if entered and self._box.checked():
                self._search(self._box.text)

        self._box.focus()
        # Behind what is on its way to the box as keys.
        self._box.call_later(taken)

    def _search(self, text: str) -> None:
        space = self._space
        space.forget()
        space.text = text
        # What is scanned next takes the place of what was searched for.
        self._box.choose_all()
        self._show_lists()
        self.query_one("#found", Notice).tell("desk-searching")

        async def searching() -> None:
            try:
                answer = await queries.search(self._client, self._standing, space, text)
            except ApiError:
                self.query_one("#found", Notice).tell("desk-not-asked")
                raise
            self.notice(None)
            await self._found(space, answer)

        self.ask_in("search", searching)

    async def _found(self, space: Workspace, answer: DeskAnswer) -> None:
        things = tuple(thing for hit in answer.hits if (thing := finds.of_hit(hit)) is not None)
        self._tell(answer, len(things))
        if not things:
            return
        space.levels = [Level(things, things[0].key)]
        self._show_lists()
        self._list.focus()
        await self._see(space)
        if len(things) == 1:
            self._unfold(space)

    # Choosing

    @on(Pane.Moved, "#list")
    def _moved(self, event: Pane.Moved) -> None:
        space = self._space
        if space.level is not None:
            space.level.chosen = event.key
        self._show_thing()
        if space.thing is not None and space.shown is None and not space.thing.veiled:
            self.ask_in("see", lambda: self._see(space))

    @on(Pane.Opened, "#list")
    def _opened(self, event: Pane.Opened) -> None:
        space = self._space
        if space.level is None:
            self._box.replace(event.key)
            self._search(event.key)
        elif space.shown is None and space.thing is not None:
            self.ask_in("see", lambda: self._see(space))
        elif isinstance(space.shown, CaseSeen) and space.shown.case.state is not CaseState.CLOSED:
            self._go_on_in(space, space.shown.case)
        elif not self._unfold(space):
            self._thing.focus()

    def _go_on_in(self, space: Workspace, case: Case) -> None:
        """Have what is looked up from now on stand in a case that was found."""
        known = [one.case is not None and one.case.number == case.number for one in self._work.spaces]
        if space.case is not None and space.case.number == case.number:
            self._thing.focus()
            return
        if any(known):
            self._work.at = known.index(True)
        elif space.case is None:
            space.case = case
        elif not self._work.open(Workspace(case=case)):
            self.notice("desk-cases-full")
            return
        self._show_space()
        self.action_box()
        self.notice(say("desk-case-goes-on", number=case_number(case.number)))

    async def _see(self, space: Workspace, *, anew: bool = False) -> None:
        """Ask for all that is known of the chosen thing, and show it if it is still the one that is chosen."""
        thing = space.thing
        if thing is None or (thing.key in space.seen and not anew):
            return
        try:
            seen = await queries.see(self._client, space, thing)
        except ApiError as error:
            space.troubles[thing.key] = error_message(error)
            self._show_thing(anew=not anew)
            raise
        if seen is not None:
            self._learned(space, thing, seen, anew=not anew)

    def _learned(self, space: Workspace, thing: finds.Thing, seen: finds.Seen, *, anew: bool) -> None:
        """Keep what the backend answered, and show it where it is looked at; nothing else moves."""
        space.learn(thing, seen)
        if space is not self._space or space.level is None:
            return
        self._list.show(list(finds.rows(desk_of(self).texts, space.level.things)), anew=False)
        if space.thing is not None and space.thing.key == thing.key:
            self._show_thing(anew=anew)

    def _unfold(self, space: Workspace) -> bool:
        """Show what belongs to the chosen thing below it; return whether there is anything that is not shown yet."""
        unfolded = space.unfold()
        if unfolded:
            self._show_lists()
        return unfolded

    # Showing

    def _show_space(self) -> None:
        """Show a piece of work that was put aside: anew, where nothing was kept of what the backend answered."""
        space = self._space
        self._box.replace(space.text)
        self.notice(None)
        self._show_lists()
        if space.text and not space.levels:
            self._search(space.text)
        elif space.levels:
            self.query_one("#found", Notice).tell("desk-kept", case=self._case_words())
            self._list.focus()
        else:
            hint = "desk-box-hint" if self._trial is None else "desk-trial-hint"
            self.query_one("#found", Notice).tell(hint, case=self._case_words())
            self._box.focus()

    def action_box(self) -> None:
        self._box.choose_all()
        self._box.focus()
