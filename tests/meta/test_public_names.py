"""Public names are sorted, there, and explained."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import kgtools
from kgtools.errors import KgError

SOURCE = Path(__file__).resolve().parents[2] / "src"
MODULES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
)


@pytest.mark.parametrize("name", MODULES)
def test_all_is_sorted_and_true(name: str) -> None:
    module = import_module(name)
    public = getattr(module, "__all__", None)
    if public is None:
        return
    constants = sorted(each for each in public if each.isupper())
    assert public == [*constants, *sorted(each for each in public if not each.isupper())]
    assert len(set(public)) == len(public)
    assert all(hasattr(module, each) for each in public)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is(name: str) -> None:
    first = (inspect.getdoc(import_module(name)) or "").partition("\n")[0]
    assert first.endswith((".", ":", "?")), first


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_and_classes_are_explained(name: str) -> None:
    module = import_module(name)
    path = Path(inspect.getfile(module))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_package_gives_its_names_when_asked() -> None:
    for name in kgtools.__all__:
        assert getattr(kgtools, name) is not None
    assert kgtools.KgError is KgError
    with pytest.raises(AttributeError, match="has no attribute 'nope'"):
        _ = kgtools.nope


def test_the_version_is_in_one_place() -> None:
    found = [
        path
        for path in SOURCE.rglob("*.py")
        if f'"{kgtools.__version__}"' in path.read_text(encoding="utf-8")
    ]
    assert [path.name for path in found] == ["__init__.py"]


def test_what_is_loaded_when_asked_for_is_offered_for_completion() -> None:
    assert dir(kgtools) == sorted(kgtools.__all__)
