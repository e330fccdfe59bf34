"""What keepers say to who follows them, and to who is near: follows, posts, places of shops."""
