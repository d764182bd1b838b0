"""Changes of the files of facts: which line goes where, and how it gets there whole or not at all."""
