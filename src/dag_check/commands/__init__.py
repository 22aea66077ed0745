"""The sub-commands of `dag-check`, one module each. They parse arguments, call the public names, and print."""
