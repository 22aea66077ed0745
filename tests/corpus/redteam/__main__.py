"""Writes both batches: `python -m tests.corpus.redteam [start of a name ...]`."""

import sys

from tests.corpus.redteam import second
from tests.corpus.redteam.make import main

assert second.RECIPES
main(sys.argv[1:])
