"""Facts: dated figures about a kern that no web tells, with where they began, their source and their doubt."""
