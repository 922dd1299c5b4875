"""Pages, in a reader's order: the week, a story, people, places, topics, pictures."""
