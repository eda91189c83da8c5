"""Versions of a dataset: kept whole in a store, made for an audience, compared."""
