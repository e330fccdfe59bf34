"""What buyers say of goods that they received: stars, words, pictures; what supplier and keeper answer; what is hidden,
and by which rule. A shop's standing and what is known of goods before one vouches for them are models/report/."""
