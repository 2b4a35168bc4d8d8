"""The log as its administrators read it."""
