"""URLs -> models -> templates, one module a noun and audience."""
