"""Invitations: codes that let people sign up, for one person or for many; and who brought whom, which pays nobody."""
