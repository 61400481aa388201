"""The rules of a plan: values without Qt, SQL or files."""
