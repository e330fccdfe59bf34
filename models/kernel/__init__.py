"""What every noun stands on: database, money, clock, codes, errors, text, media. Knows no noun."""
