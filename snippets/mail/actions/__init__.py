"""Links that act (liens d'action): what a mail lets one do without signing in, once.

An app registers its purposes from `ready()` (`kinds.register`) and writes `links.path_of(purpose,
subject)` in its mails. GET shows what will happen and one button, for mail scanners follow GET;
POST acts.
"""
