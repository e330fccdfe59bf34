"""Chinese names and addresses as people paste them."""
