"""Generated facts of universities, and an ontology that uses most of OWL 2 RL on them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONTOLOGY = """\
PREFIX : <https://example.org/u/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

:University rdfs:subClassOf :Organization .
:Department rdfs:subClassOf :Organization .
:Group rdfs:subClassOf :Organization .
:Employee rdfs:subClassOf :Person .
:Faculty rdfs:subClassOf :Employee .
:Professor rdfs:subClassOf :Faculty .
:FullProfessor rdfs:subClassOf :Professor .
:AssociateProfessor rdfs:subClassOf :Professor .
:Chair rdfs:subClassOf :Professor .
:Lecturer rdfs:subClassOf :Faculty .
:Student rdfs:subClassOf :Person .
:Graduate rdfs:subClassOf :Student .
:Undergraduate rdfs:subClassOf :Student .
:GraduateCourse rdfs:subClassOf :Course .
:Person owl:disjointWith :Organization , :Course , :Publication .

:subOrganizationOf a owl:TransitiveProperty .
:colleague a owl:SymmetricProperty .
:memberOf owl:inverseOf :member ; rdfs:domain :Person ; rdfs:range :Organization .
:worksFor rdfs:subPropertyOf :memberOf .
:headOf rdfs:subPropertyOf :worksFor .
:degreeFrom owl:inverseOf :hasAlumnus ; rdfs:range :University .
:doctoralDegreeFrom rdfs:subPropertyOf :degreeFrom .
:teacherOf owl:inverseOf :taughtBy ; rdfs:domain :Faculty ; rdfs:range :Course .
:takesCourse rdfs:range :Course .
:advisor rdfs:range :Professor .
:publicationAuthor rdfs:domain :Publication ; rdfs:range :Person .
:attends owl:propertyChainAxiom ( :takesCourse :taughtBy ) .

[ owl:onProperty :headOf ; owl:someValuesFrom :Department ; a owl:Restriction ] rdfs:subClassOf :Chair .
[ owl:onProperty :status ; owl:hasValue :active ; a owl:Restriction ] rdfs:subClassOf :Active .
[
    owl:intersectionOf (
        :Person
        [ owl:onProperty :takesCourse ; owl:someValuesFrom :GraduateCourse ; a owl:Restriction ]
    ) ;
    a owl:Class
] rdfs:subClassOf :AdvancedStudent .
:Department rdfs:subClassOf [
    owl:onProperty :subOrganizationOf ; owl:allValuesFrom :Organization ; a owl:Restriction
] .
"""
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SCHEMA, _DATA = "https://example.org/u/", "https://example.org/d/"


def write(folder: Path, triples: int) -> tuple[Path, Path]:
    """Write ontology and facts; return their paths."""
    ontology, facts = folder / "ontology.ttl", folder / f"facts-{triples}.ttl"
    ontology.write_text(ONTOLOGY, "utf-8")
    with facts.open("w", encoding="utf-8") as out:
        random = Random(7)  # noqa: S311 - the same facts every time
        for _, line in zip(range(triples), lines(random), strict=False):
            out.write(line + "\n")
    return ontology, facts


def lines(random: Random) -> Iterator[str]:
    """Yield N-Triples without end: department after department, 20 of them to a university."""
    number = 0
    while True:
        university = f"u{number // 20}"
        if number % 20 == 0:
            yield a(university, "University")
        yield from department(f"dep{number}", university, number // 20 + 1, random)
        number += 1


def department(name: str, university: str, universities: int, random: Random) -> Iterator[str]:
    """Yield one department with its groups, staff, courses and students."""
    yield a(name, "Department")
    yield link(name, "subOrganizationOf", university)
    for group in range(4):
        yield a(f"{name}g{group}", "Group")
        yield link(f"{name}g{group}", "subOrganizationOf", name)
    staff = [f"{name}f{number}" for number in range(12)]
    courses = [f"{teacher}c{number}" for teacher in staff for number in range(2)]
    for number, teacher in enumerate(staff):
        yield a(teacher, ("FullProfessor", "AssociateProfessor", "Lecturer")[number % 3])
        yield link(teacher, "worksFor", name)
        yield text(teacher, "name", f"Faculty {teacher}")
        yield link(teacher, "doctoralDegreeFrom", f"u{random.randrange(universities)}")
        status = "active" if random.random() < 0.7 else "retired"
        yield f"<{_DATA}{teacher}> <{_SCHEMA}status> <{_SCHEMA}{status}> ."
        for which in range(2):
            yield a(f"{teacher}c{which}", "GraduateCourse" if which else "Course")
            yield link(teacher, "teacherOf", f"{teacher}c{which}")
        for which in range(3):
            yield a(f"{teacher}p{which}", "Publication")
            yield link(f"{teacher}p{which}", "publicationAuthor", teacher)
            yield text(f"{teacher}p{which}", "name", f"Publication {teacher} {which}")
        if number:
            yield link(teacher, "colleague", staff[number - 1])
    yield link(staff[0], "headOf", name)
    for number in range(40):
        student = f"{name}s{number}"
        yield a(student, "Graduate" if number % 4 == 0 else "Undergraduate")
        yield link(student, "memberOf", name)
        yield text(student, "name", f"Student {student}")
        yield text(student, "email", f"{student}@example.org")
        yield link(student, "advisor", random.choice([f for n, f in enumerate(staff) if n % 3 != 2]))
        for course in random.sample(courses, 2):
            yield link(student, "takesCourse", course)


def a(subject: str, kind: str) -> str:
    """Return the triple that gives a thing its class."""
    return f"<{_DATA}{subject}> <{_TYPE}> <{_SCHEMA}{kind}> ."


def link(subject: str, role: str, value: str) -> str:
    """Return a triple between two things."""
    return f"<{_DATA}{subject}> <{_SCHEMA}{role}> <{_DATA}{value}> ."


def text(subject: str, role: str, value: str) -> str:
    """Return a triple with a text."""
    return f'<{_DATA}{subject}> <{_SCHEMA}{role}> "{value}" .'
