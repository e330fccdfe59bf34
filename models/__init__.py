"""The domain: records, the rules that keep them true, and what it makes. Knows nothing of Flask."""
