"""Shops near a place: where a shop that opted in stands, rounded, and which are around somebody who asks. Whoever asks
leaves nothing behind."""
