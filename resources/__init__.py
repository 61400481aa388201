"""Data that ships with the program: table specifications, the sample plan, icons, help."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(name: str) -> Traversable:
    """A file or folder of this package by its path with forward slashes."""
    return files("resources").joinpath(name)
