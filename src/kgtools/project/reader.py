"""``kg.toml``, read and judged."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kgtools.errors import Location, ProjectError
from kgtools.limits import LIMITS, SETTINGS, Limits, replaced
from kgtools.project.folder import FILE
from kgtools.project.model import UNNAMED_BOUNDS, Bounds, Project, Roles, TimeRule
from kgtools.store.dialects import DIALECTS, Address
from kgtools.terms import NamedNode, Prefixes, is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SNAPSHOT_ABOVE_MB = 4  # benchmarks/scale: below, reading the files is about as fast as keeping a snapshot
_VARIABLE = re.compile(r"KG_[A-Z0-9_]+")
_OUR_CODE = re.compile(r"KG[0-9]*")
_PREFIX = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")  # PN_PREFIX of Turtle 1.1, near enough
_TOP = {
    "name",
    "title",
    "base",
    "as_of",
    "languages",
    "prefixes",
    "roles",
    "time",
    "bounds",
    "check",
    "endpoint",
    "export",
    "limits",
    "snapshot",
}
_SEVERITIES = ("error", "warning", "note")


def load(root: Path) -> Project:
    """Return the project in a folder.

    Raises:
        ProjectError: ``kg.toml`` is missing, is no TOML, or holds a wrong or unknown key.

    Example:
        >>> from kgtools import bundle
        >>> load(bundle.root()).base
        'https://w3id.org/kgtools/id/'
    """
    path = root / FILE
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ProjectError(f"cannot be read: {reason}", location=Location(str(path))) from None
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(error, path) from None
    return _Reader(path, text, table).project()


def _no_toml(error: tomllib.TOMLDecodeError, path: Path) -> ProjectError:
    problem, _, place = str(error).partition(" (at line ")
    numbers = [int(part) for part in re.findall("[0-9]+", place)]
    return ProjectError(f"no valid TOML: {problem}", location=Location(str(path), *numbers))


class _Reader:
    """Reads one ``kg.toml``; every complaint names the line of the key."""

    def __init__(self, path: Path, text: str, table: dict[str, Any]) -> None:
        self.path, self.text, self.table = path, text, table
        self.prefixes = Prefixes()

    def project(self) -> Project:
        self._only(self.table, _TOP, "")
        base = self._base()
        self.prefixes = self._prefixes()
        as_of = self.table.get("as_of")
        if as_of is not None and type(as_of) is not date:
            raise self._wrong("as_of", "expected a day such as 2025-10-31, without quotes")
        languages = self.table.get("languages", ["en"])
        if not isinstance(languages, list) or not all(isinstance(tag, str) for tag in languages):
            raise self._wrong("languages", 'expected a list such as ["en", "ko"]')
        check = self._table("check", {"fail_on", "levels", "ignore", "entailment", "dl"})
        fail_on, levels, ignore = (
            check.get("fail_on", "error"),
            check.get("levels", {}),
            check.get("ignore", []),
        )
        if fail_on not in _SEVERITIES:
            raise self._wrong("fail_on", "expected error, warning or note", "check")
        if not isinstance(levels, dict) or not all(level in _SEVERITIES for level in levels.values()):
            raise self._wrong("levels", "expected codes, each with error, warning or note", "check")
        if not isinstance(ignore, list) or not all(isinstance(code, str) for code in ignore):
            raise self._wrong("ignore", 'expected a list of codes such as ["KG405"]', "check")
        self._expect_codes("levels", levels)
        self._expect_codes("ignore", ignore)
        entailment = check.get("entailment", "rl")
        if entailment not in ("rl", "none"):
            raise self._wrong("entailment", "expected rl or none", "check")
        return Project(
            root=self.path.parent.resolve(),
            name=self._text("name") or self.path.parent.name,
            title=self._text("title"),
            base=base,
            as_of=as_of,
            languages=tuple(languages),
            prefixes=self.prefixes,
            roles=self._roles(),
            times=self._times(),
            bounds=self._bounds(),
            fail_on=fail_on,
            levels=levels,
            ignore=tuple(ignore),
            entailment=entailment,
            dl_files=self._files("dl", check.get("dl", [])),
            exports=self._table("export"),
            snapshot_above=self._snapshot_above(),
            limits=self._limits(),
            endpoint=self._endpoint(),
        )

    def _expect_codes(self, key: str, codes: Iterable[str]) -> None:
        """Refuse codes of ours that there are not, and those that say that not all was judged.

        ``ignore`` takes what codes begin with, too. What shapes and checks of the project are called is not
        known here.
        """
        ours = [code for code in codes if _OUR_CODE.fullmatch(code)]
        if not ours:
            return
        from kgtools.diagnostics.registry import REGISTRY  # 7 ms, which most questions need not spend

        for code in ours:
            entry = REGISTRY.get(code)
            if entry is None and (key == "levels" or not any(known.startswith(code) for known in REGISTRY)):
                raise self._wrong(
                    code, f"there is no code {code}; 'kg explain' lists them", "check", inside=key
                )
            if entry is not None and entry.is_final:
                message = f"{code} cannot be ignored or be made less grave: {entry.title}"
                raise self._wrong(code, message, "check", inside=key)

    def _base(self) -> str:
        if "base" not in self.table:
            example = 'base = "https://example.org/id/"'
            raise self._wrong("base", f"'base' is missing: the namespace of the entities, such as {example}")
        return self._namespace("base", self._text("base"))

    def _prefixes(self) -> Prefixes:
        declared = self.table.get("prefixes", {})
        if not isinstance(declared, dict) or not all(isinstance(iri, str) for iri in declared.values()):
            raise self._wrong("prefixes", 'expected a table of prefix = "namespace IRI"')
        for prefix, iri in declared.items():
            self._namespace(prefix, iri, "prefixes")
            if not _PREFIX.fullmatch(prefix):
                raise self._wrong(prefix, f"'{prefix}' is no prefix", "prefixes")
        return Prefixes(declared)

    def _roles(self) -> Roles:
        names = set(Roles._fields)
        table = {"label": ["skos:prefLabel", "rdfs:label"], "alias": ["skos:altLabel"]}
        table |= self._table("roles", names)
        label, alias = (
            tuple(self._term(key, name, "roles") for name in _listed(table.pop(key)))
            for key in ("label", "alias")
        )
        others = {key: self._term(key, name, "roles") for key, name in table.items()}
        return Roles(label=label, alias=alias, **others)

    def _times(self) -> tuple[TimeRule, ...]:
        rules = self.table.get("time", [])
        if not isinstance(rules, list) or not all(
            isinstance(rule, dict) and "start" in rule for rule in rules
        ):
            raise self._wrong("time", "expected [[time]] tables, each with a start")
        return tuple(self._time(rule, number) for number, rule in enumerate(rules))

    def _time(self, rule: dict[str, Any], number: int) -> TimeRule:
        self._only(rule, {"start", "end", "last", "ended"}, "time", number)
        return TimeRule(**{key: self._term(key, name, "time", number) for key, name in rule.items()})

    def _bounds(self) -> Bounds | None:
        names = set(Bounds._fields)
        table = self._table("bounds", names)
        if not table:
            return UNNAMED_BOUNDS if self.table.get("time") else None
        if missing := names - table.keys():
            raise self._wrong("bounds", f"missing: {', '.join(sorted(missing))}")
        return Bounds(**{key: self._term(key, name, "bounds") for key, name in table.items()})

    def _files(self, key: str, names: object) -> tuple[Path, ...]:
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self._wrong(key, 'expected a list of files such as ["ontology/dl.ttl"]', "check")
        root = self.path.parent.resolve()
        paths = tuple(root / name for name in names)
        for name, path in zip(names, paths, strict=True):
            if not path.is_file():
                raise self._wrong(key, f"no file '{name}' in the project", "check")
        return paths

    def _snapshot_above(self) -> int | None:
        table = self._table("snapshot", {"above_mb", "enabled"})
        above, enabled = table.get("above_mb", SNAPSHOT_ABOVE_MB), table.get("enabled", True)
        if isinstance(above, bool) or not isinstance(above, int | float) or above < 0:
            raise self._wrong("above_mb", "expected megabytes, such as 4", "snapshot")
        if not isinstance(enabled, bool):
            raise self._wrong("enabled", "expected true or false", "snapshot")
        return int(above * 1_000_000) if enabled else None

    def _endpoint(self) -> Address | None:
        if "endpoint" not in self.table:
            return None
        table = self._table("endpoint", set(Address._fields))
        if "query" not in table:
            raise self._wrong("endpoint", "'query' is missing: the address for queries")
        for key, value in table.items():
            if key == "seconds":
                if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                    raise self._wrong(key, "expected seconds, such as 60", "endpoint")
            elif not isinstance(value, str):
                raise self._wrong(key, "expected text", "endpoint")
            elif key in ("user", "password", "token") and not _VARIABLE.fullmatch(value):
                # A project from elsewhere must not send any variable of the environment anywhere.
                message = "expected the name of an environment variable that begins with KG_"
                raise self._wrong(key, message, "endpoint")
            elif key == "dialect" and value not in DIALECTS:
                raise self._wrong(key, f"expected one of: {', '.join(DIALECTS)}", "endpoint")
        return Address(**table)

    def _limits(self) -> Limits:
        table = self._table("limits", set(SETTINGS))
        for key, value in table.items():
            setting = SETTINGS[key]
            if not setting.takes(value):
                number = "a whole number" if setting.is_whole else "a number"
                message = f"expected {number} from {setting.least:,.12g} to {setting.most:,.12g}"
                raise self._wrong(key, message, "limits")
        return replaced(LIMITS, table)

    def _term(self, key: str, name: object, section: str, number: int = 0) -> NamedNode:
        iri = self.prefixes.resolve(name) if isinstance(name, str) else None
        if iri is None or not is_iri(iri):
            message = f"'{name}' is no IRI and no name with a known prefix"
            raise self._wrong(key, message, section, number)
        return NamedNode(iri)

    def _namespace(self, key: str, iri: str, section: str = "") -> str:
        if not is_iri(iri):
            raise self._wrong(key, f"'{iri}' is no namespace: expected an absolute IRI", section)
        return iri

    def _text(self, key: str) -> str:
        value = self.table.get(key, "")
        if not isinstance(value, str):
            raise self._wrong(key, "expected text")
        return value

    def _table(self, key: str, known: set[str] | None = None) -> dict[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, "expected a table")
        if known is not None:
            self._only(value, known, key)
        return dict(value)

    def _only(self, table: dict[str, Any], known: set[str], section: str, number: int = 0) -> None:
        for key in table:
            if key not in known:
                place = f"in [{section}]" if section else "at the top"
                message = f"unknown key '{key}' {place}; known: {', '.join(sorted(known))}"
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean '{near[0]}'?" if near else None
                raise self._wrong(key, message, section, number, hint=hint)

    def _wrong(
        self,
        key: str,
        message: str,
        section: str = "",
        number: int = 0,
        *,
        inside: str = "",
        hint: str | None = None,
    ) -> ProjectError:
        """Return an error at a key: at the top, or in the table that has this number among its name's.

        ``inside`` is the key of the list or table in that section that it stands in.
        """
        line = (
            self._line(key, section, number)
            or (inside and (self._line(key, f"{section}.{inside}") or self._line(inside, section)))
            or (section and self._line(section))
        )
        return ProjectError(message, location=Location(str(self.path), line or None), hint=hint)

    def _line(self, key: str, section: str = "", number: int = 0) -> int | None:
        named = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[]=.]""")
        seen = -1 if section else 0  # how many tables of the section's name began
        for line, text in enumerate(self.text.splitlines(), 1):
            if section and (header := re.match(r"\s*\[+\s*([\w.-]+)", text)):
                inside = header[1] == section
                seen += inside
                if seen == number and not inside:
                    return None
            elif seen == number and named.match(text):
                return line
        return None


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]
