"""Who works the desk: roles with their history, who gives and takes them, and the links by which people come in."""
