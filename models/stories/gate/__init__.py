"""What the gates do together with other nouns."""
