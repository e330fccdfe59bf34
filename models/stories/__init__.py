"""What two nouns must do together. Each story runs in the caller's transaction; none knows the web."""
