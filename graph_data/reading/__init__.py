"""Reads datasets from files; one small module a format."""
