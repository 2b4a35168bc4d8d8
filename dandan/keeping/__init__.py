"""Keeping what was entered: one file that holds everything, and the way back from it."""
