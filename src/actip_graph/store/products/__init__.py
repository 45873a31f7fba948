"""What each product does differently; one module a product, named as ``--product`` names it."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from actip_graph.errors import ActipGraphError, RemoteError, nearest
from actip_graph.store.names import PRODUCTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from actip_graph.store.client import Client


class Endpoints(NamedTuple):
    """Where a store takes what."""

    query: str
    update: str
    graphs: str | None
    """The address for the Graph Store Protocol; None where the product has none."""


class Traits(NamedTuple):
    """How a server shows itself in answer to a GET of its address."""

    address: str
    server: str
    """The header ``Server``."""
    headers: frozenset[str]
    """The names of all headers, in lower case."""
    get: Callable[[str], str]
    """Returns what another address of the server gives, the empty text where that is nothing."""


class Product(NamedTuple):
    """A triple store product as far as it differs from the standards or leaves a choice."""

    title: str
    endpoints: Callable[[str, bool], Endpoints]
    """Gives the endpoints for the address of a store, for a user who signs in or does not."""
    recognise: Callable[[Traits], bool]
    atomic_put: bool = True
    """A graph that is put is there wholly or not at all."""
    batches: bool = True
    """It takes a long update, with many graphs in it."""
    form_updates: bool = False
    """It takes an update only as a form (SPARQL 1.1 Protocol, 2.2.1), not by itself (2.2.2)."""
    digest: bool = False
    """Passwords are asked for by RFC 7616."""
    gzip: bool = True
    """A body may be compressed."""
    streams: bool = True
    """A body may come in chunks, its length unknown (RFC 9112, 7.1)."""
    restates: bool = False
    """Literals may come back in another form of the same value."""
    advice: str = ""
    """What to do so that queries without a GRAPH clause see the named graphs."""


def load(name: str) -> Product:
    """Return the product called ``name``; raise ActipGraphError where none is."""
    if name not in PRODUCTS:
        raise ActipGraphError(f"no product {name!r}; {nearest(name, list(PRODUCTS))}")
    product = import_module(f"{__name__}.{name}").PRODUCT
    assert isinstance(product, Product)
    return product


def detect(client: Client, signed_in: Client) -> Product:
    """Return the product of the server that ``client`` talks to.

    ``signed_in`` is asked only where the server shows nothing to strangers, and would not have the
    password as a digest. Raises RemoteError where the server lets nobody in, or gives no sign of
    being one of the products.
    """
    answer = _knock(client)
    if (
        answer.status_code == 401
        and "digest" not in answer.headers.get("WWW-Authenticate", "").lower()
    ):
        client = signed_in
        answer = _knock(client)

    def get(address: str) -> str:
        with client.send("GET", address, also=_ANY) as response:
            return response.text[:2000] if response.ok else ""

    traits = Traits(
        client.address,
        answer.headers.get("Server", ""),
        frozenset(name.lower() for name in answer.headers),
        get,
    )
    for name in PRODUCTS:
        product = load(name)
        if product.recognise(traits):
            return product
    if answer.status_code in (401, 403):
        client.send("GET", client.address)  # which says so
    raise RemoteError(
        f"{client.address} does not show which product it is; name it with --product"
        f" ({', '.join(PRODUCTS)})"
    )


def _knock(client: Client) -> requests.Response:
    answer = client.send("GET", client.address, also=_ANY, headers={"Accept": "*/*"})
    answer.close()
    return answer


# A server may answer its own address with anything; only the headers count.
_ANY = (400, 401, 403, 404, 405, 406, 415, 500, 501)
