"""Words that people type and words that offers hold: folded, left out, corrected."""
