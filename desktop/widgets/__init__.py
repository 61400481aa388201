"""Widgets that know nothing of a plan file."""
