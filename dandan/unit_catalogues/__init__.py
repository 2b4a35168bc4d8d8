"""The catalogues a unit's administrator keeps: organisations and local tags."""
