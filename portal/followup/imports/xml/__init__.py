"""The monthly file of CAF and MSA: what it may hold, how it is encoded, and reading it."""
