"""What `check` looks at: one file a part of the state, each of them functions that yield what is wrong."""
