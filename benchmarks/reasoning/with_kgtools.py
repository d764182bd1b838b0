"""Derive with kgtools: ONTOLOGY FACTS OUTPUT. Prints the CPU seconds from files to derived facts."""

import sys
from pathlib import Path
from time import process_time

from pyoxigraph import RdfFormat, parse, serialize

from kgtools.reason import Reasoner, compile_program

ontology, facts, output = sys.argv[1:]
started = process_time()
axioms = list(parse(path=ontology, format=RdfFormat.TURTLE))
reasoner = Reasoner(compile_program(axioms))
reasoner.load(parse(path=facts, format=RdfFormat.TURTLE))
count = sum(1 for _ in reasoner.inferred())
print(process_time() - started, count)
if output:
    Path(output).write_bytes(serialize(reasoner.inferred(), format=RdfFormat.N_TRIPLES))
