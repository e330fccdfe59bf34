"""What is done to a picture that was decoded: its colours, its light, what of it is kept, what is doubted of it."""
