"""/console/posts: what the shop tells whoever follows it."""
