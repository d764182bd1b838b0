"""Whatever comes in: the right exit code, one clear message with its place, no traceback.

Each case has a process of its own, as a user has.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KG = [sys.executable, "-c", "from kgtools.cli.main import main; main()"]
PREFIXES = "PREFIX ex: <https://example.org/terms/>\nPREFIX id: <https://example.org/id/>\n"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def _shown(value: list[str]) -> str:
    """Return a short name for a case."""
    return re.sub(r"\W+", " ", " ".join(value))[:40].strip()


class Run:
    """What a process printed, and how it ended."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def refuses(self, code: int, *said: str) -> None:
        """Assert that it ended with this code, and said why once, with these patterns and no traceback."""
        assert self.code == code, self.err
        assert "Traceback" not in self.err + self.out
        complaints = re.findall(r"error\[|^Error: ", self.err, re.MULTILINE)
        assert len(complaints) == 1, self.err
        for pattern in said:
            assert re.search(pattern, self.err), f"{pattern!r} is not in:\n{self.err}"


@pytest.fixture
def kg(folder: Path) -> Callable[..., Run]:
    """Return a function that starts ``kg`` in a copy of the invented project."""

    def run(*args: str | Path, cwd: Path = folder, stdin: bytes | None = None) -> Run:
        done = subprocess.run(
            [*KG, *map(str, args)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        texts = done.stdout.decode(), done.stderr.decode()
        return Run(subprocess.CompletedProcess(done.args, done.returncode, *texts))

    return run


@pytest.mark.parametrize(
    "args",
    [["check", "--shapes"], ["check"], ["infer"], ["fmt"], ["query", "https://example.org/q.rq"]],
    ids=_shown,
)
def test_an_address_is_not_fetched(kg: Callable[..., Run], folder: Path, args: list[str]) -> None:
    named = args if args[0] == "query" else [*args, "https://example.org/a.ttl"]
    also = [folder / "data" / "people.ttl"] if "--shapes" in args else []
    kg(*named, *also).refuses(3, "no such file", "help: an address is not fetched: download it")


def test_an_address_of_another_machine_is_no_matter_of_ports(kg: Callable[..., Run]) -> None:
    done = kg("serve", "--host", "192.0.2.1", "--port", "0")
    done.refuses(3, r"cannot listen on 192\.0\.2\.1:0: ", "help: --host names an address of this machine")


# The rights of files count for nothing where root runs the tests, unless it gives that power up.
POWERLESS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.skipif(os.getuid() == 0 and not shutil.which("setpriv"), reason="root may read everything")
@pytest.mark.parametrize(
    ("locked", "args", "said"),
    [
        ("data/more", ["check"], r"/data/more: error\[KG903\]: cannot be read: Permission denied"),
        ("data/more", ["site", "-o", "s"], r"/data/more: error\[KG903\]: cannot be read"),
        ("data/more", ["query", "engagements"], r"/data/more: error\[KG903\]: cannot be read"),
        ("ontology/shapes", ["check"], r"/ontology/shapes: error\[KG903\]: cannot be read"),
        ("queries", ["queries", "ls"], r"/queries: error\[KG903\]: cannot be read"),
        (
            "queries",
            ["query", "engagements"],
            r"engagements.rq' cannot be read or written: Permission denied",
        ),
        ("queries/checks", ["check"], r"/queries/checks: error\[KG903\]: cannot be read"),
        (".kg", ["check"], r"txn.json' cannot be read or written: Permission denied"),
        (".kg", ["clean"], r"/.kg/cache' cannot be read or written: Permission denied"),
        ("kg.toml", ["check"], r"kg.toml: error\[KG902\]: cannot be read: Permission denied"),
    ],
)
def test_what_nobody_may_read_is_named(folder: Path, locked: str, args: list[str], said: str) -> None:
    at = folder / locked
    if not at.exists():
        at.mkdir()
    mode = at.stat().st_mode
    at.chmod(0)
    start = POWERLESS if os.getuid() == 0 else []
    try:
        done = subprocess.run(
            [*start, *KG, "-C", str(folder), *args], capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        at.chmod(mode)
    Run(done).refuses(3, said)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["qurey"], ["No such command 'qurey'", "Did you mean 'query'"]),
        (["query", "engagement"], ["there is no query called 'engagement'", "did you mean engagements"]),
        (["query", "x" * 300], ["there is no query called"]),
        (["query", "../../etc/passwd"], ["No such file|no such file"]),
        (["query", "engagements", "--persn", "x"], ["No such option.*'--persn'", "--person"]),
        (
            ["query", "engagements", "--person", "Ada Broock"],
            ["nothing is called", "did you mean 'Ada Brook'"],
        ),
        (["query", "engagements", "--person", "id:two words"], ["nothing is called 'id:two words'"]),
        (
            ["query", "engagements", "--person", "Double Name"],
            [r"'Double Name' means 2 things", r"id:person-ada \(Person\); id:person-ben \(Person\)"],
        ),
        (
            ["query", "engagements", "--as-of", "1996-02-30"],
            ["'1996-02-30' is no date", "such as 2018-06-12"],
        ),
        (["query", "fees", "--least", "1e999999999"], ["is no decimal"]),
        (["query", "fees"], ["needs a value for 'least'", "--least DECIMAL"]),
        (["query", "fees", "--least", "1", "-f", "xls"], ["unknown format 'xls'", "one of: table csv"]),
        (["query", "fees", "--least", "1", "--limit", "many"], ["'many' is not a valid integer"]),
        (["query"], ["which query?", "kg queries ls"]),
        (["query", "-q", "SELECT ?x {\n ?x ?y }"], [r"^query:2:8: error.* syntax error"]),
        (["query", "-q", "ASK { 'open }"], [r"^query:1:7: error.*unexpected character"]),
        (["query", "-q", "ASK { no:such ?p ?o }"], [r"^query:1:7: error.*prefix 'no' is not declared"]),
        (["query", "-q", ""], ["there is no query in this text"]),
        (["query", "-q", "hello"], ["a query begins with SELECT"]),
        (["query", "-q", "SELECT * { SERVICE <http://x/> {} }"], [r"^query:1:12: .*SERVICE", "only read"]),
        (["query", "-q", "ASK { S\\u0045RVICE <http://x/> {} }"], ["SERVICE would ask another server"]),
        (["query", "-q", "LOAD <http://example.org/>"], ["LOAD would change or load data"]),
        (["query", "-q", "DROP ALL"], ["DROP would change"]),
        (["query", "-q", "SELECT * FROM <file:///etc/passwd> {}"], [r"^query:1:15: .*FROM may name only"]),
        (["query", "-q", "ASK FROM NAMED <http://x/> {}"], ["FROM may name only graphs of this dataset"]),
        (["query", "-q", "ASK " + "{" * 2300 + "}" * 2300], ["nested deeper than 100"]),
        (["query", "-q", "ASK { FILTER(" + "(" * 5000 + ")" * 5000 + ") }"], ["nested deeper than 100"]),
        (["query", "-q", "ASK { {}" + " UNION {}" * 7000 + "}"], ["more than"]),
        (["query", "-q", "ASK { " + "FILTER NOT EXISTS { " * 900 + "}" * 901], ["nested deeper than 100"]),
        (["query", "-q", "ASK {} #" + "x" * 100_000], ["longer than 64 KB"]),
        (["show", "Nobody At All"], ["nothing is called 'Nobody At All'"]),
        (["show", "https://two words/"], ["nothing is called"]),
        (["show", "Ada Brook", "--as-of", "yesterday"], ["'yesterday' is no day", "like 2018-06-12"]),
        (["path", "Ada Brook", "Nobody"], ["nothing is called 'Nobody'"]),
        (["find", "x", "--class", "Nothing"], ["nothing is called 'Nothing'"]),
        (["stats", "--by", "moon"], ["'moon' is not one of"]),
        (["export", "xlsx"], ["xlsx"]),
        (["check", "-f", "pdf"], ["unknown format 'pdf'", "one of: text short json"]),
        (["queries", "new", "No Name"], ["'No Name' is no name of a query"]),
        (["init", "new", "--base", "nowhere"], ["'nowhere' is no namespace"]),
        (["test", "nope"], ["no query, shape or check with cases called 'nope'"]),
    ],
    ids=_shown,
)
def test_a_wrong_request(kg: Callable[..., Run], args: list[str], said: list[str]) -> None:
    code = 3 if args[-1].endswith("passwd") else 2
    kg(*args).refuses(code, *said)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-C", "data", "stats"], ["'data' is no project", "kg init"]),
        (["-C", "nowhere", "stats"], ["'nowhere' is no project"]),
        (["-C", "x" * 5000, "stats"], ["is no project"]),
        (["query", "none.rq"], [r"^none\.rq: error\[KG903\]: no such file"]),
        (["query", "data/"], ["not a regular file"]),
        (["query", "/dev/zero/"], ["not a regular file|Not a directory"]),
        (["check", "none.ttl"], [r"^none\.ttl: error\[KG903\]: no such file"]),
        (["check", "queries"], ["no RDF file in this folder"]),
        (["export", "nt", "-o", "no/such/folder/x.nt"], ["No such file or directory"]),
        (["init", "."], ["is a project already"]),
        (["queries", "new", "fees"], ["exists"]),
    ],
    ids=_shown,
)
def test_what_is_not_there(kg: Callable[..., Run], args: list[str], said: list[str]) -> None:
    kg(*args).refuses(3, *said)


