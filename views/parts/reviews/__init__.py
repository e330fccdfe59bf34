"""Reviews as keepers and suppliers read and answer them."""
