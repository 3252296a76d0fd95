
def walk_pages(guide): pass
def walk_library(guide): pass
