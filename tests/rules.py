"""A rule, axioms and facts added to the invented project, for tests of what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
RULE = """#+ summary: somebody whom a group engaged
PREFIX ex: <https://example.org/terms/>
CONSTRUCT { ?person ex:playsIn ?group }
WHERE { ?e a ex:AcceptedSituation . ?e ex:engages ?person . ?e ex:group ?group }
"""
AXIOMS = """ex:AcceptedSituation a owl:Class ; rdfs:label "Accepted situation"@en .
ex:playsIn a owl:ObjectProperty ; rdfs:label "plays in"@en .
[] a owl:Restriction ;
    owl:hasValue ex:accepted ;
    owl:onProperty ex:status ;
    rdfs:subClassOf ex:AcceptedSituation .
"""
CLAIM = """id:claim-ada a ex:Remark ; ex:claimant id:person-ben ; ex:asserts id:engagement-ada-strings .
"""


def add_rules(folder: Path) -> None:
    """Add the rule, its axiom, and a claim about one of the engagements."""
    rules = folder / "ontology" / "rules"
    rules.mkdir()
    (rules / "plays-in.rq").write_text(RULE)
    (folder / "ontology" / "rules.ttl").write_text(HEAD + AXIOMS)
    (folder / "data" / "claims.ttl").write_text(HEAD + CLAIM)


def set_check(folder: Path, line: str) -> None:
    """Add a setting to the ``[check]`` table of a project."""
    path = folder / "kg.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[check]\n", f"[check]\n{line}\n"), encoding="utf-8"
    )
