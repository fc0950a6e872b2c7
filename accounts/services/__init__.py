"""What changes users, roles, invitations and sessions."""
