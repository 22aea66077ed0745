"""Writes the corpus of submissions and the examples: `python -m tests.corpus.generator`. Knows RULES.md, nothing of dag_check."""
