"""What a shop is asked, an item a file; nothing else lists them."""
