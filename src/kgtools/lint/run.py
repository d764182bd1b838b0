"""Every rule over a whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

RULES: Final = (
    rules.relative_iri,
    rules.hidden_character,
    rules.other_namespace,
    rules.blank_node,
    rules.foreign_scheme,
    rules.byte_order_mark,
    rules.undeclared_class,
    rules.undeclared_property,
    rules.undescribed_individual,
    rules.unknown_external,
    rules.similar_iris,
    rules.deprecated_term,
    rules.confused_kinds,
    rules.kind_of_value,
    rules.inferred_type,
    rules.disjoint_types,
    rules.missing_type,
    rules.unshaped_class,
    rules.ill_typed_literal,
    rules.date_form,
    rules.quoted_number,
    rules.language_tag,
    rules.stray_space,
    rules.date_range,
    rules.same_value,
    rules.address_form,
    rules.unkept_form,
    rules.unused_prefix,
    rules.repeated_prefix,
    rules.repeated_triple,
    rules.split_description,
    rules.white_space,
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
"""The modules of all rules, in the order of their codes."""


def lint(context: Context) -> Iterator[Diagnostic]:
    """Yield what the rules find, rule by rule.

    Example:
        >>> from kgtools import bundle, project
        >>> from kgtools.lint import Context
        >>> context, refused = Context.of(project.load(bundle.root()))
        >>> [found.code for found in lint(context) if found.severity == "error"]
        []
    """
    for module in RULES:
        yield from module.rule(context)
