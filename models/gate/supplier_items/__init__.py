"""What a supplier is asked, an item a file; nothing else lists them."""
