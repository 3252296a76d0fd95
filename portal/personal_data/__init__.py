"""What is kept of people: the register, the export, the correction, the erasure."""
