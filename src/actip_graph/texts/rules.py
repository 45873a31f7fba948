"""The wording that is looked for: ``rules.yaml``, ready to match."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any, NamedTuple

LANGUAGES = ("en", "id")

Pattern = re.Pattern[str]


class Qualifier(NamedTuple):
    """How a qualifier is worded: plainly, or in words that only bear out a recorded one."""

    name: str
    plain: Pattern | None
    bearing_out: Pattern | None
    covered_by: frozenset[str]


class Rules(NamedTuple):
    """The patterns of one language."""

    language: str
    article: Pattern
    chapter: Pattern
    foreign: Pattern
    reference: Pattern
    ending: Pattern
    recital: Pattern
    verb: Pattern
    modality: tuple[tuple[str, Pattern], ...]
    softener: Pattern
    soft_verb: Pattern
    qualifiers: tuple[Qualifier, ...]
    common_words: frozenset[str]

    def weight(self, text: str) -> int:
        """Return how much ``text`` says in the language of the rules: its words of duty."""
        return sum(1 for _ in self.verb.finditer(text))


@cache
def rules_of(language: str) -> Rules:
    """Return the rules of ``language``."""
    import yaml

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules.yaml")
    with open(path, encoding="utf-8") as file:
        document = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return _compiled(document, language)


def detect(text: str) -> Rules:
    """Return the rules of the language that ``text`` speaks most."""
    return max((rules_of(language) for language in LANGUAGES), key=lambda r: r.weight(text))


def _compiled(document: dict[str, Any], language: str) -> Rules:
    layout, macros = document["layout"][language], document["macros"][language]

    def pattern(source: str | list[str] | None, flags: re.RegexFlag = re.IGNORECASE) -> Any:
        if not source:
            return None
        alternatives = [source] if isinstance(source, str) else source
        text = "|".join(f"(?:{alternative})" for alternative in alternatives)
        for name, replacement in macros.items():
            text = text.replace(f"<{name}>", f"(?:{replacement})")
        return re.compile(text, flags)

    qualifiers = tuple(
        Qualifier(
            name,
            pattern(_bounded(entry.get(language, []))),
            pattern(_bounded(entry.get(f"{language}-bears-out", []))),
            frozenset([name, *entry.get("covered-by", [])]),
        )
        for name, entry in document["qualifiers"].items()
    )
    modality = tuple(
        (grade, pattern(_bounded(entry[language]))) for grade, entry in document["modality"].items()
    )
    return Rules(
        language=language,
        article=pattern(layout["article"]),
        chapter=pattern(layout["chapter"], re.RegexFlag(0)),
        foreign=pattern(layout["foreign"]),
        reference=pattern(layout["reference"]),
        ending=pattern(layout["ending"], re.RegexFlag(0)),
        recital=pattern(layout["recital"], re.RegexFlag(0)),
        verb=pattern(_bounded(layout["verb"])),
        modality=modality,
        softener=pattern(_bounded(document["softener"][language])),
        soft_verb=pattern(document["soft-verb"][language]),
        qualifiers=qualifiers,
        common_words=frozenset(document["common-words"][language].split()),
    )


def _bounded(patterns: list[str]) -> list[str]:
    return [rf"\b{pattern}" if pattern[:1].isalpha() else pattern for pattern in patterns]
