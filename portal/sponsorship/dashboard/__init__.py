"""The coordination’s figures, of a period, and their export: nobody is named."""
