"""What is kept about persons and how long: the page that says so, what goes by itself, and what was erased."""
