"""Who may: users, memberships, and the one answer to what someone may see."""
