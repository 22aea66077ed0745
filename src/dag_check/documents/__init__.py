"""A file's bytes -> Document, Workbook or Bundle. Knows formats, knows nothing of DAG."""
