"""Submissions written by somebody who had not seen the readers or the rest of the corpus: only the rules and the outline of the form."""
