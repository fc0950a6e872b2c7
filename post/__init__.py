"""Mail that must arrive, and links in mail that work once."""
