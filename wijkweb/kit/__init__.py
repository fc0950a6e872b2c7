"""Tools without domain: dates, text, replies, storage. What would be at home in any other project."""
