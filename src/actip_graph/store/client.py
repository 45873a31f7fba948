"""HTTP towards a store: patient with a busy server, plain about one that fails.

A request is tried again, with back-off, while the server is out of reach, is restarting (502, 503,
504) or asks for patience (429). No redirect is followed: data and credentials go where the user
said and nowhere else. Passwords and tokens stand in no error, whatever the server says.
"""

from __future__ import annotations

import time
import zlib
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from requests import exceptions
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from actip_graph import __version__
from actip_graph.errors import ActipGraphError, RemoteError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actip_graph.store.credentials import Credentials

SILENCE = 60.0
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
_BUSY = (429, 502, 503, 504)
# The others are of a gateway, behind which the request may have been carried out.
_UNTOUCHED = (429, 503)
_LONGEST_WAIT = 60.0


class TooLargeError(RemoteError):
    """The server takes no request as large as this one (HTTP 413)."""


class SilentError(RemoteError):
    """The server said nothing for too long."""


class Body:
    """A request body that is made anew each time it is sent."""

    def __init__(self, chunks: Iterable[bytes], compressed: bool) -> None:
        """Take ``chunks`` that can be gone through more than once."""
        self._chunks = chunks
        self._compressed = compressed

    def __iter__(self) -> Iterator[bytes]:
        if not self._compressed:
            yield from (chunk for chunk in self._chunks if chunk)
            return
        packer = zlib.compressobj(1, wbits=31)
        for chunk in self._chunks:
            if packed := packer.compress(chunk):
                yield packed
        yield packer.flush()


class Client:
    """A session with one server."""

    def __init__(
        self,
        address: str,
        credentials: Credentials | None = None,
        digest: bool = False,
        silence: float | None = SILENCE,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        """Take the ``address`` of the server and the seconds that it may stay silent.

        ``digest`` sends the password as RFC 7616 has it, else as RFC 7617 has it. ``pauses`` are
        the seconds between the attempts.
        """
        self.address = checked(address)
        self.host = urlsplit(self.address).hostname or ""
        self._silence = silence
        self._pauses = pauses
        self._session = _Session()
        self._session.headers["User-Agent"] = f"actip-graph/{__version__}"
        self._auth = _Auth(credentials, digest)
        self._session.auth = self._auth

    def send(  # noqa: PLR0913 - the parts of an HTTP request
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str] | None = None,
        data: Body | bytes | dict[str, str] | None = None,
        patience: float = 0.0,
        also: tuple[int, ...] = (),
        again: bool = True,
    ) -> requests.Response:
        """Return the server's answer, its body not yet read.

        ``patience`` is added to the seconds that the server may stay silent; ``also`` are statuses
        that are no failure; without ``again`` a request whose fate is unknown is not repeated.
        Raises RemoteError for an answer that is no success: SilentError where there is none,
        TooLargeError where the request is too large.
        """
        silence = None if self._silence is None else self._silence + patience
        for pause in (*self._pauses, None):
            try:
                response = self._session.request(
                    method,
                    url,
                    headers=headers,
                    data=data,
                    timeout=silence,
                    allow_redirects=False,
                    stream=True,
                )
            except exceptions.RequestException as error:
                if pause is None or not (_refused(error) or (again and _passing(error))):
                    raise self._broken(error, silence) from error
                time.sleep(pause)
                continue
            wait = _wanted_wait(response)
            retried = _BUSY if again else _UNTOUCHED
            if response.status_code in retried and pause is not None and wait <= _LONGEST_WAIT:
                response.close()
                time.sleep(max(pause, wait))
                continue
            if response.status_code < 300 or response.status_code in also:
                return response
            raise self._refusal(response)
        raise AssertionError  # the last pause is None

    def body(self, response: requests.Response) -> Iterator[bytes]:
        """Yield the body of ``response`` piece by piece.

        Raises RemoteError where it breaks off.
        """
        try:
            yield from response.iter_content(1 << 16)
        except exceptions.RequestException as error:
            raise self._broken(error, self._silence) from error

    def _broken(self, error: exceptions.RequestException, silence: float | None) -> RemoteError:
        if isinstance(error, exceptions.SSLError):
            return RemoteError(
                f"{self.address} cannot prove who it is ({_reason(error)}); have its certificate"
                " put right, or name the authority that signed it in REQUESTS_CA_BUNDLE"
            )
        if _refused(error):
            return RemoteError(f"{self.address} cannot be reached: {_reason(error)}")
        if _timed_out(error):
            return SilentError(
                f"{self.address} said nothing for {silence or 0:g} seconds; try again, or raise"
                " --timeout"
            )
        return RemoteError(f"{self.address} broke off: {_reason(error)}")

    def _refusal(  # noqa: PLR0911 - one for each kind of answer
        self, response: requests.Response
    ) -> RemoteError:
        status, name = response.status_code, self.address
        if response.is_redirect:
            place = _place(response.headers["Location"])
            return RemoteError(f"{name} sends us on to {place}; if that is right, give its address")
        if status == 413:
            return TooLargeError(f"{name} takes no request of this size (413)")
        said = self._auth.hidden(_said(response))
        if status in (401, 403):
            return RemoteError(
                f"{name} does not let us in ({status}); set ACTIP_GRAPH_USER and"
                f" ACTIP_GRAPH_PASSWORD for one who may{said}"
            )
        if status in (404, 405):
            return RemoteError(
                f"{name} has nothing of the kind at {urlsplit(response.url).path} ({status});"
                f" check the address, and --product if you gave it{said}"
            )
        if status == 400:
            return RemoteError(f"{name} refuses the request{said}")
        if status in _BUSY:
            return RemoteError(f"{name} is too busy ({status}); try again later{said}")
        return RemoteError(f"{name} failed: HTTP {status} {response.reason or ''}".rstrip() + said)


