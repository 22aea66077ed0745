"""Writes the blank forms of other makers, and people's filled copies of them, with what is true of each."""
