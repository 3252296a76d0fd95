"""What people see of a search: the list, the map, cards, the agenda, lists inside pages."""
