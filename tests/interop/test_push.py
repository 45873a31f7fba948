"""Push and pull against real servers: killed half-way, there and back, hard content."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from actip_graph.errors import RemoteError
from actip_graph.exchange.fingerprint import Fingerprint, by_value, fingerprint
from actip_graph.exchange.push import push
from actip_graph.exchange.staging import PIECES
from actip_graph.namespaces import GRAPHS
from tests.interop import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.conftest import Run
    from tests.interop.servers import Server

OTHERS = "http://example.org/somebody-else"
# Change it to see other moments; a failure names its moment.
SEED = 20151121
KILLS = 10


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Server]]:
    """Give the server of a product; it starts when first asked for."""
    started: dict[str, Server] = {}
    with ExitStack() as stack:

        def server(product: str) -> Server:
            if product not in started:
                started[product] = stack.enter_context(servers.PRODUCTS[product]())
            return started[product]

        yield server


def _state(tag: str) -> dict[str, list[ox.Triple]]:
    """Return graphs that differ for each ``tag`` in every statement."""

    def ground(count: int) -> list[ox.Triple]:
        return [
            ox.Triple(
                ox.NamedNode(f"http://example.org/{i // 5}"),
                ox.NamedNode(f"http://example.org/p{i % 5}"),
                ox.Literal(f"{tag} {i}"),
            )
            for i in range(count)
        ]

    blank = [
        ox.Triple(ox.BlankNode(f"b{i}"), ox.NamedNode("http://example.org/p"), ox.Literal(tag))
        for i in range(3)
    ]
    small = {f"{GRAPHS}small/{i}": ground(100 + i) for i in range(5)}
    return {**small, f"{GRAPHS}blank": blank, f"{GRAPHS}large": ground(30_000)}


def _quads(graphs: dict[str, list[ox.Triple]]) -> Iterator[ox.Quad]:
    for name, triples in graphs.items():
        for t in triples:
            yield ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name))


def _marks(graphs: dict[str, list[ox.Triple]]) -> dict[str, Fingerprint]:
    return {name: fingerprint(by_value(triples)) for name, triples in graphs.items()}


@pytest.mark.parametrize("product", ["fuseki", "oxigraph", "virtuoso"])
def test_a_push_that_is_killed_leaves_whole_graphs(
    running: Callable[[str], Server], cli: Callable[..., Run], tmp_path: Path, product: str
) -> None:
    server = running(product)
    store = server.store()
    states = {tag: _state(tag) for tag in ("old", "new")}
    marks = {tag: _marks(graphs) for tag, graphs in states.items()}
    files = {}
    for tag, graphs in states.items():
        files[tag] = tmp_path / f"{tag}.nq"
        files[tag].write_bytes(ox.serialize(_quads(graphs), format=ox.RdfFormat.N_QUADS) or b"")
    strangers = _state("strange")[f"{GRAPHS}small/0"]
    store.put(OTHERS, strangers)

    arguments = ("push", server.address, "--from")
    # The last is measured: by then the server is warm.
    for tag in ("old", "new", "old", "new"):
        start = time.monotonic()
        assert cli(*arguments, str(files[tag]), **server.environment).code == 0
        whole = time.monotonic() - start

    chance = random.Random(SEED)
    before, after, killed = "new", "old", 0
    for kill in range(KILLS):
        moment = whole * (kill + chance.random()) / KILLS
        at = f"{product}, killed after {moment:.3f} of {whole:.3f} s, seed {SEED}"
        process = subprocess.Popen(
            [sys.executable, "-m", "actip_graph", *arguments, files[after]],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **server.environment},
        )
        time.sleep(moment)
        process.kill()
        killed += process.wait() != 0

        for name in states["old"]:
            wholes = (marks["old"][name], marks["new"][name])
            there = fingerprint(by_value(store.get(name)))
            if product == "virtuoso" and there not in wholes:
                # It goes on with what it was sent, and a reader that its commit overtakes sees
                # some of both; what is stored is whole.
                there = fingerprint(by_value(store.get(name)))
            assert there in wholes, f"{name}: {at}"
        assert fingerprint(store.get(OTHERS)) == fingerprint(strangers), at

        for _ in push(states[after], store):
            pass
        assert not [name for name in store.sizes() if name.startswith(PIECES)], at
        before, after = after, before
    assert killed, "every moment lay behind the end"
    last = cli(*arguments, str(files[before]), **server.environment)
    assert (last.code, last.out) == (0, f"{len(states[before])} unchanged\n"), last.err
    assert {n: fingerprint(by_value(store.get(n))) for n in states[before]} == marks[before]
    store.delete(OTHERS)


X = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def _value(form: str, datatype: str) -> ox.Literal:
    return ox.Literal(form, datatype=ox.NamedNode(XSD + datatype))


# What is hard to keep, by kind; each becomes a graph of its own.
CONTENT: dict[str, Sequence[ox.Literal | ox.NamedNode]] = {
    "text": [
        ox.Literal(text)
        for text in (
            "",
            " ",
            "  two  blanks  ",
            "quote \" and '",
            "back\\slash \\n \\u0041 \\",
            "line\nfeed\r\nreturn\rtab\t",
            "trailing newline\n",
            "<b>&amp; ]]> -- {} @ ^^ .",
            "é e\u0301 ß İ",
            "မြန်မာ ไทย ខ្មែរ ລາວ Việt",
            "🜚 𝔘𝔫𝔦 👩\u200d👩\u200d👧 \U0010fffd",
            "\u00a0\u2028\u2029\ufeff\u0085",
            "\u0001\u0008\u000c\u007f",
        )
    ],
    "long": [ox.Literal("0123456789" * 10_000), ox.Literal("ü𝔘\n" * 30_000)],
    "languages": [
        ox.Literal("same", language=tag)
        for tag in ("en", "EN-gb", "id", "zh-Hant-TW", "sl-rozaj-biske-1994", "de-x-private")
    ]
    + [ox.Literal("same"), ox.Literal("", language="en")],
    "numbers": [
        _value(form, datatype)
        for datatype, forms in {
            "integer": ("1", "01", "+1", "-0", "123456789012345678901234567890"),
            "decimal": ("1.50", "1.5", "01.0", ".5", "-0.0", "0.12345678901234567"),
            "double": ("1", "1.0e0", "1E400", "INF", "-INF", "NaN", "0.1", "-0.0"),
            "float": ("1.5", "16777217", "INF"),
            "nonNegativeInteger": ("007",),
            "int": ("+2147483647",),
            "boolean": ("true", "false", "1", "0"),
        }.items()
        for form in forms
    ],
    "dates": [
        _value(form, datatype)
        for datatype, forms in {
            "date": ("2015-11-21", "2015-11-21Z", "2015-11-21+07:00", "-0001-01-01"),
            "dateTime": (
                "2015-11-21T00:00:00",
                "2015-11-21T24:00:00Z",
                "2015-11-21T08:30:00.500+08:00",
            ),
            "time": ("08:30:00", "08:30:00.10Z"),
            "gYear": ("2015", "2015Z"),
            "gYearMonth": ("2015-11",),
            "gMonthDay": ("--02-29",),
            "duration": ("P1Y13M", "PT60M"),
        }.items()
        for form in forms
    ],
    "ill-typed": [
        _value("abc", "integer"),
        _value("", "decimal"),
        _value("2015-02-30", "date"),
        _value("yes", "boolean"),
        _value("<a>", "anyURI"),
        ox.Literal("x", datatype=ox.NamedNode(X + "own-type")),
    ],
    "iris": [
        ox.NamedNode(iri)
        for iri in (
            X + "a%20b%2Fc%C3%A4",
            X + "ä/日本/𝔘",
            X + "?q=1&r=2#part",
            X + "it's(a)*+,;=:@!$~_-.",
            "urn:isbn:0451450523",
            "mailto:someone@example.org",
            "HTTP://Example.ORG:80/./a/../b",
            X + "x" * 1500,
        )
    ],
}


def _blank() -> list[ox.Triple]:
    """Return blank nodes: in a chain, in a list, in two circles, and one that is all alone."""
    p, q = ox.NamedNode(X + "p"), ox.NamedNode(X + "q")
    a, b, c, d, e, f = (ox.BlankNode(name) for name in "abcdef")
    return [
        ox.Triple(ox.NamedNode(X + "s"), p, a),
        ox.Triple(a, p, b),
        ox.Triple(b, q, ox.Literal("end")),
        *(ox.Triple(x, q, y) for x, y in ((c, d), (d, e), (e, c))),
        ox.Triple(f, q, f),
        ox.Triple(f, p, ox.Literal("in a circle")),
    ]


# What a product does not keep. A push says so, and never that it is equal.
LOST: dict[str, list[ox.Literal | ox.NamedNode]] = {
    "virtuoso": [
        *CONTENT["long"],
        _value("123456789012345678901234567890", "integer"),
        _value("0.12345678901234567", "decimal"),
        _value("16777217", "float"),
        _value("-0001-01-01", "date"),
        *(_value(form, "duration") for form in ("P1Y13M", "PT60M")),
        _value("abc", "integer"),
        _value("", "decimal"),
    ],
}


def _hard(lost: list[ox.Literal | ox.NamedNode]) -> dict[str, list[ox.Triple]]:
    p = ox.NamedNode(X + "p")
    graphs = {
        f"{GRAPHS}hard/{kind}": [
            ox.Triple(ox.NamedNode(f"{X}{i}"), p, value)
            for i, value in enumerate(values)
            if value not in lost
        ]
        for kind, values in CONTENT.items()
    }
    graphs[f"{GRAPHS}hard/blank"] = _blank()
    graphs[f"{GRAPHS}hard/b%C3%A4h%3Fa%3D1%26b%3D2%23c"] = _blank()[:3]
    return {name: triples for name, triples in graphs.items() if triples}


@pytest.mark.parametrize("product", list(servers.PRODUCTS))
def test_what_is_hard_to_keep_comes_back(
    running: Callable[[str], Server], cli: Callable[..., Run], tmp_path: Path, product: str
) -> None:
    server = running(product)
    graphs = _hard(LOST.get(product, []))
    folder, pulled = tmp_path / "hard", tmp_path / "pulled"
    for name, triples in graphs.items():
        path = folder / (unquote(name.removeprefix(GRAPHS)) + ".ttl")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")

    done = cli("push", server.address, "--from", str(folder), **server.environment)
    assert done.out.endswith(f"{len(graphs)} added; read back and equal\n"), done.err
    again = cli("push", server.address, "--from", str(folder), **server.environment)
    assert again.out == f"{len(graphs)} unchanged\n", again.err

    options = [option for name in graphs for option in ("--graph", name)]
    done = cli("pull", server.address, *options, "--out", str(pulled), **server.environment)
    assert done.code == 0, done.err
    # A store that keeps values alone is held to the values.
    forms = [] if product == "rdf4j" else ["--no-forms"]
    done = cli("diff", str(folder), str(pulled), *forms)
    assert done.code == 0, done.out[:2000]
    done = cli("diff", str(folder), server.address, *options, **server.environment)
    assert done.code == 0, done.out[:2000]

    store = server.store()
    for name in graphs:
        store.delete(name)


@pytest.mark.parametrize("product", list(LOST))
def test_what_is_not_kept_is_said(
    running: Callable[[str], Server], cli: Callable[..., Run], tmp_path: Path, product: str
) -> None:
    server = running(product)
    store = server.store()
    subject = ox.NamedNode(X + "s")
    for value in LOST[product]:
        triple = ox.Triple(subject, ox.NamedNode(X + "p"), value)
        with pytest.raises(RemoteError, match=r"holds something else|HTTP 500") as caught:
            for _ in push({f"{GRAPHS}lost": [triple]}, store):
                pass
        assert "\n" not in str(caught.value)
    path = tmp_path / "lost.nt"
    path.write_bytes(ox.serialize([triple], format=ox.RdfFormat.N_TRIPLES) or b"")
    options = ("--from", str(path), "--as", f"{GRAPHS}lost")
    for _ in range(2):
        done = cli("push", server.address, *options, **server.environment)
        assert done.code == 3 and "holds something else" in done.err and "equal" not in done.out
    store.delete(f"{GRAPHS}lost")


@pytest.mark.parametrize("product", list(servers.PRODUCTS))
def test_any_name_names_a_graph(
    running: Callable[[str], Server], cli: Callable[..., Run], tmp_path: Path, product: str
) -> None:
    server = running(product)
    name = "http://example.org/ä/日本?a=1&b=%20+c/𝔘#d'(e)"
    path = tmp_path / "graph.nt"
    path.write_bytes(ox.serialize(_blank(), format=ox.RdfFormat.N_TRIPLES) or b"")
    options = ("--from", str(path), "--as", name)
    done = cli("push", server.address, *options, **server.environment)
    assert done.out.endswith("1 added; read back and equal\n"), done.err
    out = tmp_path / "pulled.trig"
    done = cli("pull", server.address, "--graph", name, "--out", str(out), **server.environment)
    assert done.code == 0, done.err
    quads = list(ox.parse(path=str(out)))
    assert {q.graph_name for q in quads} == {ox.NamedNode(name)}
    assert fingerprint(q.triple for q in quads) == fingerprint(_blank())
    server.store().delete(name)
    assert name not in server.store().sizes()


@pytest.mark.parametrize("product", ["fuseki", "oxigraph", "rdf4j"])
def test_a_compressed_body_is_taken(running: Callable[[str], Server], product: str) -> None:
    server = running(product)
    # Any address but the usual ones of this machine counts as another machine's.
    store = server._replace(address=server.address.replace("127.0.0.1", "127.1")).store()
    assert store._compressed
    triples = _state("packed")[f"{GRAPHS}small/0"]
    store.put(f"{GRAPHS}packed", triples)
    assert set(store.get(f"{GRAPHS}packed")) == set(triples)
    store.delete(f"{GRAPHS}packed")
