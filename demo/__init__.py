"""The demo network: goods, pictures and people of its own, loaded through the domain's verbs."""
