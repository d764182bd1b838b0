"""``pyshacl.validate`` by another engine: ``from kgtools.compat import validate``."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kgtools.terms import SH, BlankNode, Literal, local_name
from kgtools.validation import ValidationReport, examine

if TYPE_CHECKING:
    from typing import TypeAlias

    import rdflib

    from kgtools.shapes import Violation
    from kgtools.terms import Term

    Verdict: TypeAlias = tuple[bool, rdflib.Graph | bytes | Exception, str]

# What only pySHACL does. An argument here that is set hands the whole call over to it.
_HANDED_OVER: Final = frozenset(
    {
        "abort_on_error",
        "abort_on_first",
        "advanced",
        "check_dash_result",
        "debug",
        "do_owl_imports",
        "focus_nodes",
        "inference",
        "iterate_rules",
        "js",
        "max_validation_depth",
        "meta_shacl",
        "multi_data_graphs_mode",
        "ont_graph",
        "ont_graph_format",
        "sparql_mode",
        "use_shapes",
    }
)
_OWN: Final = frozenset(
    {
        "allow_infos",
        "allow_warnings",
        "data_graph_format",
        "inplace",
        "serialize_report_graph",
        "shacl_graph_format",
    }
)
_INFO, _WARNING = SH["Info"], SH["Warning"]


class CompatibilityWarning(UserWarning):
    """pySHACL answered, or its verdict was given, where kgtools alone would have refused."""


def validate(data_graph: Any, shacl_graph: Any = None, **options: Any) -> Verdict:
    """Return what ``pyshacl.validate`` returns: whether data conform, the report graph, and its text.

    It takes the arguments of ``pyshacl.validate``. Inference, an ontology to mix in, Advanced Features,
    JavaScript, imports, chosen shapes or focus nodes and everything else that only pySHACL does is handed to
    pySHACL as it is. Shapes that kgtools refuses are handed over too, with a warning. Where there is nothing
    to check the verdict is pySHACL's, which is that everything conforms, with a warning.

    Args:
        data_graph: An ``rdflib.Graph``, a path, a text, or what else pySHACL loads.
        shacl_graph: The same; without it, the data graph holds the shapes.
        options: Further arguments of ``pyshacl.validate``.

    Raises:
        TypeError: An argument that ``pyshacl.validate`` does not know.

    Example:
        >>> shapes = (
        ...     "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        ...     "[] sh:targetNode <urn:a> ; sh:nodeKind sh:IRI ."
        ... )
        >>> conforms, graph, text = validate(b"<urn:a> <urn:p> 1 .", shapes, data_graph_format="turtle")
        >>> conforms, text.splitlines()[:2]
        (True, ['Validation Report', 'Conforms: True'])
    """
    unknown = options.keys() - _HANDED_OVER - _OWN
    if unknown:
        raise TypeError(f"validate() got an unexpected keyword argument '{min(unknown)}'")
    given = {name for name, value in options.items() if value not in (None, False, "none", [], ())}
    if given & _HANDED_OVER or _needs_pyshacl(data_graph) or _needs_pyshacl(shacl_graph):
        return _by_pyshacl(data_graph, shacl_graph, options)
    data, shapes = _loaded(data_graph, shacl_graph, options)
    try:
        report = examine(data, shapes, refuse_vacuous=False)
    except ValueError as error:  # rdflib takes IRIs and labels that are none
        return _refused(str(error), data_graph, shacl_graph, options)
    if not report.judgement.judged:
        reasons = "; ".join(finding.message for finding in report.judgement.diagnostics)
        return _refused(reasons, data_graph, shacl_graph, options)
    for finding in report.judgement.diagnostics:
        if finding.code in {"KG601", "KG602"}:
            warnings.warn(finding.message, CompatibilityWarning, stacklevel=2)
    return _triple(report, shapes, options)


def _needs_pyshacl(source: object) -> bool:
    """Return whether only pySHACL loads this: a web address, several graphs, an open stream, a store."""
    if isinstance(source, str):
        return source.lower().startswith(("http:", "https:"))
    import rdflib

    return not isinstance(source, rdflib.Graph | bytes | None)


def _loaded(data_graph: Any, shacl_graph: Any, options: dict[str, Any]) -> tuple[Any, Any]:
    """Return data and shapes as rdflib graphs, loaded as pySHACL loads them."""
    from pyshacl.rdfutil.load import load_from_source

    def load(source: Any, form: str | None) -> Any:
        import rdflib

        if isinstance(source, rdflib.Graph):
            return source
        return load_from_source(source, rdf_format=form, multigraph=True, do_owl_imports=False)

    data = load(data_graph, options.get("data_graph_format"))
    if shacl_graph is None:
        return data, data
    return data, load(shacl_graph, options.get("shacl_graph_format"))


def _refused(reason: str, data_graph: Any, shacl_graph: Any, options: dict[str, Any]) -> Verdict:
    message = f"handed to pySHACL, since kgtools refuses this: {reason}"
    warnings.warn(message, CompatibilityWarning, stacklevel=3)
    return _by_pyshacl(data_graph, shacl_graph, options)


def _by_pyshacl(data_graph: Any, shacl_graph: Any, options: dict[str, Any]) -> Verdict:
    import pyshacl

    verdict: Verdict = pyshacl.validate(data_graph, shacl_graph=shacl_graph, **options)
    return verdict


def _triple(
    report: ValidationReport, shapes: rdflib.Graph, options: dict[str, Any]
) -> tuple[bool, rdflib.Graph | bytes, str]:
    import rdflib

    allowed = {_INFO} if options.get("allow_infos") else set()
    allowed |= {_INFO, _WARNING} if options.get("allow_warnings") else set()
    conforms = all(result.severity in allowed for result in report.results)
    graph = report.to_rdflib()
    for prefix, namespace in shapes.namespaces():
        graph.bind(prefix, namespace)
    stated = rdflib.URIRef(SH["conforms"].value)
    for head in list(graph.subjects(stated)):
        graph.set((head, stated, rdflib.Literal(conforms)))
    text = _Text(report, conforms=conforms).text()
    if form := options.get("serialize_report_graph"):
        written = form if isinstance(form, str) else "turtle"
        return conforms, graph.serialize(encoding="utf-8", format=written), text
    return conforms, graph, text


@dataclass(frozen=True, slots=True)
class _Text:
    """The report in words, laid out as pySHACL lays it out."""

    report: ValidationReport
    conforms: bool

    def text(self) -> str:
        results = self.report.results
        head = f"Validation Report\nConforms: {self.conforms}\n"
        head += f"Results ({len(results)}):\n" if results else ""
        return head + "".join(sorted(map(self._result, results)))

    def _result(self, result: Violation) -> str:
        from kgtools.shapes import sentence, show_path

        kind = "Validation Result" if result.severity in {_INFO, _WARNING} else "Constraint Violation"
        name = (
            "a component" if isinstance(result.component, BlankNode) else local_name(result.component.value)
        )
        messages = [m.value for m in result.messages] or [
            sentence(result, self.report.prefixes, self.report.prefixes.show)
        ]
        lines = [
            f"{kind} in {name} ({result.component.value}):",
            f"\tSeverity: {self._show(result.severity)}",
            f"\tSource Shape: {self._show(result.source_shape)}",
            f"\tFocus Node: {self._show(result.focus_node)}",
        ]
        if result.value is not None:
            lines.append(f"\tValue Node: {self._show(result.value)}")
        if result.path is not None:
            lines.append(f"\tResult Path: {show_path(result.path, self.report.prefixes)}")
        return "\n".join([*lines, *(f"\tMessage: {message}" for message in messages)]) + "\n"

    def _show(self, term: Term) -> str:
        if isinstance(term, Literal):
            return f"Literal({self.report.prefixes.show(term)})"
        return self.report.prefixes.show(term)
