"""The accuracy set: documents and tables of many kinds, each with its truth, and how well they are read."""
