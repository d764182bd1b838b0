"""Findings and how they are shown."""

from kgtools.diagnostics.model import Checked, Diagnostic, Fix, Related, Report, Severity, Span

__all__ = ["Checked", "Diagnostic", "Fix", "Related", "Report", "Severity", "Span"]
