"""Every rule over a whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint import rules
from kgtools.lint.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.file import File
    from kgtools.project import Project

OF_ONE_FILE: Final = (
    rules.relative_iri,
    rules.hidden_character,
    rules.other_namespace,
    rules.blank_node,
    rules.foreign_scheme,
    rules.ill_typed_literal,
    rules.stray_space,
    rules.date_range,
    rules.unkept_form,
    rules.unused_prefix,
    rules.repeated_prefix,
    rules.white_space,
)
"""The modules of rules that look at each file by itself, and find the same in it beside any others."""

OF_ALL_FILES: Final = (
    rules.byte_order_mark,
    rules.empty_file,
    rules.undeclared_class,
    rules.undeclared_property,
    rules.undescribed_individual,
    rules.unknown_external,
    rules.unknown_in_query,
    rules.similar_iris,
    rules.deprecated_term,
    rules.confused_kinds,
    rules.kind_of_value,
    rules.inferred_type,
    rules.disjoint_types,
    rules.missing_type,
    rules.unshaped_class,
    rules.misplaced_shape,
    rules.date_form,
    rules.quoted_number,
    rules.language_tag,
    rules.same_value,
    rules.address_form,
    rules.repeated_triple,
    rules.split_description,
    rules.missing_label,
    rules.duplicate_thing,
    rules.shared_identifier,
    rules.conflicting_same,
    rules.isolated_thing,
    rules.unsourced_fact,
    rules.several_values,
    rules.unsatisfiable_class,
    rules.unnamed_term,
    rules.shared_label,
    rules.several_labels,
    rules.undefined_term,
    rules.circular_definition,
    rules.equivalent_names,
    rules.ontology_header,
    rules.parentless_class,
    rules.replaced_term,
    rules.inverse_mistake,
    rules.several_domains,
    rules.unused_term,
    rules.unchecked_cardinality,
    rules.wider_than_parent,
)
"""The modules of the rules that look at the whole project."""


def lint(context: Context) -> Iterator[Diagnostic]:
    """Yield what the rules find, file by file and then rule by rule.

    A file that is as it was when it was looked at is not looked at again.

    Example:
        >>> from kgtools import bundle, project
        >>> from kgtools.lint import Context
        >>> context, refused = Context.of(project.load(bundle.root()))
        >>> [found.code for found in lint(context) if found.severity == "error"]
        []
    """
    for file in context.files:
        if file.findings is None:
            file.findings = tuple(_of_one(file, context.project))
        yield from file.findings
    for module in OF_ALL_FILES:
        yield from module.rule(context)


def _of_one(file: File, project: Project) -> Iterator[Diagnostic]:
    alone = Context((file,), project)
    for module in OF_ONE_FILE:
        yield from module.rule(alone)
