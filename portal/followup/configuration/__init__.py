"""What unit managers set: lists, delays with their legal reference, texts of letters."""
