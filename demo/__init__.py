"""The demo network: goods, pictures and people of its own, loaded through the domain's verbs."""

# What each step of loading it leaves in the audit trail.
STEP = "demo.load"
