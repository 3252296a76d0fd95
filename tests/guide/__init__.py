"""The editor guide, walked in a browser: its screenshots, and the labels that it quotes."""
