"""What an after-sale does beyond itself."""
