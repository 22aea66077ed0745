"""Documents and workbooks -> Application: what each file is, and what it says. `submission.read_submission` is the way in."""
