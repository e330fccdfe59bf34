"""The fuzzer: it learns the program's pages and forms from its routes, links and forms, and sends them wrong things."""
