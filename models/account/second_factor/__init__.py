"""The second factor: six digits that a member's own device shows (TOTP), recovery codes for when it is lost, and
passkeys. Whoever has it signs in with the password first, and with one of these second."""
