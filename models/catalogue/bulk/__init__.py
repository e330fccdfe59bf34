"""Editing many goods at once: what is to become of them, a preview, and a run of the worker that can be taken back."""
