"""课堂 lessons: short texts that help a shopkeeper, the house's own and what operators make of them."""
