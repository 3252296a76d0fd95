"""Who may be written to: one module per public, each a `Source` of `contract.py`."""
