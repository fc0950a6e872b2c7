"""The overview of a municipality: its kernen beside each other, from what is public and what each decided to share."""
