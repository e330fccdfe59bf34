"""How an item is given, a screen a file, beside its template of the same name in templates/parts/checklist/items/; what
needs no screen of its own says where it is given. Nothing else lists them."""
