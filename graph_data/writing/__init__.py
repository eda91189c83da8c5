"""Writes datasets to files; one small module a format."""
