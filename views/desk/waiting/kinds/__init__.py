"""What is shown of each kind of what waits: a file, and a template, named like the kind."""
