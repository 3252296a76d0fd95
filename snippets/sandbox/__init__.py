"""Files of others are read by a parser in a process of its own, within bounds.

A parser is a function of a module that knows nothing of the project: whatever a hostile file does
to it, it does to it alone. The module names the functions that may be run in `PARSERS`. Each takes
the file's bytes, and returns bytes, a dict that JSON can hold, or a str: why it refuses the file.
"""

from snippets.sandbox.running import Answer, Fault, Sandbox, SandboxError
from snippets.sandbox.slots import Busy, BusyError

__all__ = ["Answer", "Busy", "BusyError", "Fault", "Sandbox", "SandboxError"]
