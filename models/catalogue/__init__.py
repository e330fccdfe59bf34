"""What can be sold: suppliers, categories, goods, SKUs, pictures, and goods files."""
