"""Signing up where no message can be sent: somebody at the desk asks the person, and confirms that the phone is
theirs."""
