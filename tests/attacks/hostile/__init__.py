"""Hostile requests, and what carries them out against a real server."""
