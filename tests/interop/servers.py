"""Real triple stores for the tests: each on a free port of this machine, its data in a temporary
folder, ready when the context begins and gone when it ends.

    with servers.fuseki() as server:
        server.load(resources.graph_files())
        server.store().query("ASK {}")

Java programs are fetched with Maven, once for each version, into a folder of their own:
``ACTIP_GRAPH_TEST_CACHE``, else one in the user's cache. What is missing on this machine skips the
test (see ``unavailable``).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import platformdirs
import pyoxigraph as ox
import pytest
import requests
from requests.auth import HTTPBasicAuth, HTTPDigestAuth

from actip_graph.graph import graph_name, quads, triples
from actip_graph.store import open_server, products
from tests.conftest import free_port, unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from actip_graph.store.server import ServerStore

HERE = Path(__file__).parent
# Short runs gain more from a quick start than from the best code.
_JAVA = ("java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_PATIENCE = 90


class Server(NamedTuple):
    """A triple store that runs."""

    name: str
    """The product, as ``actip_graph.store.products`` names it."""
    address: str
    """What ``actip_graph.store.open_server`` takes."""
    union_default: bool
    """A query without a GRAPH clause sees all named graphs."""
    user: str = ""
    password: str = ""
    """Both empty where nobody signs in."""
    sql: str = ""
    """Where Virtuoso takes SQL."""
    folder: Path = Path()
    """What Virtuoso may read files from."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that sign a command in."""
        if not self.user:
            return {}
        return {"ACTIP_GRAPH_USER": self.user, "ACTIP_GRAPH_PASSWORD": self.password}

    def store(self, timeout: float = 60) -> ServerStore:
        """Return the store, for one who may write."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("ACTIP_GRAPH_TOKEN", "ACTIP_GRAPH_USER", "ACTIP_GRAPH_PASSWORD"):
                patch.delenv(name, raising=False)
            patch.setenv("NETRC", os.devnull)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            return open_server(self.address, self.name, timeout=timeout)

    def load(self, paths: Iterable[str]) -> None:
        """Put each file of ``paths`` into the named graph of its name, past our own client."""
        with requests.Session() as session:
            if self.user:
                login = HTTPDigestAuth if self.name == "virtuoso" else HTTPBasicAuth
                session.auth = login(self.user, self.password)
            if self.name == "fuseki":
                # It makes each write safe on the disk: one by one, that takes a minute.
                whole = ox.serialize(quads(paths), format=ox.RdfFormat.N_QUADS)
                headers = {"Content-Type": "application/n-quads"}
                session.post(self._graphs, data=whole, headers=headers).raise_for_status()
                return
            for path in paths:
                body = ox.serialize(triples(path), format=ox.RdfFormat.N_TRIPLES)
                headers = {"Content-Type": "application/n-triples"}
                graph = {"graph": graph_name(path)}
                session.put(self._graphs, body, params=graph, headers=headers).raise_for_status()

    @property
    def _graphs(self) -> str:
        """The address of the Graph Store Protocol."""
        place = products.load(self.name).endpoints(self.address, bool(self.user)).graphs
        assert place
        return place


@contextmanager
def oxigraph(union: bool = True) -> Iterator[Server]:
    """Start Oxigraph; with ``union``, its default graph is that of all named graphs."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        unavailable("the oxigraph server is not installed (pip install oxigraph)")
    port = free_port()
    with _folder() as folder:
        command: list[str | Path] = [
            program,
            "serve",
            "--location",
            folder / "data",
            "--bind",
            f"127.0.0.1:{port}",
        ]
        command += ["--union-default-graph"] if union else []
        address = f"http://127.0.0.1:{port}"
        with running(command, folder, f"{address}/query"):
            yield Server("oxigraph", address, union)


@contextmanager
def fuseki(union: bool = True, user: str = "", password: str = "") -> Iterator[Server]:
    """Start Apache Jena Fuseki over TDB2; with a ``user``, nobody else is let in."""
    classes = jars("fuseki")
    port = free_port()
    with _folder() as folder:
        (folder / "users").write_text(f"{user}: {password}\n", encoding="utf-8")
        config = folder / "config.ttl"
        config.write_text(
            _FUSEKI.format(
                union=str(union).lower(),
                sign_in=f'fuseki:passwd "{folder / "users"}" ; fuseki:auth "basic" ;'
                if user
                else "",
                allowed=f'fuseki:allowedUsers "{user}" ;' if user else "",
            ),
            encoding="utf-8",
        )
        program = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
        options = ["--localhost", "--port", str(port), "--ping", "--config", str(config)]
        command = [*_JAVA, "-Dlog4j.configurationFile=none", "-cp", classes, program, *options]
        address = f"http://127.0.0.1:{port}"
        with running(command, folder, f"{address}/$/ping"):
            yield Server("fuseki", f"{address}/actip", union, user, password)


