"""What a keeper should know of goods before vouching for them, measured; and which goods fit a shop."""
