"""What a form is: its definition. Reading a filled copy of one is intake's work."""
