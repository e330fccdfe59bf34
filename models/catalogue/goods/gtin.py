"""Barcodes on packages (GS1 GTIN-8, -12, -13, -14): whether the check digit is right. What a code names is not known
here."""

LENGTHS = (8, 12, 13, 14)


def valid_gtin(text: str) -> bool:
    """True for 8, 12, 13 or 14 plain digits whose last one is the GS1 check digit."""
    if len(text) not in LENGTHS or not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return False
    return text[-1] == check_digit(text[:-1])


def check_digit(digits: str) -> str:
    """The GS1 check digit of the digits before it (weights 3 and 1 from the right)."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)
