"""Legal clocks: computed from dated facts and dated delays, for today or for any past day."""
