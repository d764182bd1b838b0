"""Derive with owlrl: ONTOLOGY FACTS OUTPUT. Prints the CPU seconds from files to derived facts."""

import sys
from time import process_time

import owlrl
import rdflib

ontology, facts, output = sys.argv[1:]
started = process_time()
graph = rdflib.Graph()
graph.parse(ontology, format="turtle")
graph.parse(facts, format="nt11")
stated = set(graph)
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
derived = [triple for triple in graph if triple not in stated]
print(process_time() - started, len(derived))
if output:
    result = rdflib.Graph()
    for triple in derived:
        if not isinstance(triple[0], rdflib.Literal):
            result.add(triple)
    result.serialize(output, format="nt", encoding="utf-8")
