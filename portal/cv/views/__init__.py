"""The screens of the CV. A name begins with whose side it is on: `owner_`, `helper_`, `visitor`.

The others are for the owner and the helpers alike.
"""
