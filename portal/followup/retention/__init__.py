"""How long a case is kept: notice, restricted archive, elimination slip, anonymised rows."""
