"""Derive with reasonable: ONTOLOGY FACTS OUTPUT. Prints the CPU seconds from files to derived facts."""

import sys
from pathlib import Path
from time import process_time

import reasonable

ontology, facts, output = sys.argv[1:]
started = process_time()
reasoner = reasonable.PyReasoner()
reasoner.load_file(ontology)
reasoner.load_file(facts)
stated = len(reasoner.get_base_triples())
closure = reasoner.reason()
print(process_time() - started, len(closure) - stated)
if output:
    lines = (f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in closure)
    Path(output).write_text("\n".join(lines) + "\n", "utf-8")
