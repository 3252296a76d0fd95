"""Droits et devoirs: what CAF and MSA say, month after month."""
