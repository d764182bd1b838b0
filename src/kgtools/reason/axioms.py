"""One method per kind of OWL 2 axiom: reads its triples, adds its rules."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from kgtools.reason.expressions import MalformedError, Not, Or
from kgtools.reason.model import Atom, Guard, Kind, Origin
from kgtools.reason.sides import SAME, Body, SideCompiler, role_atom
from kgtools.terms import OWL, RDF, RDFS, BlankNode, NamedNode, Namespace

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.reason.expressions import Axioms, Role, Statement
    from kgtools.reason.words import Words
    from kgtools.terms import Term

SWRL = Namespace("http://www.w3.org/2003/11/swrl#")
_TYPE = RDF["type"]
_DIFFERENT = OWL["differentFrom"]
_RESERVED = (RDF, RDFS, OWL)
_ANNOTATIONS = {RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy")}


class AxiomCompiler(SideCompiler):
    """Compiles all axioms of an ontology.

    Args:
        axioms: The triples.
        words: How axioms are written in messages.
    """

    def __init__(self, axioms: Axioms, words: Words) -> None:
        super().__init__(words)
        self._axioms = axioms

    def run(self) -> None:
        """Compile everything; what OWL itself demands comes first."""
        self._always()
        for axiom in self._axioms.statements:
            handler = self._BY_PREDICATE.get(axiom.predicate)
            if axiom.predicate == _TYPE and isinstance(axiom.object, NamedNode):
                handler = self._BY_TYPE.get(axiom.object)
            elif axiom.predicate == _TYPE and isinstance(axiom.object, BlankNode):
                handler = AxiomCompiler._class_assertion
            if handler is not None:
                self._compile(handler, axiom)

    def _compile(self, handler: Callable[[AxiomCompiler, Statement], None], axiom: Statement) -> None:
        if axiom.predicate == _TYPE and _is_reserved(axiom.subject):
            text = f"{self.words.term(axiom.subject)} a {self.words.term(axiom.object)}"
            self.report(axiom.quad, text, f"{self.words.term(axiom.subject)} belongs to the language itself")
            return
        try:
            handler(self, axiom)
        except MalformedError as error:
            name = self.words.term(axiom.predicate if axiom.predicate != _TYPE else axiom.object)
            text = f"{name} of {self.words.term(axiom.subject)}"
            self.report(axiom.quad, text, f"the axiom is malformed: {error}", malformed=True)

    def _always(self) -> None:
        """Add what holds without any axiom: owl:Nothing is empty, different things are not the same."""
        nothing = Origin("Nothing", "owl:Nothing has no instances")
        self.clash(("x",), Body((Atom(OWL["Nothing"], ("x",)),)), nothing)
        different = Origin("DifferentIndividuals", "owl:differentFrom and owl:sameAs exclude each other")
        self.clash(("x",), Body((Atom(_DIFFERENT, ("x", "x")),)), different)
        for args in (("x", "y"), ("y", "x")):
            body = Body((Atom(SAME, ("x", "y")), Atom(_DIFFERENT, args)))
            self.clash(("x", "y"), body, different)

    # -- classes

    def _sub_class_of(self, axiom: Statement) -> None:
        left, right = self._axioms.expression(axiom.subject), self._axioms.expression(axiom.object)
        text = f"{self.words.expression(left)} SubClassOf {self.words.expression(right)}"
        self.sub_class(left, right, Origin("SubClassOf", text, axiom.quad))

    def _equivalent_class(self, axiom: Statement) -> None:
        if self._axioms.is_data_range(axiom.subject):
            return  # a datatype definition; ranges look it up
        sides = self._axioms.expression(axiom.subject), self._axioms.expression(axiom.object)
        for left, right in (sides, sides[::-1]):
            text = f"{self.words.expression(left)} SubClassOf {self.words.expression(right)}"
            self.sub_class(left, right, Origin("EquivalentClasses", text, axiom.quad))

    def _definition(self, axiom: Statement) -> None:
        """Compile ``ex:C owl:unionOf (...)`` and its like, said of a class with a name."""
        if isinstance(axiom.subject, BlankNode) or self._axioms.is_data_range(axiom.subject):
            return
        definition = self._axioms.definition(axiom.subject)
        if definition is None:
            raise MalformedError("nothing can be read here")
        for left, right in ((axiom.subject, definition), (definition, axiom.subject)):
            text = f"{self.words.expression(left)} SubClassOf {self.words.expression(right)}"
            self.sub_class(left, right, Origin("EquivalentClasses", text, axiom.quad))

    def _disjoint_with(self, axiom: Statement) -> None:
        self._pairwise_disjoint((axiom.subject, axiom.object), axiom)

    def _all_disjoint_classes(self, axiom: Statement) -> None:
        self._pairwise_disjoint(self._members(axiom), axiom)

    def _disjoint_union_of(self, axiom: Statement) -> None:
        members = self._axioms.members(axiom.object)
        whole = self._axioms.expression(axiom.subject)
        parts = tuple(self._axioms.expression(member) for member in members)
        for left, right in ((whole, Or(parts)), *((part, whole) for part in parts)):
            text = f"{self.words.expression(left)} SubClassOf {self.words.expression(right)}"
            self.sub_class(left, right, Origin("DisjointUnion", text, axiom.quad))
        self._pairwise_disjoint(members, axiom)

    def _pairwise_disjoint(self, nodes: tuple[Term, ...], axiom: Statement) -> None:
        classes = [self._axioms.expression(node) for node in nodes]
        for left, right in combinations(classes, 2):
            text = f"{self.words.expression(left)} DisjointWith {self.words.expression(right)}"
            # An expression and its complement are one clash, whichever of them has the bodies.
            first, second = (right, left) if isinstance(left, Not) else (left, right)
            self.sub_class(first, Not(second), Origin("DisjointClasses", text, axiom.quad))

    def _has_key(self, axiom: Statement) -> None:
        keys = [self._axioms.role(node) for node in self._axioms.members(axiom.object)]
        owner = self._axioms.expression(axiom.subject)
        names = ", ".join(map(self.words.role, keys))
        origin = Origin("HasKey", f"{self.words.expression(owner)} HasKey {names}", axiom.quad)
        if not keys:
            raise MalformedError("a key without properties")
        values = [self.fresh() for _ in keys]
        body = Body()
        for x in ("x", "z"):
            body += Body(tuple(role_atom(key, x, y) for key, y in zip(keys, values, strict=True)))
            if owner != OWL["Thing"]:
                body += self._one_body(owner, x, origin)
        different = Guard(Kind.DIFFERENT, ("x", "z"))
        self.rule(Atom(SAME, ("x", "z")), body.where(different), origin)

    def _one_body(self, owner: object, x: str, origin: Origin) -> Body:
        if not isinstance(owner, NamedNode):
            raise MalformedError("a key of a class without a name")
        return self.conjunct(owner, x, origin)

    # -- properties

    def _sub_property_of(self, axiom: Statement) -> None:
        self._below(self._axioms.role(axiom.subject), self._axioms.role(axiom.object), "SubPropertyOf", axiom)

    def _equivalent_property(self, axiom: Statement) -> None:
        left, right = self._axioms.role(axiom.subject), self._axioms.role(axiom.object)
        self._below(left, right, "EquivalentProperties", axiom)
        self._below(right, left, "EquivalentProperties", axiom)

    def _below(self, left: Role, right: Role, name: str, axiom: Statement) -> None:
        text = f"{self.words.role(left)} SubPropertyOf {self.words.role(right)}"
        if left != right and self._usable((left, right), text, axiom):
            body = Body((role_atom(left, "x", "y"),))
            self.rule(role_atom(right, "x", "y"), body, Origin(name, text, axiom.quad))

    def _chain(self, axiom: Statement) -> None:
        chain = [self._axioms.role(node) for node in self._axioms.members(axiom.object)]
        head = self._axioms.role(axiom.subject)
        text = f"{' o '.join(map(self.words.role, chain))} SubPropertyOf {self.words.role(head)}"
        if not chain:
            raise MalformedError("a chain without properties")
        if self._usable((head, *chain), text, axiom):
            points = [f"x{number}" for number in range(len(chain) + 1)]
            atoms = tuple(role_atom(role, x, y) for role, x, y in zip(chain, points, points[1:], strict=False))
            origin = Origin("SubPropertyChain", text, axiom.quad)
            self.rule(role_atom(head, points[0], points[-1]), Body(atoms), origin)

    def _inverse_of(self, axiom: Statement) -> None:
        if isinstance(axiom.subject, BlankNode):
            return  # a property expression, not an axiom
        left, right = self._axioms.role(axiom.subject), self._axioms.role(axiom.object)
        text = f"{self.words.role(left)} InverseOf {self.words.role(right)}"
        if self._usable((left, right), text, axiom):
            for role, other in ((left, right), (right, left)):
                body = Body((role_atom(role, "x", "y"),))
                self.rule(role_atom(other, "y", "x"), body, Origin("InverseProperties", text, axiom.quad))

    def _domain(self, axiom: Statement) -> None:
        role, domain = self._axioms.role(axiom.subject), self._axioms.expression(axiom.object)
        text = f"{self.words.role(role)} Domain {self.words.expression(domain)}"
        if self._usable((role,), text, axiom):
            body = Body((role_atom(role, "x", "y"),))
            self.right(domain, "x", body, Origin("PropertyDomain", text, axiom.quad))

    def _range(self, axiom: Statement) -> None:
        role = self._axioms.role(axiom.subject)
        body = Body((role_atom(role, "x", "y"),))
        if self._axioms.is_data_range(axiom.object):
            data = self._axioms.data_range(axiom.object)
            text = f"{self.words.role(role)} Range {self.words.expression(data)}"
            self.outside_range(data, ("x", "y"), body, Origin("PropertyRange", text, axiom.quad))
            return
        expression = self._axioms.expression(axiom.object)
        text = f"{self.words.role(role)} Range {self.words.expression(expression)}"
        origin = Origin("PropertyRange", text, axiom.quad)
        if not self._usable((role,), text, axiom):
            return
        self.right(expression, "y", body, origin)
        if self._axioms.is_a(axiom.subject, OWL["ObjectProperty"]):
            self.clash(("x", "y"), body.where(Guard(Kind.LITERAL, ("y",))), origin, "KG706")

    def _disjoint_properties(self, axiom: Statement) -> None:
        self._pairwise_disjoint_properties((axiom.subject, axiom.object), axiom)

    def _all_disjoint_properties(self, axiom: Statement) -> None:
        self._pairwise_disjoint_properties(self._members(axiom), axiom)

    def _pairwise_disjoint_properties(self, nodes: tuple[Term, ...], axiom: Statement) -> None:
        for left, right in combinations(map(self._axioms.role, nodes), 2):
            text = f"{self.words.role(left)} DisjointWith {self.words.role(right)}"
            body = Body((role_atom(left, "x", "y"), role_atom(right, "x", "y")))
            self.clash(("x", "y"), body, Origin("DisjointProperties", text, axiom.quad))

    # -- characteristics

    def _functional(self, axiom: Statement) -> None:
        self._unique_value(axiom, "FunctionalProperty", "Functional", inverse=False)

    def _inverse_functional(self, axiom: Statement) -> None:
        self._unique_value(axiom, "InverseFunctionalProperty", "InverseFunctional", inverse=True)

    def _unique_value(self, axiom: Statement, name: str, word: str, *, inverse: bool) -> None:
        role = self._axioms.role(axiom.subject)
        origin = Origin(name, f"{self.words.role(role)} {word}", axiom.quad)
        pairs = [("x", "y"), ("x", "z")] if not inverse else [("y", "x"), ("z", "x")]
        self.same("y", "z", Body(tuple(role_atom(role, *pair) for pair in pairs)), origin)

    def _transitive(self, axiom: Statement) -> None:
        role, origin = self._characteristic(axiom, "TransitiveObjectProperty", "Transitive")
        body = Body((role_atom(role, "x", "y"), role_atom(role, "y", "z")))
        self.rule(role_atom(role, "x", "z"), body, origin)

    def _symmetric(self, axiom: Statement) -> None:
        role, origin = self._characteristic(axiom, "SymmetricObjectProperty", "Symmetric")
        self.rule(role_atom(role, "y", "x"), Body((role_atom(role, "x", "y"),)), origin)

    def _asymmetric(self, axiom: Statement) -> None:
        role, origin = self._characteristic(axiom, "AsymmetricObjectProperty", "Asymmetric")
        body = Body((role_atom(role, "x", "y"), role_atom(role, "y", "x")))
        self.clash(("x", "y"), body, origin)

    def _irreflexive(self, axiom: Statement) -> None:
        role, origin = self._characteristic(axiom, "IrreflexiveObjectProperty", "Irreflexive")
        self.clash(("x",), Body((role_atom(role, "x", "x"),)), origin)

    def _reflexive(self, axiom: Statement) -> None:
        _, origin = self._characteristic(axiom, "ReflexiveObjectProperty", "Reflexive")
        self.report(axiom.quad, origin.text, "it speaks of everything there is, which has no list to join over")

    def _characteristic(self, axiom: Statement, name: str, word: str) -> tuple[Role, Origin]:
        role = self._axioms.role(axiom.subject)
        return role, Origin(name, f"{self.words.role(role)} {word}", axiom.quad)

    # -- individuals

    def _class_assertion(self, axiom: Statement) -> None:
        """Compile the class expression that a thing is said to be of; the engine knows which things."""
        node = axiom.object
        expression = self._axioms.expression(node)
        text = self.words.expression(expression)
        if isinstance(node, BlankNode) and node not in self.expressions:
            self.expressions[node] = text
            origin = Origin("ClassAssertion", f"what {text} says", axiom.quad)
            self.right(expression, "x", Body((Atom(node, ("x",)),)), origin)

    def _all_different(self, axiom: Statement) -> None:
        members = self._members(axiom)
        origin = Origin("DifferentIndividuals", f"{len(members)} names are all different", axiom.quad)
        listed = self.symbol("one of the names that are all different")
        for member in members:
            self.rule(Atom(listed, (member,)), Body(), origin)
        body = Body((Atom(SAME, ("x", "y")), Atom(listed, ("x",)), Atom(listed, ("y",))))
        self.clash(("x", "y"), body.where(Guard(Kind.DIFFERENT, ("x", "y"))), origin)

    def _negative_assertion(self, axiom: Statement) -> None:
        node = axiom.subject
        source = self._axioms.object(node, OWL["sourceIndividual"])
        on = self._axioms.object(node, OWL["assertionProperty"])
        targets = self._axioms.objects(node, OWL["targetIndividual"])
        target = next(iter((*targets, *self._axioms.objects(node, OWL["targetValue"]))), None)
        if source is None or on is None or target is None:
            raise MalformedError("it needs owl:sourceIndividual, owl:assertionProperty and a target")
        role = self._axioms.role(on)
        text = f"not: {self.words.term(source)} {self.words.role(role)} {self.words.term(target)}"
        origin = Origin("NegativePropertyAssertion", text, axiom.quad)
        self.clash((source, target), Body((role_atom(role, source, target),)), origin)

    # -- what is only reported

    def _imports(self, axiom: Statement) -> None:
        if self._axioms.is_a(axiom.object, OWL["Ontology"]):
            return  # it is given here as well
        text = f"imports {self.words.term(axiom.object)}"
        self.report(axiom.quad, text, "nothing is ever fetched; give the imported file as well")

    def _swrl(self, axiom: Statement) -> None:
        self.report(axiom.quad, "a SWRL rule", "SWRL is not read; write the rule as a rule file")

    def _members(self, axiom: Statement) -> tuple[Term, ...]:
        for predicate in (OWL["members"], OWL["distinctMembers"]):
            listed = self._axioms.object(axiom.subject, predicate)
            if listed is not None:
                return self._axioms.members(listed)
        raise MalformedError("it lists no members")

    def _usable(self, roles: tuple[Role, ...], text: str, axiom: Statement) -> bool:
        """Return whether no role belongs to the language itself; report it otherwise."""
        if OWL["topObjectProperty"] in {role.iri for role in roles[1:]} and len(roles) > 1:
            return False  # everything is below it: it says nothing
        for role in roles:
            if _is_reserved(role.iri):
                reason = f"{self.words.role(role)} belongs to the language itself"
                self.report(axiom.quad, text, reason)
                return False
        return True

    _BY_PREDICATE: ClassVar[dict[NamedNode, Callable[[AxiomCompiler, Statement], None]]] = {
        RDFS["subClassOf"]: _sub_class_of,
        OWL["equivalentClass"]: _equivalent_class,
        OWL["disjointWith"]: _disjoint_with,
        OWL["disjointUnionOf"]: _disjoint_union_of,
        OWL["hasKey"]: _has_key,
        RDFS["subPropertyOf"]: _sub_property_of,
        OWL["equivalentProperty"]: _equivalent_property,
        OWL["propertyChainAxiom"]: _chain,
        OWL["inverseOf"]: _inverse_of,
        RDFS["domain"]: _domain,
        RDFS["range"]: _range,
        OWL["propertyDisjointWith"]: _disjoint_properties,
        OWL["imports"]: _imports,
        **dict.fromkeys(
            (OWL["intersectionOf"], OWL["unionOf"], OWL["complementOf"], OWL["oneOf"]), _definition
        ),
    }
    _BY_TYPE: ClassVar[dict[NamedNode, Callable[[AxiomCompiler, Statement], None]]] = {
        OWL["AllDisjointClasses"]: _all_disjoint_classes,
        OWL["AllDisjointProperties"]: _all_disjoint_properties,
        OWL["AllDifferent"]: _all_different,
        OWL["NegativePropertyAssertion"]: _negative_assertion,
        OWL["FunctionalProperty"]: _functional,
        OWL["InverseFunctionalProperty"]: _inverse_functional,
        OWL["TransitiveProperty"]: _transitive,
        OWL["SymmetricProperty"]: _symmetric,
        OWL["AsymmetricProperty"]: _asymmetric,
        OWL["IrreflexiveProperty"]: _irreflexive,
        OWL["ReflexiveProperty"]: _reflexive,
        SWRL["Imp"]: _swrl,
    }


def _is_reserved(node: Term) -> bool:
    """Return whether a node is part of RDF, RDFS or OWL and no annotation property."""
    return isinstance(node, NamedNode) and node.value.startswith(_RESERVED) and node not in _ANNOTATIONS
