"""What a SPARQL constraint depends on, read off the text of its query.

SHACL evaluates such a query once for each focus node, with ``$this`` bound beforehand (SHACL,
appendix A). Most queries give the same when they are evaluated once, with ``$this`` free: all that
uses it stands where a triple pattern binds it. And a query whose predicates are all named cannot
tell a graph from one that differs in other triples. Both are found here, and doubt is always
resolved to the safe side.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyoxigraph as ox

_TOKEN = re.compile(
    r'''
      (?P<skip> \s+ | \#[^\n\r]* )
    | (?P<string> """(?:"{0,2}(?:[^"\\]|\\.))*""" | \'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | [?$](?P<variable> \w+ )
    | (?P<name> (?:[A-Za-z][\w.-]*)?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))? | [A-Za-z][\w-]*: )
    | (?P<word> [A-Za-z_][\w-]* )
    | (?P<number> [0-9.]*[0-9](?:[eE][+-]?[0-9]+)? )
    | (?P<mark> \^\^ | && | \|\| | [<>!]= | . )
    ''',  # noqa: E501  # one token a line
    re.VERBOSE | re.DOTALL,
)
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
# With any of these the solutions for one focus node may depend on those for another.
_ENTANGLING = _AGGREGATES | {"GROUP", "HAVING", "LIMIT", "OFFSET", "GRAPH"}
# Functions that look at how a term is written.
_LOOKING = {
    "STR", "STRLEN", "SUBSTR", "UCASE", "LCASE", "STRSTARTS", "STRENDS", "CONTAINS", "STRBEFORE",
    "STRAFTER", "CONCAT", "REPLACE", "REGEX", "SAMETERM", "ENCODE_FOR_URI", "MD5", "SHA1",
    "SHA256", "SHA384", "SHA512", "STRDT", "STRLANG", "IRI", "URI",
}  # fmt: skip
_UNLAWFUL = {"MINUS", "VALUES", "SERVICE"}


class Scope(NamedTuple):
    """What a query depends on.

    ``uses_this`` says whether the body names ``$this`` at all, ``free`` whether one evaluation
    with ``$this`` free gives the solutions for all focus nodes, and ``iris`` which IRIs it names,
    or None where a variable stands for a predicate. ``lawful`` says whether SHACL surely allows
    the query: nothing but SPARQL's core, and ``$this`` selected by every sub-query. ``objects``
    are the predicates whose objects each variable stands for, once for each mention, None for any
    predicate; ``looked_at`` are the variables whose form, and not only value, may matter.
    """

    uses_this: bool
    free: bool
    iris: frozenset[str] | None
    lawful: bool
    objects: Mapping[str, Sequence[frozenset[str] | None]]
    looked_at: frozenset[str]


class _Token(NamedTuple):
    kind: str
    text: str


_THIS = _Token("variable", "this")


def scope(query: str, prefixes: Mapping[str, str]) -> Scope:
    """Return what ``query`` depends on; ``prefixes`` are those declared outside its text."""
    tokens, declared = _tokens(query, dict(prefixes))
    start = next((i for i, token in enumerate(tokens) if token.text == "{"), len(tokens))
    words = {token.text.upper() for token in tokens if token.kind == "word"}
    body = _Body(tokens, start, declared)
    group = body.group()
    iris = None if body.any_predicate else frozenset(_iris(tokens, declared))
    selects = [i for i, token in enumerate(tokens) if token.text.upper() == "SELECT"]
    free = len(selects) == 1 and not words & _ENTANGLING and group.sound and group.binds
    lawful = not words & _UNLAWFUL and all(_selects_this(tokens[i:]) for i in selects)
    lawful = lawful and not _rebinds_this(tokens)
    return Scope(group.uses, free, iris, lawful, body.objects, _looked_at(tokens))


def bound(query: str, this: ox.NamedNode) -> str:
    """Return ``query`` with ``$this`` bound beforehand (SHACL, appendix A).

    Each mention becomes the IRI, in the form that its place in the grammar asks for.
    """
    tokens = [match for match in _TOKEN.finditer(query) if match.lastgroup != "skip"]
    out: list[str] = []
    at = depth = selects = skip = 0
    clause = ""
    for i, token in enumerate(tokens):
        text = token[0]
        word = text.upper() if token.lastgroup == "word" else ""
        if word in ("SELECT", "GROUP", "ORDER", "HAVING"):
            clause, depth = word, 0
            selects += word == "SELECT"
        elif text == "{":
            clause = ""
        elif text in "()":
            depth += 1 if text == "(" else -1
        if skip:
            skip -= 1
            at = token.end()
            continue
        if word == "BOUND" and [t[0] for t in tokens[i + 1 : i + 4]] in _BOUND_THIS:
            replaced, skip = "(true)", 3
        elif token["variable"] != "this":
            continue
        elif clause == "SELECT" and depth == 0:
            # A sub-query must not hand the name out to where another mention stands for the IRI.
            replaced = f"({this} AS ?this)" if selects == 1 else f"({this} AS ?this_{selects})"
        else:
            replaced = f"({this})" if clause and depth == 0 else f" {this} "
        out += [query[at : token.start()], replaced]
        at = token.end()
    return "".join([*out, query[at:]])


_BOUND_THIS = (["(", "$this", ")"], ["(", "?this", ")"])


def _selects_this(tokens: list[_Token]) -> bool:
    clause = takewhile(lambda token: token.text != "{", tokens)
    return any(token == _THIS for token in clause)


def _looked_at(tokens: list[_Token]) -> frozenset[str]:
    """Return the variables in the arguments of functions that look at the form of a term.

    Those that a filter of the whole query admits only as IRIs have one form.
    """
    found: set[str] = set()
    iris: set[str] = set()
    braces = 0
    for i, token in enumerate(tokens):
        if token.kind == "mark":
            braces += {"{": 1, "}": -1}.get(token.text, 0)
        elif token.kind == "word" and token.text.upper() in _LOOKING:
            found.update(_argument_variables(tokens[i + 1 :]))
        following = [t.text.upper() for t in tokens[i : i + 6] if t.kind != "variable"]
        if braces == 1 and following == ["FILTER", "(", "ISIRI", "(", ")"]:
            iris.add(tokens[i + 4].text)
    return frozenset(found - iris)


def _argument_variables(tokens: list[_Token]) -> Iterator[str]:
    """Yield the variables between the bracket that ``tokens`` begin with and its partner."""
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0:
            return
        if token.kind == "variable":
            yield token.text


def _rebinds_this(tokens: list[_Token]) -> bool:
    return any(one.text.upper() == "AS" and other == _THIS for one, other in pairwise(tokens))


def _tokens(query: str, prefixes: dict[str, str]) -> tuple[list[_Token], dict[str, str]]:
    """Return the tokens behind the prologue, and all prefixes."""
    found = [
        _Token(match.lastgroup or "mark", match["variable"] or match[0])
        for match in _TOKEN.finditer(query)
        if match.lastgroup != "skip"
    ]
    while len(found) > 2 and found[0].text.upper() in ("PREFIX", "BASE"):
        if found[0].text.upper() == "PREFIX":
            prefixes[found[1].text.partition(":")[0]] = found[2].text[1:-1]
            del found[:3]
        else:
            del found[:2]
    return found, prefixes


def _iris(tokens: list[_Token], prefixes: dict[str, str]) -> Iterator[str]:
    yield "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"  # its short form is the word "a"
    for token in tokens:
        if token.kind == "iri":
            yield token.text[1:-1]
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            yield prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)


class _Group(NamedTuple):
    """What a group graph pattern does with ``$this``.

    ``filters`` says that a filter of the group itself uses it unbound, which in an OPTIONAL is
    still in reach of what stands before it.
    """

    uses: bool
    binds: bool
    sound: bool
    filters: bool = False


class _Body:
    """A recursive descent over the braces of a query; patterns are only told apart."""

    def __init__(self, tokens: list[_Token], at: int, prefixes: dict[str, str]) -> None:
        self._tokens = tokens
        self._at = at
        self._prefixes = prefixes
        self.any_predicate = False
        self.objects: dict[str, list[frozenset[str] | None]] = {}

    def _peek(self) -> str:
        return self._tokens[self._at].text.upper() if self._at < len(self._tokens) else ""

    def _next(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def group(self) -> _Group:
        """Read a group from its opening brace to its closing one."""
        uses = binds = filters = False
        sound = self._peek() == "{"
        self._at += 1
        while self._at < len(self._tokens) and self._peek() != "}":
            word = self._peek() if self._tokens[self._at].kind in ("word", "mark") else ""
            if word == "FILTER":
                self._at += 1
                used = self._expression()
                uses, filters = uses or used, filters or used
            elif word == "BIND":
                self._at += 1
                used = self._expression()
                uses, sound = uses or used, sound and (binds or not used)
            elif word == "OPTIONAL":
                self._at += 1
                inner = self.group()
                reach = binds or not inner.uses
                uses, sound = uses or inner.uses, sound and inner.sound and reach
            elif word == "{":
                inner = self._union()
                good = inner.sound and not inner.filters
                uses, binds, sound = uses or inner.uses, binds or inner.binds, sound and good
            elif word in ("GRAPH", "MINUS", "VALUES", "SERVICE"):
                self._at += 1
                sound, self.any_predicate = False, True
            else:
                used, bound = self._triples()
                uses, binds = uses or used, binds or bound
        self._at += 1
        return _Group(uses, binds, sound, filters and not binds)

    def _union(self) -> _Group:
        whole = self.group()
        while self._peek() == "UNION":
            self._at += 1
            branch = self.group()
            whole = _Group(
                whole.uses or branch.uses,
                whole.binds and branch.binds,
                whole.sound and branch.sound,
                whole.filters or branch.filters,
            )
            if whole.uses and not whole.binds:
                whole = whole._replace(sound=False)
        return whole

    def _expression(self) -> bool:
        """Read an expression, with the groups of its EXISTS; say whether it uses ``$this``.

        What EXISTS holds is evaluated for each solution, so ``$this`` is bound there.
        """
        uses, depth = False, 0
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.text == "{":
                uses = self.group().uses or uses
                if depth == 0:
                    break
                continue
            self._at += 1
            uses = uses or (token.kind == "variable" and token.text == "this")
            if token.text == "(" and token.kind == "mark":
                depth += 1
            elif token.text == ")" and token.kind == "mark":
                depth -= 1
                if depth == 0:
                    break
        return uses

    def _triples(self) -> tuple[bool, bool]:
        """Read triple patterns up to what is none; say whether they name and bind ``$this``.

        A path of length zero leads from any node to itself, also from one that is not in the
        graph; only with ``$this`` bound beforehand is that one found.
        """
        uses, empty_path, place = False, False, "subject"
        above: list[str] = []
        path: frozenset[str] | None = None
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            text = token.text
            if token.kind == "mark" and text in "{}":
                break
            if token.kind == "word" and text.upper() in _AFTER_TRIPLES:
                break
            self._at += 1
            uses = uses or (token.kind == "variable" and text == "this")
            if token.kind == "mark" and text in "[(":
                above.append(place)
                place = "predicate" if text == "[" else "member"
            elif token.kind == "mark" and text in "])":
                place = _after(above.pop() if above else "subject")
            elif token.kind == "mark" and text in ".;,":
                place = {".": "subject", ";": "predicate", ",": "object"}[text]
            elif place == "predicate":
                start = self._at - 1
                empty_path = self._predicate(token) or empty_path
                path = self._named(start)
                place = "object"
            elif token.kind != "mark":
                if place in ("object", "member") and token.kind == "variable":
                    self.objects.setdefault(text, []).append(path)
                place = _after(place)
        return uses, uses and not empty_path

    def _named(self, start: int) -> frozenset[str] | None:
        """Return the predicates of the path that was just read, or None for any."""
        path = self._tokens[start : self._at]
        if any(token.kind == "variable" or token.text == "!" for token in path):
            return None
        return frozenset(_iris(path, self._prefixes))

    def _predicate(self, token: _Token) -> bool:
        """Read the rest of a predicate or property path that begins with ``token``.

        Say whether it may be of length zero.
        """
        self.any_predicate = self.any_predicate or token.kind == "variable"
        depth, complete, steps = 0, False, False
        while True:
            steps = steps or (depth == 0 and token.text == "/" and token.kind == "mark")
            if token.kind == "mark" and token.text in "(^!/|":
                depth += token.text == "("
                complete = False
            elif token.kind == "mark" and token.text == ")":
                depth -= 1
                complete = True
            else:
                complete = True
            self.any_predicate = self.any_predicate or token.text == "!"
            ahead = self._peek()
            if self._at >= len(self._tokens) or (complete and depth <= 0 and ahead not in _PATH):
                return token.text in ("*", "?") and not steps
            token = self._next()


_PATH = {"/", "|", "*", "+", "?"}
_AFTER_TRIPLES = {"FILTER", "BIND", "OPTIONAL", "GRAPH", "MINUS", "VALUES", "SERVICE"}


def _after(place: str) -> str:
    return {"subject": "predicate", "object": "end", "member": "member"}.get(place, "end")
