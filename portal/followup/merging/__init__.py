"""Two cases of one person become one."""
