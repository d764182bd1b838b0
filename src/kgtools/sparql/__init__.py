"""SPARQL text: its tokens, what is refused, and how parameters are written into it."""
