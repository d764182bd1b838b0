"""Knowledge graphs whose facts live as Turtle files in git."""

__version__ = "0.1.0"