TRIPLE = f"{PREFIXES}id:x ex:p id:y .\n".encode()
BROKEN = {
    "no-dot": (TRIPLE + b"id:x ex:p id:y\nid:z ex:p id:y .", (4, 14)),
    "cut-in-a-literal": (TRIPLE + b'id:x ex:p "cut', (4, 11)),
    "undeclared-prefix": (TRIPLE + b"id:x no:p id:y .", (4, 6)),
    "space-in-iri": (TRIPLE + b"id:x ex:p <urn: a> .", (4, 16)),
    "relative-iri": (TRIPLE + b"id:x ex:p <a> .", (4, 11)),
    "surrogate": (TRIPLE + b'id:x ex:p "\\uD800" .', (4, 11)),
    "formula": (TRIPLE + b"{ id:x ex:p id:y } => { } .", (4, 1)),
    "invalid-utf-8": (TRIPLE + b"# \xff", (4, 3)),
    "utf-16": ("id:x".encode("utf-16"), (1, 1)),
    "nul": (TRIPLE + b'id:x ex:p "\x00" .', (4, 12)),
    "terminal-escape": (TRIPLE + b'id:x ex:p "\x1b[2J" .', (4, 12)),
    "merge-marker": (TRIPLE + b"<<<<<<< HEAD\n", (4, 1)),
    "nested-nodes": (TRIPLE + b"id:x ex:p " + b"[ ex:p " * 300 + b"1" + b" ]" * 300 + b" .", (4, 459)),
    "nested-lists": (TRIPLE + b"id:x ex:p " + b"(" * 100_000 + b")" * 100_000 + b" .", (4, 75)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file(kg: Callable[..., Run], folder: Path, name: str) -> None:
    data, (line, column) = BROKEN[name]
    (folder / "data" / "broken.ttl").write_bytes(data)
    place = rf"^data/broken\.ttl:{line}:{column}: error\[KG00"
    found = kg("query", "engagements")
    found.refuses(3, place)
    assert found.out == ""
    # For a check it is a finding.
    checked = kg("check", "-f", "short")
    assert (checked.code, checked.err) == (1, "")
    assert re.match(rf"data/broken\.ttl:{line}:{column} error\[KG00\d\]: .+\n$", checked.out)
    assert checked.out.replace(" error", ": error") == found.err.partition("\n")[0] + "\n"


LINE = b"<https://example.org/id/x> <https://example.org/terms/p> <https://example.org/id/y> .\n"
LONG_LINE = b"# " + b"x" * 20_000_000
# For each syntax its good text, with the number of the line after it, and a fact that lacks its object.
SYNTAXES = {
    "ttl": (TRIPLE, 4, b"id:x ex:p "),
    "trig": (TRIPLE, 4, b"id:x ex:p "),
    "nt": (LINE, 2, LINE[:57]),
    "nq": (LINE, 2, LINE[:57]),
}
# For each mistake what follows the good text (a fact where FACT stands), and where in its line it is.
ENDINGS = {
    "invalid-utf-8": (b"# \xff\n", 3),
    "nul": (b'FACT"\x00" .', 2),
    "escaped-surrogate": (b'FACT"\\uD800" .', 1),
    "raw-surrogate": (b'FACT"\xed\xa0\x80" .', 2),
    "nested-nodes": (b"FACT" + b"[" * 100_000 + b"]" * 100_000 + b" .", 65),
    "nested-lists": (b"FACT" + b"(" * 100_000 + b")" * 100_000 + b" .", 65),
    "long-line": (LONG_LINE, 1),
    "cut-in-a-text": (b'FACT"cut', 1),
    "merge-marker": (b"<<<<<<< HEAD\n" + LINE + b"=======\n>>>>>>> other\n", 1),
}


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_broken_files_of_every_syntax(kg: Callable[..., Run], folder: Path, syntax: str) -> None:
    good, row, fact = SYNTAXES[syntax]
    expected = {}
    for name, (ending, column) in ENDINGS.items():
        (folder / "data" / f"{name}.{syntax}").write_bytes(good + ending.replace(b"FACT", fact))
        expected[f"data/{name}.{syntax}:{row}:{column + len(fact) * ending.startswith(b'FACT')}"] = 1
    found = kg("check", "-f", "short")
    assert (found.code, found.err) == (1, "")
    places = [line.partition(" ") for line in found.out.splitlines()]
    assert all(re.match(r"error\[KG00\d\]: .", said) for _, _, said in places), found.out
    assert sorted(place for place, _, _ in places) == sorted(expected)


@pytest.mark.parametrize(
    "args",
    [["stats"], ["show", "Ada Brook"], ["path", "a", "b"], ["find", "a"], ["export", "nt"], ["test", "fees"]],
)
def test_no_command_answers_from_half_a_graph(kg: Callable[..., Run], folder: Path, args: list[str]) -> None:
    (folder / "data" / "broken.ttl").write_bytes(BROKEN["no-dot"][0])
    found = kg(*args)
    assert "data/broken.ttl:4:14" in found.err + found.out
    assert "Traceback" not in found.err
    if args[0] == "test":
        assert (found.code, found.out.count("FAILED")) == (1, 2)
    else:
        assert (found.code, found.out) == (3, "")


FACT = f"{PREFIXES}id:person-eve a ex:Person ; <http://www.w3.org/2004/02/skos/core#prefLabel> 'Eve'@en .\n".encode()


ODD = {
    "empty": lambda _: b"",
    "byte-order-mark": lambda text: b"\xef\xbb\xbf" + text,
    "crlf": lambda text: text.replace(b"\n", b"\r\n"),
    "cr": lambda text: text.replace(b"\n", b"\r"),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_file_that_only_looks_odd(kg: Callable[..., Run], folder: Path, odd: str) -> None:
    lines = b"".join(f"{quad} .\n".encode() for quad in parse(FACT, RdfFormat.TURTLE))
    for syntax, text in {"ttl": FACT, "trig": FACT, "nt": lines, "nq": lines}.items():
        own = text.replace(b"person-eve", f"person-eve-{syntax}".encode())
        (folder / "data" / f"odd.{syntax}").write_bytes(ODD[odd](own.replace(b"Eve", syntax.encode())))
    assert kg("query", "engagements").code == 0
    found = kg("check", "-f", "short")
    assert found.code == 0
    codes = set(re.findall(r"KG\d+", found.out))
    assert (
        codes == {"empty": {"KG308"}, "byte-order-mark": {"KG011"}, "crlf": {"KG305"}, "cr": {"KG305"}}[odd]
    )


@pytest.mark.parametrize("kind", ["fifo", "device", "loop"])
def test_what_is_no_file(kg: Callable[..., Run], folder: Path, kind: str) -> None:
    path = folder / "data" / "odd.ttl"
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    kg("stats").refuses(3, r"^data/odd\.ttl: error\[KG903\]: (not a regular file|cannot be read)")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("bass = 1\n", [r"kg\.toml:2: ", "unknown key 'bass' at the top", "known: as_of, base"]),
        ("[roles]\nlable = 'rdfs:label'\n", [r"kg\.toml:3: ", r"unknown key 'lable' in \[roles\]"]),
        ("[roles]\nstatus = 'no:such'\n", [r"kg\.toml:3: ", "'no:such' is no IRI"]),
        ("as_of = 'today'\n", [r"kg\.toml:2: ", "expected a day"]),
        ("name = \n", [r"kg\.toml:2:8: ", "no valid TOML"]),
    ],
)
def test_a_wrong_kg_toml(kg: Callable[..., Run], folder: Path, toml: str, said: list[str]) -> None:
    (folder / "kg.toml").write_text(f"base = 'https://example.org/id/'\n{toml}")
    kg("query", "engagements").refuses(3, *said)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("#+ summary: s\n#+ tags: [a\n", [r"bad\.rq:2:\d+: ", "the header is no YAML"]),
        ("#+ summary: s\n#+ sumary: t\n", [r"bad\.rq:2: ", "unknown key 'sumary'"]),
        ("#+ params:\n#+   limit: {}\n", [r"bad\.rq:2: ", "has the name of an option"]),
        ("#+ view: pie\n", [r"bad\.rq:1: ", "none of table, graph"]),
    ],
)
def test_a_wrong_header(kg: Callable[..., Run], folder: Path, header: str, said: list[str]) -> None:
    (folder / "queries" / "bad.rq").write_text(header + "ASK {}")
    for args in (["query", "bad"], ["queries", "ls"]):
        kg(*args).refuses(3, *said)


