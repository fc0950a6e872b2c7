"""The wish tree: anybody hangs a wish, it gets an answer, people help, and three of them make an initiative of it."""
