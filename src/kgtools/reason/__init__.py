"""Reasoning: OWL 2 RL and rule files to a fixpoint, with a proof for every derived fact."""

from kgtools.reason.compile import Program, compile_program
from kgtools.reason.cursor import RuleError
from kgtools.reason.limits import Limits
from kgtools.reason.model import Atom, Guard, Kind, Origin, Outside, Rule
from kgtools.reason.proof import Proof
from kgtools.reason.reasoner import Change, Clash, Reasoner
from kgtools.reason.rulefile import read_rule

__all__ = [
    "Atom",
    "Change",
    "Clash",
    "Guard",
    "Kind",
    "Limits",
    "Origin",
    "Outside",
    "Program",
    "Proof",
    "Reasoner",
    "Rule",
    "RuleError",
    "compile_program",
    "read_rule",
]
