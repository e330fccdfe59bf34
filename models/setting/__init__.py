"""What an operator set: a row a value with its history, and the one set of rules that follows from it."""
