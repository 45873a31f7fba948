"""String-based constraints (SHACL, section 4.4)."""

from __future__ import annotations

import re

import pyoxigraph as ox

from actip_graph.validation.constraints.base import SH, Constraint, Hit, ValueConstraint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Data, Nodes

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE}


class MinLength(ValueConstraint):
    """``sh:minLength``: the text of each value has at least so many characters."""

    component = SH + "MinLengthConstraintComponent"

    def __init__(self, length: ox.Literal) -> None:
        self._length = int(length.value)
        self.parameters = {"minLength": (length,)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        length = self._length
        if length == 0:
            return lambda value: True
        return lambda value: not isinstance(value, ox.BlankNode) and len(value.value) >= length


class MaxLength(ValueConstraint):
    """``sh:maxLength``: the text of each value has at most so many characters."""

    component = SH + "MaxLengthConstraintComponent"

    def __init__(self, length: ox.Literal) -> None:
        self._length = int(length.value)
        self.parameters = {"maxLength": (length,)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        length = self._length
        return lambda value: not isinstance(value, ox.BlankNode) and len(value.value) <= length


class Pattern(ValueConstraint):
    """``sh:pattern``: the regular expression is found in the text of each value."""

    component = SH + "PatternConstraintComponent"

    def __init__(self, pattern: ox.Literal, flags: str = "") -> None:
        """Raise re.error where the pattern is not a regular expression."""
        chosen = [flag for letter, flag in _FLAGS.items() if letter in flags.lower()]
        self._search = re.compile(pattern.value, sum(chosen)).search
        self.parameters = {"pattern": (pattern,)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        search = self._search
        return lambda value: not isinstance(value, ox.BlankNode) and search(value.value) is not None


class LanguageIn(ValueConstraint):
    """``sh:languageIn``: each value is in one of the languages."""

    component = SH + "LanguageInConstraintComponent"

    def __init__(self, languages: list[ox.Literal]) -> None:
        self._ranges = {language.value.lower() for language in languages}
        self.parameters = {"languageIn": tuple(languages)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        ranges = self._ranges

        def good(value: Term) -> bool:
            language = value.language if isinstance(value, ox.Literal) else None
            if not language:
                return False
            return language in ranges or "*" in ranges or language.partition("-")[0] in ranges

        return good


class UniqueLang(Constraint):
    """``sh:uniqueLang``: no two values are in the same language."""

    component = SH + "UniqueLangConstraintComponent"

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        for focus, values in nodes.items():
            if len(values) < 2:
                continue
            seen: set[str] = set()
            doubled: set[str] = set()
            for value in values:
                if isinstance(value, ox.Literal) and value.language:
                    (doubled if value.language in seen else seen).add(value.language)
            for _ in doubled:
                yield Hit(focus)
