
def walk(guide): pass
