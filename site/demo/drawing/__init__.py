"""Draws the demo's illustrations and logos with Pillow: flat scenes in the site's palette.

`PYTHONPATH=site python -m demo.drawing` writes them again in `data/images/`. The same
Pillow gives the same files; nothing is random, and no text nor real person is shown.
"""
