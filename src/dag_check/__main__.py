"""Lets `python -m dag_check` do what the command `dag-check` does."""

import sys

from dag_check.cli import main

if __name__ == "__main__":
    sys.exit(main())
