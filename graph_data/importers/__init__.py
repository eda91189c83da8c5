"""Turns outside sources into rows of a dataset, and reports what they saw."""
