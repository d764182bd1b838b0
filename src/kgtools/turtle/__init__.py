"""Turtle text: tokens, positions, statements, formatting."""
