"""Links: what printed QR codes mean, and how often they were opened."""
