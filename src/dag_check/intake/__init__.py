"""Documents and workbooks -> Application: what each file is, and what it says."""
