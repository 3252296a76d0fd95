"""Parameters of a search: what people type, choose and point at, read from an address."""
