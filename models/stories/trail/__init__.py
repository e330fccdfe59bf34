"""What the trail does with others: its heads are kept apart and sent, and a restored one begins again."""
