"""The only package that speaks SQL: the plan file, its journal, and one aggregate a module."""
