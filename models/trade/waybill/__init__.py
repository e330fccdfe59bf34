"""Files of tracking numbers, and the run that ships by them."""
