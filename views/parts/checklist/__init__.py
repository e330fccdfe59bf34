"""What a shop's checklist and a supplier's show and take alike."""
