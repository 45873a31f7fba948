"""Who asks: user name and password, or a token, kept out of command lines, logs and errors."""

from __future__ import annotations

import os
import sys

from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

USER: Final = "ACTIP_GRAPH_USER"
PASSWORD: Final = "ACTIP_GRAPH_PASSWORD"
TOKEN: Final = "ACTIP_GRAPH_TOKEN"


class Credentials:
    """What a server asks for; shown nowhere."""

    __slots__ = ("password", "token", "user")

    def __init__(self, user: str = "", password: str = "", token: str = "") -> None:
        """Take ``user`` and ``password``, or a bearer ``token`` (RFC 6750)."""
        self.user = user
        self.password = password
        self.token = token

    def __repr__(self) -> str:
        return f"Credentials({self.user or 'token'!r}, …)"


def find(address: str, user: str | None = None) -> Credentials | None:
    """Return the credentials for the server at ``address``, or None where there are none.

    In this order: the token in ``ACTIP_GRAPH_TOKEN``; ``user``, else ``ACTIP_GRAPH_USER``, with
    ``ACTIP_GRAPH_PASSWORD``; the entry of the host in the file that ``NETRC`` names, else
    ``~/.netrc``; for a ``user`` on a terminal, what is typed there. Raises ActipGraphError for a
    ``user`` without a password.
    """
    if user is None and (token := os.environ.get(TOKEN)):
        return Credentials(token=token)
    name = user or os.environ.get(USER)
    password = os.environ.get(PASSWORD)
    if name and password is not None:
        return Credentials(name, password)
    from requests.utils import get_netrc_auth

    known = get_netrc_auth(address)
    if known and name in (None, known[0]):
        return Credentials(*known)
    if not name:
        return None
    if not sys.stdin.isatty():
        raise ActipGraphError(
            f"no password for {name}: set {PASSWORD}, add the host to ~/.netrc, or run this on a"
            " terminal to type it"
        )
    from getpass import getpass

    return Credentials(name, getpass(f"Password of {name}: "))
