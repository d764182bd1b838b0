"""The rules, one to a module: each module has its ``CODE`` and a function ``rule``."""
