"""The Python checks that rules name, one module a family."""
