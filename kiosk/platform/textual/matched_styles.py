"""Looking up once which styles a widget gets, and not again for each widget that is alike.

For every widget that comes, and for all of a page's whenever that page comes to the front, Textual goes through all
rules of the app, tries each selector that may fit on the whole path to the app, and does the same for each part of the
widget that has styles of its own: a third of the time between a touch and the next page. Here what was found is
remembered by all that a selector can see, and styles that stay what they were are not set again.

Not reported: `Stylesheet.apply` keeps what it has found for one update only, and for the children of one parent, and
nothing at all of a widget that has a rule like `:last-child` in sight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple, cast
from weakref import WeakKeyDictionary

from textual.app import App
from textual.css.model import RuleSet, SelectorType
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

PLACES = 4096
"""Widgets that differ for a selector, of which the styles are kept; a page has some forty."""

IN_SIGHT = frozenset(
    {"hover", "focus", "blur", "disabled", "enabled"}  # asked of every widget of a path
    | {"dark", "light", "inline", "ansi", "nocolor"}  # asked of the app
)
"""Pseudo classes that `_traits` tells apart. What else a rule has, like `:last-child`, is asked where there is one."""

Seen = tuple[object, ...]


class Fitting(NamedTuple):
    """The rules that may fit a widget, by its type, its name and its classes."""

    rules: tuple[RuleSet, ...]
    key: tuple[int, ...]
    """Which these are: a rule does not change, and lives as long as what was found by it is remembered."""
    further: tuple[str, ...]
    """Their pseudo classes that `_traits` does not tell apart."""


class Found(NamedTuple):
    """What a widget is styled with, and after which changes it has to be styled anew."""

    by: Fitting
    rules: RulesMap | None
    hover: bool
    focus_within: bool
    order: bool
    odd_or_even: bool


class MatchedStyles(Stylesheet):
    """Textual's style sheet, which remembers what fits whom."""

    found: ClassVar[dict[Seen, Found]] = {}
    """By the rules that may fit, and all that their selectors see: good for every style sheet that has these rules."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._fitting: dict[object, Fitting] = {}
        self._places: dict[int, int] = {}
        self._ids: set[str] = set()
        self._styled: WeakKeyDictionary[DOMNode, tuple[RulesMap, int]] = WeakKeyDictionary()
        self._replaced: RulesMap | None = None
        self._asked: tuple[DOMNode, Seen, Fitting] | None = None

    def parse(self) -> None:
        """Parse what is new: other rules may fit from now on."""
        before = self._rules  # held until all are parsed, so that no new rule has the id of an old one
        super().parse()
        old = set(map(id, before))
        for rule in self._rules:
            if id(rule) not in old:
                self._ids.update(_ids(rule))
        self._fitting = {}
        self._places = {}

    def apply(self, node: DOMNode, *, animate: bool = False, cache: dict[Any, RulesMap] | None = None) -> None:
        """Style a widget. `cache`, which forgets, is not needed."""
        if self._require_parse:
            self.parse()
        path = node.css_path_nodes
        seen, fitting = self._seen(tuple(map(self._traits, path)), path)
        found = self.found.get(seen)
        if found is None:
            self._asked, self._replaced = (node, seen, fitting), None
            super().apply(node, animate=animate)
            return
        node._has_hover_style = found.hover
        node._has_focus_within = found.focus_within
        node._has_order_style = found.order
        node._has_odd_or_even = found.odd_or_even
        if found.rules is not None:
            self._restyle(node, found.rules, animate=animate)
        self._process_component_classes(node)

    def _seen(self, traits: tuple[Seen, ...], path: list[DOMNode]) -> tuple[Seen, Fitting]:
        """Return all that the selectors of this style sheet can see of the last node of a path, from the app on."""
        own = traits[-1][:3]
        fitting = self._fitting.get(own)
        if fitting is None:
            fitting = self._fitting[own] = self._fit(path[-1])
        further = tuple(node.has_pseudo_class(name) for name in fitting.further for node in path)
        return (fitting.key, traits, further), fitting

    def _fit(self, node: DOMNode) -> Fitting:
        """Choose the rules that may fit a node, in the order of the style sheet."""
        if not self._places:
            self._places = {id(rule): place for place, rule in enumerate(self.rules)}
        named = self.rules_map
        chosen = {id(rule): rule for name in node._selector_names for rule in named.get(name, ())}
        rules = tuple(sorted(chosen.values(), key=lambda rule: self._places[id(rule)]))
        further = set().union(*(rule.pseudo_classes for rule in rules)) - IN_SIGHT
        return Fitting(rules, tuple(map(id, rules)), tuple(sorted(further)))

    def _restyle(self, node: DOMNode, rules: RulesMap, *, animate: bool) -> None:
        """Set a widget's styles, but where they are what they were set to the last time."""
        styles = node.styles.base
        if not animate:
            before = self._styled.get(node)
            if before is not None and before[0] is rules and before[1] == styles._updates:
                node.notify_style_update()
                return
        super().replace_rules(node, rules, animate)
        self._styled[node] = rules, styles._updates

    def replace_rules(self, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:  # type: ignore[override]
        """Note what was found. Textual calls it on the style sheet, not on the class."""
        self._replaced = rules
        super().replace_rules(node, rules, animate)

    def _process_component_classes(self, node: DOMNode) -> None:
        """Style the parts of a widget. Textual calls this when it has styled the widget itself."""
        if self._asked is not None and self._asked[0] is node:
            _, seen, fitting = self._asked
            self._asked = None
            flags = node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even
            if len(self.found) >= PLACES:
                self.found.clear()
            self.found[seen] = Found(fitting, self._replaced, *flags)
        parts = node._get_component_classes()
        if parts and self._style_parts(node, parts):
            node.refresh()

    def _style_parts(self, node: DOMNode, parts: frozenset[str]) -> bool:
        """Style the parts of a widget; say whether the style of any has changed."""
        path = node.css_path_nodes
        traits = tuple(map(self._traits, path))
        changed = False
        for name in sorted(parts):
            styles = node._component_styles.get(name)
            if styles is not None and styles.base._rules == self._of_part(traits, name):
                continue
            part = DOMNode(classes=name)
            part._attach(cast(Widget, node))
            self.apply(part)
            node._component_styles[name] = part.styles
            changed = changed or styles != part.styles
        return changed

    def _of_part(self, traits: tuple[Seen, ...], name: str) -> RulesMap | None:
        """Return what a part of a widget is styled with, and None where that is not known without matching rules."""
        own = (DOMNode, None, frozenset({name}))
        fitting = self._fitting.get(own)
        if fitting is None or fitting.further:
            return None
        found = self.found.get((fitting.key, (*traits, own), ()))
        return None if found is None else found.rules

    def _traits(self, node: DOMNode) -> Seen:
        """Return what a selector can see of one node of a path; first what chooses the rules that may fit it.

        An id that no rule names may be that of a visitor's vehicle, and is not remembered.
        """
        chosen = type(node), node._id if node._id in self._ids else None, frozenset(node._classes)
        if isinstance(node, Widget):
            focused = node.has_focus
            # Some widgets say for themselves what `:focus` is.
            return *chosen, node.mouse_hover, focused, focused and node.has_pseudo_class("focus"), node.disabled
        if isinstance(node, App):
            return *chosen, node.theme, node.app_focus, node.is_inline, node.ansi_color, node.no_color
        return chosen


def _ids(rule: RuleSet) -> Iterator[str]:
    """Yield the ids that a rule names."""
    for selectors in rule.selector_set:
        for selector in selectors.selectors:
            if selector.type is SelectorType.ID:
                yield selector.name
