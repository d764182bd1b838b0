"""Questions: named queries with typed parameters, and their answers."""
