"""The kinds of things that the desk's lookup box finds, one a file."""
