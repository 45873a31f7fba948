"""Who asks: user name and password, or a token, kept out of command lines, logs and errors."""

from __future__ import annotations

import os
import re
import sys

from actip_graph.errors import ActipGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

USER: Final = "ACTIP_GRAPH_USER"
PASSWORD: Final = "ACTIP_GRAPH_PASSWORD"
TOKEN: Final = "ACTIP_GRAPH_TOKEN"

# RFC 6750, 2.1.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
# RFC 7617, 2, and what RFC 7616 would have to quote.
_USER = re.compile(r'[^:"\\\x00-\x1f\x7f]+')


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
    ``user`` without a password, or what cannot be sent.
    """
    if user is None and (token := os.environ.get(TOKEN)):
        if not _TOKEN.fullmatch(token):
            raise ActipGraphError(f"what {TOKEN} holds is no token; look for blanks or line ends")
        return Credentials(token=token)
    name = user or os.environ.get(USER)
    if name and not _USER.fullmatch(name):
        raise ActipGraphError(
            f"{name!r} cannot sign in: a user name has no colon, quote, backslash or line end"
        )
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

    try:
        return Credentials(name, getpass(f"Password of {name}: "))
    except EOFError:
        raise ActipGraphError(f"no password for {name} was typed") from None
