"""What every style is built from: paper and ink, soft shadows, the door plate, the price, the seal, the code.

Where they stand is each style's own matter."""
