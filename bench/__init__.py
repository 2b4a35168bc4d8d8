"""Measurements of the product against the floor and against the usual way, in one run. Asserts nothing."""
