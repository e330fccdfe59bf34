"""What a shop earned, figure by figure and month by month."""