_FUSEKI = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>

[] a fuseki:Server ; {sign_in} fuseki:services ( <#service> ) .

<#service> a fuseki:Service ; fuseki:name "actip" ; {allowed}
    fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ;
    fuseki:endpoint [ fuseki:operation fuseki:update ; fuseki:name "update" ] ;
    fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] ;
    fuseki:dataset <#dataset> .

<#dataset> a tdb2:DatasetTDB2 ; tdb2:location "data" ; tdb2:unionDefaultGraph {union} .
"""


@contextmanager
def virtuoso() -> Iterator[Server]:
    """Start OpenLink Virtuoso; its default graph is always that of all named graphs."""
    if not shutil.which("virtuoso-t"):
        unavailable("Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin)")
    port = free_port()
    with _folder() as folder:
        config = folder / "virtuoso.ini"
        sql = free_port()
        config.write_text(_VIRTUOSO.format(sql=sql, http=port), encoding="utf-8")
        command: list[str | Path] = ["virtuoso-t", "+foreground", "+configfile", config]
        address = f"http://127.0.0.1:{port}"
        with running(command, folder, f"{address}/sparql?query=ASK%7B%7D"):
            yield Server("virtuoso", address, True, "dba", "dba", f"127.0.0.1:{sql}", folder)


_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 10000000
"""


@contextmanager
def rdf4j(config: str = "") -> Iterator[Server]:
    """Start Eclipse RDF4J as ``Rdf4jServer.java`` serves it.

    Its data is in memory, or where the ``config`` of a repository says; with one, the libraries are
    those that have FedX. Its default graph is always that of all named graphs.
    """
    if not shutil.which("javac"):
        unavailable("no Java compiler is installed (apt-get install openjdk-17-jdk-headless)")
    classes = jars("fedx" if config else "rdf4j")
    port = free_port()
    with _folder() as folder:
        source = HERE / "rdf4j" / "Rdf4jServer.java"
        # Else each answer waits for the acknowledgement of its head: 40 ms.
        java = [*_JAVA, "-Dsun.net.httpserver.nodelay=true"]
        command: list[str | Path] = [*java, "-cp", classes, source, str(port), "actip"]
        if config:
            (folder / "config.ttl").write_text(config, encoding="utf-8")
            command.append(folder / "config.ttl")
        address = f"http://127.0.0.1:{port}/rdf4j-server"
        with running(command, folder, f"{address}/protocol"):
            yield Server("rdf4j", f"{address}/repositories/actip", True)


PRODUCTS: dict[str, Callable[[], AbstractContextManager[Server]]] = {
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "rdf4j": rdf4j,
    "virtuoso": virtuoso,
}


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="actip-graph-server-") as folder:
        yield Path(folder)


@contextmanager
def running(command: Sequence[str | Path], folder: Path, ready: str) -> Iterator[None]:
    """Run ``command`` in ``folder``; go on once the address ``ready`` gives an answer."""
    log = folder / "output"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    try:
        _await(ready, process, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended at once: {_tail(log)}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            if error.code == 401:
                return
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer in {_PATIENCE} seconds: {_tail(log)}")


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def jars(name: str) -> str:
    """Return the class path of what ``name``/pom.xml asks for."""
    if not shutil.which("java"):
        unavailable("Java is not installed (apt-get install openjdk-17-jdk-headless)")
    pom = HERE / name / "pom.xml"
    version = hashlib.sha256(pom.read_bytes()).hexdigest()[:12]
    cache = Path(
        os.environ.get("ACTIP_GRAPH_TEST_CACHE")
        or platformdirs.user_cache_dir("actip-graph-tests", appauthor=False)
    )
    kept = cache / f"{name}-{version}"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        # One Maven at a time: its own folder is not made for two.
        with _alone(cache / "lock"):
            if not kept.exists():
                _fetch(pom, kept)
    return os.path.join(kept, "*")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process is in here."""
    import fcntl  # Windows has none

    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch(pom: Path, target: Path) -> None:
    if not (maven := shutil.which("mvn")):
        unavailable(f"Maven is not installed, so {pom.parent.name} cannot be fetched")
        return
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        # The folder of a server is never half filled.
        fresh = Path(folder) / "lib"
        done = subprocess.run(
            [
                *(maven, "--batch-mode", "--quiet", "--strict-checksums", "--file", pom),
                *("dependency:copy-dependencies", f"-DoutputDirectory={fresh}"),
            ],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode:
            unavailable(f"Maven could not fetch {pom.parent.name}: {done.stdout[-1000:]}")
        fresh.rename(target)