class _Session(requests.Session):
    """A session that does not look where a redirect leads, which may be no address at all."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


class _Auth(AuthBase):
    """The credentials of a session, else none: what requests would find itself is not used."""

    def __init__(self, credentials: Credentials | None, digest: bool) -> None:
        self._token = credentials.token if credentials else ""
        self._with_password: AuthBase | None = None
        self._secrets = [self._token]
        if not credentials or not credentials.user:
            return
        user, password = credentials.user, credentials.password
        if digest and not user.isascii():
            raise ActipGraphError(f"{user!r} cannot sign in by RFC 7616, which takes ASCII alone")
        # Latin-1 is what requests makes of a text, and not every password is in it.
        pair = (user.encode(), password.encode())
        self._with_password = HTTPDigestAuth(user, password) if digest else HTTPBasicAuth(*pair)
        self._secrets += [b64encode(b":".join(pair)).decode(), password]

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return self._with_password(request) if self._with_password else request

    def hidden(self, text: str) -> str:
        """Return ``text`` without the secrets, which a server may say back."""
        for secret in self._secrets:
            text = text.replace(secret, "…") if secret else text
        return text


def checked(address: str) -> str:
    """Return ``address`` without a slash at its end.

    Raises ActipGraphError where it is none, or holds a password, which others could read there.
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        usable = False
    if not usable:
        raise ActipGraphError(
            f"{address!r} is no address of a store; it starts with http:// or https://"
        )
    if "@" in parts.netloc:
        raise ActipGraphError(
            f"the address of {parts.hostname} holds a user name; leave it out, since others can"
            " read command lines, and set ACTIP_GRAPH_USER and ACTIP_GRAPH_PASSWORD"
        )
    return address.rstrip("/")


def _passing(error: exceptions.RequestException) -> bool:
    """Say whether what went wrong may be over soon."""
    return (
        isinstance(error, exceptions.ConnectionError | exceptions.ChunkedEncodingError)
        and not isinstance(error, exceptions.SSLError)
        and not _timed_out(error)
    )


def _timed_out(error: exceptions.RequestException) -> bool:
    """Say whether the server was silent; while a body is sent or read, that shows in words only."""
    return isinstance(error, exceptions.Timeout) or "timed out" in str(error)


def _refused(error: exceptions.RequestException) -> bool:
    """Say whether there was no connection in the first place."""
    return "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)


def _wanted_wait(response: requests.Response) -> float:
    """Return the seconds that the server asks to wait (RFC 9110, 10.2.3), 0 where it asks none."""
    value = response.headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _place(location: str) -> str:
    """Return the address ``location`` without what may be secret in it."""
    try:
        target = urlsplit(location)
    except ValueError:
        return "a place that is no address"
    host = target.netloc.rpartition("@")[2]
    return printable(target._replace(netloc=host, query="", fragment="").geturl())


def _reason(error: BaseException) -> str:
    """Return the innermost reason in one line."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return printable(str(error)) or type(error).__name__


def _said(response: requests.Response) -> str:
    """Return how the server explains itself, in one line; nothing where it is a page or silent."""
    if "html" in response.headers.get("Content-Type", ""):
        return ""
    try:
        text = next(response.iter_content(300), b"").decode("utf-8", "replace")
    except exceptions.RequestException:
        return ""
    line = printable(text)
    return f": {line}" if line else ""


def printable(text: str) -> str:
    """Return ``text`` of a server in one line, without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
