"""The pages of the map, one file a page."""
