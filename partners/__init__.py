"""Who is there: organisations, informal groups and persons, and the relations between them."""