def test_a_parameter_without_its_block_is_told_by_lint_and_refused_when_given(
    kg: Callable[..., Run], folder: Path
) -> None:
    (folder / "queries" / "bad.rq").write_text("#+ params: {p: {type: string}}\nASK {}")
    assert kg("queries", "ls", "-f", "json").code == 0
    assert kg("query", "bad").out == "true\n"
    kg("query", "bad", "--p", "x").refuses(2, "exactly one VALUES block")
    assert "parameter 'p' has 0 VALUES blocks" in kg("queries", "lint", "bad").out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff", "not valid UTF-8"),
        (b"", "no query in this text"),
        (b"SELECT ?x {\x00}", "unexpected character"),
    ],
)
def test_wrong_standard_input(kg: Callable[..., Run], data: bytes, said: str) -> None:
    found = kg("query", "-", stdin=data)
    found.refuses(3 if data == b"\xff" else 2, said)


def test_a_value_cannot_leave_its_place(kg: Callable[..., Run], folder: Path) -> None:
    (folder / "queries" / "echo.rq").write_text(
        "#+ params: {p: {type: string}}\nSELECT ?p { VALUES ?p { UNDEF } ?s ex:fee ?fee }"
    )
    for value in ('" } DROP ALL #', "\\u0022 } #", '"} UNION { ?s ?p ?o } #'):
        found = kg("query", "echo", "--p", value, "-f", "jsonl")
        assert (found.code, found.err) == (0, "")
        assert found.out.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [
        ["query", "-q", "SELECT * { ?s ?p ?o }"],
        ["queries", "ls"],
        ["export", "nt"],
        ["stats", "--by", "file"],
    ],
)
def test_a_reader_that_leaves(folder: Path, args: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)  # gone before the first byte
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [*KG, *args], cwd=folder, stdout=pipe, stderr=subprocess.PIPE, timeout=60, check=False, text=True
        )
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_after_a_line(folder: Path, unbuffered: str) -> None:
    (folder / "data" / "many.nt").write_text(
        "".join(
            f"<https://example.org/id/x{n}> <https://example.org/terms/p> <urn:x> .\n" for n in range(20_000)
        )
    )
    with subprocess.Popen(
        [*KG, "query", "-q", "SELECT * { ?s ?p ?o }"],
        cwd=folder,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"s,p,o\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("args", [["queries", "ls"], ["--help"]])
def test_a_full_disk(folder: Path, args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KG, *args],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
            text=True,
        )
    Run(subprocess.CompletedProcess(done.args, done.returncode, "", done.stderr)).refuses(3, "No space left")


