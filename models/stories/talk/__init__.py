"""Conversations where trade moves on."""
