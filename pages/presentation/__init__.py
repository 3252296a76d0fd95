"""What the public reads of an opportunity: a module for each kind, and what they share.

Everything here accepts a draft with holes: previews show it before it is complete.
"""
