"""The Python interface: one method per verb."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kgtools import project as projects
from kgtools.cache import folder as cache_folder
from kgtools.dataset import Dataset
from kgtools.errors import UsageError
from kgtools.labels import Hit, Labels
from kgtools.query.catalogue import Catalogue
from kgtools.query.parameters import bound_text
from kgtools.query.run import Answer, Result, answer
from kgtools.questions import Questions
from kgtools.terms import OWL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    import rdflib
    from owlready2 import Ontology

    from kgtools.adding import Change, Column, Offer
    from kgtools.diagnostics import Report
    from kgtools.export import Options
    from kgtools.following import Following
    from kgtools.query.entity import Entity
    from kgtools.query.paths import Path as GraphPath
    from kgtools.query.spec import QuerySpec
    from kgtools.receipts import Receipt
    from kgtools.store import Engine
    from kgtools.terms import NamedNode
    from kgtools.why import Explanation


class Graph:
    """An open project: ask it, look at it, check it.

    Args:
        where: A project folder; None takes the nearest ``kg.toml`` upward, else the bundled project.
        language: Language of labels, before the project's own order.
        progress: Called with bytes read and bytes in all while a snapshot of a large project is made.
        endpoint: Address of a SPARQL endpoint that holds the facts; ``project`` for that in ``kg.toml``.
        seconds: Time for one request to it.

    Nothing is read before it is needed; every file passes the gate.

    Example:
        >>> g = Graph()
        >>> g.query("ASK { ?class a owl:Class }")
        True
    """

    def __init__(
        self,
        where: str | Path | None = None,
        *,
        language: str | None = None,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
        endpoint: str | None = None,
        seconds: float | None = None,
    ) -> None:
        self.project = projects.load(projects.locate(where))
        if endpoint is None:
            self.dataset = Dataset(self.project, progress=progress)
        else:
            from kgtools import remote

            address = remote.address_of(self.project, endpoint, seconds=seconds)
            self.dataset = remote.RemoteDataset(self.project, address)
        self._is_remote = endpoint is not None
        self._language = language
        self._views: dict[bool, Engine] = {}

    def __repr__(self) -> str:
        return f"<Graph {self.project.name}: {self.project.root}>"

    @cached_property
    def labels(self) -> Labels:
        """Names of things."""
        return Labels(self.project, self.dataset.store, self._language)

    @cached_property
    def queries(self) -> Catalogue:
        """The named queries."""
        return Catalogue(self.project.queries, cache_folder(self.project.root) / "headers.json")

    @property
    def q(self) -> Questions:
        """The named queries as methods: ``g.q.who_met_whom(place="Paris")``."""
        return Questions(self)

    def query(
        self, text: str, *, inferred: bool = False, offset: int = 0, limit: int | None = None
    ) -> Answer:
        """Return the answer of a SPARQL query: a table, a truth value, or triples.

        Args:
            text: The query.
            inferred: Ask what follows, too; otherwise stated facts alone.
            offset: Rows to skip.
            limit: Rows to keep at most.

        Raises:
            UsageError: The query is malformed or forbidden.
        """
        found = answer(text, self.dataset, self.labels, inferred=inferred, offset=offset, limit=limit)
        return self._explained(found, text, inferred=inferred)

    def ask(
        self,
        query: str | QuerySpec,
        arguments: dict[str, object],
        *,
        offset: int = 0,
        limit: int | None = None,
        engine: str = "pyoxigraph",
        inferred: bool = False,
    ) -> Answer:
        """Return the answer of a named query, given its name or the query itself.

        Args:
            query: Its name, or what the catalogue read.
            arguments: Parameter values; see :func:`kgtools.query.parameters.bound_text`.
            offset: Rows to skip.
            limit: Rows to keep at most.
            engine: ``pyoxigraph``, or ``rdflib`` for a second opinion.
            inferred: Ask what follows, too; otherwise stated facts alone.

        Raises:
            UsageError: An unknown query or parameter, or a value that does not fit.
        """
        spec = self.queries.get(query) if isinstance(query, str) else query
        text = bound_text(spec, arguments, self.labels, self.project.prefixes)
        other = self._rdflib(inferred=inferred) if engine == "rdflib" else None
        found = answer(
            text,
            self.dataset,
            self.labels,
            spec=spec,
            engine=other,
            inferred=inferred,
            offset=offset,
            limit=limit,
        )
        return self._explained(found, text, inferred=inferred) if other is None else found

    def _explained(self, found: Answer, text: str, *, inferred: bool) -> Answer:
        """Return an answer that can tell what stands behind its rows."""
        if not isinstance(found, Result) or self._is_remote:  # a receipt names lines of the files
            return found

        def explain(result: Result) -> tuple[Receipt, ...]:
            from kgtools.receipts import receipts

            return receipts(self.dataset, text, result, inferred=inferred)

        return replace(found, explain=explain)

    def _rdflib(self, *, inferred: bool) -> Engine:
        if self._is_remote:
            raise UsageError(
                "rdflib answers from the files, not from an endpoint", hint="leave out one of them"
            )
        if inferred not in self._views:
            from kgtools.store.rdflib_view import RdflibStore

            store = RdflibStore(self.project.prefixes)
            store.load((self.dataset.entailed if inferred else self.dataset.graphs).store)
            self._views[inferred] = store
        return self._views[inferred]

    def __getitem__(self, name: str) -> Entity:
        return self.show(name)

    def show(self, name: str, *, as_of: date | None = None) -> Entity:
        """Return everything stated about a thing, given by label, CURIE or IRI.

        Args:
            name: The thing.
            as_of: Leave out what refers to it and certainly does not hold on this day.

        Raises:
            UsageError: The name means nothing, or more than one thing; or nothing in the project has a date.
        """
        from kgtools.query.entity import entity

        self.expect_dates(as_of)
        return entity(self.dataset, self.labels, self.labels.resolve(name), as_of=as_of)

    def expect_dates(self, as_of: date | None) -> None:
        """Refuse a day in a project that does not say when things hold: all would hold on it.

        Raises:
            UsageError: A day is given, and nothing in the project has a date.
        """
        if as_of and not self.project.times:
            hint = "name the properties of dates under [[time]] in kg.toml"
            raise UsageError("this project does not say when things hold", hint=hint)

    def find(self, text: str, *, cls: str | None = None, limit: int = 20) -> list[Hit]:
        """Return things whose name resembles a text, best first."""
        return self.labels.search(text, within=self._class(cls), limit=limit)

    def path(
        self, start: str, end: str, *, max_length: int = 6, as_of: date | None = None
    ) -> list[GraphPath]:
        """Return the shortest paths between two things, given by label, CURIE or IRI.

        Args:
            start: One thing.
            end: The other.
            max_length: Facts in a path at most.
            as_of: Go only through what may hold on this day.

        Raises:
            UsageError: A name means nothing, or more than one thing; both mean the same; or nothing in
                the project has a date.
        """
        from kgtools.query.paths import shortest

        self.expect_dates(as_of)
        ends = self.labels.resolve(start), self.labels.resolve(end)
        if ends[0] == ends[1]:
            raise UsageError(f"'{start}' and '{end}' are the same thing")
        return shortest(self.dataset, *ends, max_length=max_length, as_of=as_of)

    def why(self, subject: str, predicate: str, value: str) -> Explanation:
        """Return why a fact holds: its proof, down to stated triples with file, line, source and claimant.

        Printed, it is what ``kg why`` prints.

        Args:
            subject: A label, CURIE or IRI.
            predicate: The same, or ``a``.
            value: The same, or a literal.

        Raises:
            UsageError: A name means nothing, or more than one thing.
            LimitError: More follows than the limits allow.
        """
        from kgtools import proofs
        from kgtools.why import why

        found = why(self.dataset, self.labels, subject, predicate, value)
        return replace(found, tell=lambda explanation: proofs.text(explanation, self))

    def check(self, files: Iterable[str | Path] = (), *, dl: bool = False) -> Report:
        """Return all findings: of the project, or of some files judged together with it.

        What was found out about the project is kept, so further files are judged in a fraction of the time.

        Args:
            files: Files judged together with the project.
            dl: Ask a description logic reasoner too.

        Raises:
            EngineError: It was to be asked, and there is no Java.
        """
        from kgtools.check import check

        chosen = projects.existing(files)
        if chosen and not dl:
            return self._following.check(self.project, chosen)
        return check(self.project, chosen, dl=dl)

    @cached_property
    def _following(self) -> Following:
        from kgtools.following import Following

        return Following()

    def add(
        self,
        facts: bytes | str | Path,
        form: str | None = None,
        *,
        into: str | Path | None = None,
        source: str | None = None,
        partial: bool = False,
        dry_run: bool = False,
        rejects: str | Path | None = None,
    ) -> Change:
        """Judge facts merged with the project, write what is right into its files, and return what was done.

        Args:
            facts: A file, or the text itself; a text that names a file is the file.
            form: ``ttl``, ``trig``, ``nt``, ``nq``, ``jsonld``, or ``csv`` with a header as :meth:`template`
                gives it; by default what the file's ending names, of a text Turtle.
            into: The file under ``data/``; by default where each thing belongs.
            source: The source of each thing that names none: a label, CURIE or IRI.
            partial: Take what is right and refuse the rest; otherwise all or nothing.
            dry_run: Write nothing.
            rejects: The folder where refused facts are kept; by default ``.kg/rejected``.

        The graph keeps what it has read: open it anew to ask for what was added.

        Raises:
            InputError: The text cannot be read.
            LimitError: It is larger than ``[limits]`` of ``kg.toml`` allows.
            UsageError: An unknown format or source, or no file is known for a thing.
            WriteError: The project is locked, or nothing can be written.
        """
        from kgtools import adding

        return adding.add(
            self.project,
            [self.offer(facts, form)],
            into=Path(into) if into else None,
            source=self.labels.resolve(source) if source else None,
            partial=partial,
            dry_run=dry_run,
            rejects=Path(rejects) if rejects else None,
        )

    def offer(self, facts: bytes | str | Path, form: str | None = None, *, name: str = "the text") -> Offer:
        """Return the facts of a file or text, as they may be added, with their places in it.

        Args:
            facts: A file, or the text itself.
            form: The syntax, as in :meth:`add`.
            name: What messages call a text.

        Raises:
            InputError: It cannot be read.
            LimitError: It is larger than ``[limits]`` of ``kg.toml`` allows.
            UsageError: An unknown format, or a name in a table that means nothing.
        """
        from kgtools import adding

        return adding.given(self.dataset, self.labels, facts, form, name=name)

    def template(self, name: str) -> list[Column]:
        """Return the columns of a CSV table of things of a class: their titles, and what their cells hold.

        Args:
            name: The class: a label, CURIE or IRI.

        Raises:
            UsageError: Nothing is called so.
        """
        from kgtools.adding import Template

        return Template(self.dataset, self.labels).columns(name)

    def remove(
        self,
        name: str | None = None,
        *,
        facts: bytes | str | Path | None = None,
        form: str | None = None,
        leave_dangling: bool = False,
        dry_run: bool = False,
    ) -> Change:
        """Take facts out of the files, if what remains is right; return what was done.

        Args:
            name: Take out all that the files state about a thing, given by label, CURIE or IRI.
            facts: Take out just these facts: a file, or the text itself.
            form: Their syntax, as in :meth:`add`.
            leave_dangling: Allow that other facts refer to what is described no more.
            dry_run: Write nothing.

        Raises:
            UsageError: Nothing is called so, or not one of ``name`` and ``facts`` was given.
            WriteError: The project is locked, or nothing can be written.
        """
        from kgtools import adding

        if (name is None) == (facts is None):
            raise UsageError("give a name or facts, and not both")
        if facts is not None:
            wanted = list(self.offer(facts, form).facts)
        else:
            wanted = adding.facts_about(self.project, self.labels.resolve(name or ""))
        return adding.remove(self.project, wanted, leave_dangling=leave_dangling, dry_run=dry_run)

    def ontology(self, *, facts: bool = True) -> Ontology:
        """Return ontology and facts as Python objects: an owlready2 ontology in a world of its own.

        It is a copy: changes to it are not written back, imports are not followed.

        Args:
            facts: Take the facts along; otherwise the ontology alone.

        Raises:
            EngineError: owlready2 is missing.
            InputError: A triple would make owlready2 import and run a module.
        """
        from kgtools.objects import ontology

        return ontology(self.dataset, facts=facts)

    def export(
        self,
        path: str | Path,
        form: str | None = None,
        *,
        options: Options | None = None,
        force: bool = False,
    ) -> Path:
        """Write the graph to a file and return its path.

        Args:
            path: The file.
            form: The name of the format; by default what the file's ending names.
            options: What to write of the graph.
            force: Replace a file that is there.

        Raises:
            UsageError: An unknown format, profile or status.
            WriteError: The file is there, or cannot be written.
        """
        from kgtools.export import Format, Options, export

        target = Path(path)
        chosen = options or Options(language=self._language)
        return export(self.dataset, Format.of(form or target.suffix), target, chosen, force=force)

    def to_rdflib(self) -> rdflib.Graph:
        """Return a copy as an rdflib graph, literals as written in the files."""
        from kgtools.store.rdflib_view import graph

        return graph(quad for file in self.dataset.files for quad in file.quads())

    def _class(self, name: str | None) -> NamedNode | None:
        return self.labels.resolve(name, within=OWL["Class"]) if name else None
