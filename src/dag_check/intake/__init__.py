"""Documents and workbooks -> Application: what each file is, and what it says."""

from dag_check.intake.submission import read_submission

__all__ = ["read_submission"]