@pytest.mark.parametrize("args", [["queries", "ls"], ["check", "-f", "json"], ["--help"], ["show", "nobody"]])
def test_closed_output(folder: Path, args: list[str]) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" >&- 2>&-; echo $?', "sh", *KG, *args],
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=False,
        text=True,
    )
    assert done.stdout == ("2\n" if "nobody" in args else "0\n")


@pytest.fixture
def long_query(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A query that would run for hours, started and well on its way."""
    process = subprocess.Popen(
        [*KG, "query", "-q", LONG, "--timeout", "500"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while _processor_time(process.pid) < 1.5 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is None
    yield process
    process.kill()
    process.communicate()


def _processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux how busy a process is")


@linux
def test_ctrl_c_ends_a_long_query_at_once(long_query: subprocess.Popen[str]) -> None:
    start = time.monotonic()
    long_query.send_signal(signal.SIGINT)
    out, err = long_query.communicate(timeout=30)
    assert time.monotonic() - start < 5
    assert (long_query.returncode, out, err) == (130, "", "")


def test_a_time_limit_ends_a_long_query(kg: Callable[..., Run]) -> None:
    start = time.monotonic()
    found = kg("query", "-q", LONG, "--timeout", "0.3")
    assert time.monotonic() - start < 20
    found.refuses(4, r"stopped after 0\.3 s", "--timeout SECONDS")
    assert found.out == ""


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(REGEX('" + "a" * 40 + "!', '(a+)+$')) }",
        "SELECT (STRLEN(?h) AS ?n) { BIND('x' AS ?a)"
        + "".join(
            f" BIND(CONCAT(?{old}, ?{old}) AS ?{new})" for old, new in zip("abcdefg", "bcdefgh", strict=True)
        )
        + " }",
    ],
    ids=["backtracking", "doubling"],
)
def test_a_costly_query_gives_an_answer_or_a_limit(kg: Callable[..., Run], text: str) -> None:
    found = kg("query", "-q", text, "--timeout", "5")
    assert found.code in (0, 4)
    assert "Traceback" not in found.err


def test_a_deleted_working_folder(kg: Callable[..., Run], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os, shutil; os.chdir({str(gone)!r}); shutil.rmtree({str(gone)!r}); " + KG[2]
    done = subprocess.run(
        [sys.executable, "-c", code, "stats"], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 3
    assert kg("stats").code == 0


def test_a_read_only_project_answers(kg: Callable[..., Run], folder: Path) -> None:
    shutil.rmtree(folder / ".kg", ignore_errors=True)
    (folder / ".kg").write_text("no folder")
    assert kg("query", "engagements").code == 0
