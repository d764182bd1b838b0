"""What the benchmarks of serving share: servers, and what wrk measures of them."""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kgtools import bundle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

JSON = "application/sparql-results+json"
HTML = "text/html"
QUERY = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name ?source ?title WHERE {
  ?thing dcterms:source ?source ; skos:prefLabel ?name . ?source skos:prefLabel ?title
} LIMIT 50"""
_KG = str(Path(sys.executable).with_name("kg"))
_LUA = """local paths, turn = {%s}, 0
request = function()
  turn = turn %% #paths + 1
  return wrk.format("GET", paths[turn])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %%d %%d %%f %%f %%f\\n", summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end"""


class Peer(NamedTuple):
    """A server to measure: how to start it, and where it takes queries."""

    name: str
    command: list[str]
    port: int
    path: str = "/sparql"

    def asking(self, text: str) -> str:
        """Return the path of a query."""
        return f"{self.path}?query={urllib.parse.quote(text)}"


class Load(NamedTuple):
    """What one load gave: times in milliseconds."""

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float
    failures: int


def workbench(port: int, *options: str) -> Peer:
    """Return ``kg serve`` over the bundled project."""
    command = [_KG, "-C", str(bundle.root()), "serve", "--port", str(port), *options]
    return Peer(" ".join(("kg serve", *options)), command, port)


@contextmanager
def running(peer: Peer, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait for its first right answer, end it afterwards."""
    process = subprocess.Popen(
        [*peer.command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                status, body = ask(peer, peer.asking(QUERY))
                if status == 200 and body.count(b'"thing"') == 51:  # in the head, and in each row
                    break
            except OSError:
                pass
            if time.monotonic() > deadline or process.poll() is not None:
                sys.exit(f"{peer.name} does not answer")
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def ask(peer: Peer, path: str, accept: str = JSON) -> tuple[int, bytes]:
    """Return status and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def load_with(
    peer: Peer,
    process: subprocess.Popen[bytes],
    paths: Sequence[str],
    seconds: float,
    *,
    connections: int = 8,
    accept: str = JSON,
) -> Load:
    """Return what wrk measures of requests for some paths, in turn."""
    before = cpu_seconds(process.pid)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:  # wrk reads it more than once
        script.write(_LUA % ", ".join(f'"{path}"' for path in paths))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s", "-s", script.name]
        done = subprocess.run(
            [*command, "-H", f"Accept: {accept}", f"http://127.0.0.1:{peer.port}/"],
            capture_output=True,
            text=True,
            check=True,
        )
    found = re.search(r"RESULT (\d+) (\d+) (\S+) (\S+) (\S+)", done.stdout)
    if not found:
        sys.exit(done.stdout)
    count, failures = int(found[1]), int(found[2])
    p50, p95, p99 = (float(each) / 1000 for each in found.groups()[2:])
    cpu = (cpu_seconds(process.pid) - before) * 1000 / max(count, 1)
    return Load(count / seconds, p50, p95, p99, cpu, failures)


def cpu_seconds(process: int) -> float:
    """Return the processor time of a process and its children."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    numbers = [process, *(int(word) for each in children for word in each.read_text().split())]
    ticks = 0
    for number in numbers:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def median(loads: list[Load]) -> Load:
    """Return the median of each figure."""
    return Load(*(statistics.median(each) for each in zip(*loads, strict=True)))
