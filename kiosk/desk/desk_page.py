"""The desk's one long page at work: what each key does about what was searched for and chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.cases import Case, CaseSeen
from kiosk.contract.desk.story import ProviderWish, Story
from kiosk.contract.desk.things import SupportSeen
from kiosk.contract.problems import ProblemKind
from kiosk.desk import finds, more_page, offered, queries
from kiosk.desk.cases_page import CasesPage
from kiosk.desk.day_close_page import DayClosePage
from kiosk.desk.desk_lookup import DeskLookup
from kiosk.desk.differences_page import DifferencesPage
from kiosk.desk.forms.case_form import CaseForm
from kiosk.desk.forms.hour_form import HourForm
from kiosk.desk.forms.of_thing import form_of
from kiosk.desk.help_page import HelpPage
from kiosk.desk.hours import HourAsked
from kiosk.desk.more_page import More, MorePage
from kiosk.desk.reveal_page import RevealPage
from kiosk.desk.widgets.notice import Notice
from kiosk.desk.workspace import Level, Workspace
from kiosk.i18n import Message, say


class DeskPage(DeskLookup):
    """The keys, and the pages and forms that they open."""

    AUTO_FOCUS = "Box"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f1", "explain", show=False),
        Binding("f2", "box", show=False),
        Binding("f3", "cases", show=False),
        Binding("f4", "reveal", show=False),
        Binding("f5", "again", show=False),
        Binding("f8", "act", show=False),
        Binding("f10", "more", show=False),
    ]

    def action_back(self) -> None:
        space = self._space
        if self.focused is self._box:
            self._leave_box()
        elif self.focused is self._thing and space.levels:
            self._list.focus()
        elif len(space.levels) > 1:
            space.levels.pop()
            self._show_lists()
        else:
            self._box.focus()

    def _leave_box(self) -> None:
        """Put back what was searched for last; what was typed since goes with a second Esc only."""
        if self._box.text == self._space.text:
            if self._space.levels:
                self._list.focus()
        elif self._box.warned:
            self._box.replace(self._space.text)
            self.notice(None)
        else:
            self._box.warned = True
            self.notice("desk-typed-lost")

    def action_explain(self) -> None:
        part = "box" if self.focused is self._box else "list" if self.focused is self._list else "thing"
        self.app.push_screen(HelpPage(part))

    def action_cases(self) -> None:
        def chosen(changed: bool | None) -> None:
            if changed:
                self._show_space()

        self.app.push_screen(CasesPage(self._client, self._standing, self._work), chosen)

    def action_more(self) -> None:
        """Open the page beside the cases; ask which, where there is more than one."""
        pages = more_page.pages(self._standing)
        if not pages:
            self.notice("desk-trouble-not-permitted")
        elif len(pages) == 1:
            self._open_page(pages[0])
        else:
            self.app.push_screen(MorePage(pages), self._open_page)

    def _open_page(self, page: More | None) -> None:
        match page:
            case More.FIGURES:
                # Loaded with the page: what draws the bars takes a twentieth of a second, and few look at them.
                from kiosk.desk.figures_page import FiguresPage

                self.app.push_screen(FiguresPage(self._client))
            case More.DIFFERENCES:
                self.app.push_screen(DifferencesPage(self._client, self._standing), self._look_up)
            case More.DAY_CLOSE:
                self.app.push_screen(DayClosePage(self._client))
            case More.TERMINAL_HOUR:
                self.app.push_screen(HourForm(self._client, self._standing), self._begin_with_hour)

    def _begin_with_hour(self, asked: HourAsked | None) -> None:
        """Look at an hour of a terminal in place of what was searched for, in the same case."""
        if asked is not None:
            self._space.forget()
            self._space.text = ""
            self._box.replace("")
            self._see_hour(asked)

    def _see_hour(self, asked: HourAsked | None) -> None:
        """List an hour of a terminal, and what was paid in it."""
        if asked is None:
            return
        space, thing = self._space, finds.of_hour(asked)
        space.levels.append(Level((thing,), thing.key))
        self.notice(None)
        self._show_lists()
        self._list.focus()

        async def seeing() -> None:
            await self._see(space)
            if space is self._space and space.thing == thing:
                self._unfold(space)
                self.query_one("#found", Notice).tell("desk-hour-found", case=self._case_words())

        self.ask_in("see", seeing)

    def _look_up(self, text: str | None) -> None:
        """Look something up in a piece of work of its own."""
        if text is None:
            return
        if self._work.open(Workspace(text=text)):
            self._show_space()
        else:
            self.notice("desk-cases-full")

    def action_reveal(self) -> None:
        space = self._space
        why_not = offered.no_reveal(self._standing, space)
        if why_not is not None or space.person is None or space.case is None:
            self.notice(why_not)
            return
        self.app.push_screen(RevealPage(self._client, space.case.number, space.person))

    def action_act(self) -> None:
        """Do the one thing that can be done about what is chosen; say why where nothing can."""
        space, seen = self._space, self._space.shown
        why_not = offered.no_act(self._standing, space)
        if why_not is not None:
            self.notice(why_not)
            return

        def done(what: Message | None) -> None:
            if what is not None:
                self.ask_in("see", lambda: self._after(space, what))

        if isinstance(seen, SupportSeen):
            self.app.push_screen(HourForm(self._client, self._standing, seen), self._see_hour)
        elif isinstance(seen, CaseSeen):
            self.app.push_screen(CaseForm(self._client, seen), lambda what: self._case_ended(seen.case, done, what))
        elif (form := form_of(self._client, self._standing, space)) is not None:
            if form.takes_factor and self._factor.passed:
                self.notice("desk-trouble-factor-needed")
            else:
                self.app.push_screen(form, done)

    def _case_ended(self, case: Case, done: Callable[[Message | None], None], what: Message | None) -> None:
        if what is not None:
            self._work.let_go(case.number)
        done(what)

    async def _after(self, space: Workspace, what: Message) -> None:
        """Show what is chosen as it is now that something was done about it, and say what."""
        await self._see(space, anew=True)
        self.notice(what)

    def action_again(self) -> None:
        """Ask again: the provider about a payment that has no outcome yet, the backend about everything else."""
        space, seen = self._space, self._space.shown
        if space.thing is None:
            self.notice("desk-nothing-chosen")
        elif isinstance(seen, Story) and offered.asks_provider(self._standing, space):
            self.ask_in("see", lambda: self._ask_provider(space, seen))
        else:
            self.ask_in("see", lambda: self._anew(space))

    async def _anew(self, space: Workspace) -> None:
        await self._see(space, anew=True)
        seen = space.shown
        if space.level is not None and len(space.level.things) == 1:
            self._unfold(space)
        waits = isinstance(seen, Story) and seen.ask_now
        self.notice((offered.no_asking(self._standing, space) if waits else None) or "desk-loaded-anew")

    async def _ask_provider(self, space: Workspace, story: Story) -> None:
        thing, number = space.thing, queries.number_of(space)
        if thing is None or number is None:
            return
        self.notice("desk-asking")
        try:
            asked = await self._client.ask_provider(ProviderWish(id=story.payment.id, case=number))
        except ProblemError as error:
            if error.kind is not ProblemKind.PAYMENT_STATE:
                raise
            # It has an outcome since it was shown: there is nothing to ask, and this is what it came to.
            await self._see(space, anew=True)
            self.notice("desk-has-outcome")
            return
        self._learned(space, thing, asked.story, anew=False)
        self.notice(say(f"desk-answer-{asked.answer.value}"))
