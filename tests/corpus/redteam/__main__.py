"""Writes the four batches: `python -m tests.corpus.redteam [start of a name ...]`."""

import sys

from tests.corpus.redteam import fourth, second, third
from tests.corpus.redteam.make import main

assert second.RECIPES and third.RECIPES and fourth.RECIPES
main(sys.argv[1:])
