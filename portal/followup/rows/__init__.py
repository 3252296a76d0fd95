"""What every table of the closed area shares: scope, first lock, second lock, history."""
