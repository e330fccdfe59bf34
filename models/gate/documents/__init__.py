"""Documents: photos and pages that show who somebody is or what they may sell. Sealed in the media store, looked at
only by who decides, gone some days after the decision."""
