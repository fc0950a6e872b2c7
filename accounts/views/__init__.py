"""Pages of this room, by what somebody comes to do."""
