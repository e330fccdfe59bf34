"""What a visitor means to buy, and what it would cost today."""
