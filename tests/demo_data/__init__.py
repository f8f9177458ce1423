"""More of the demo company than the program ships: its plan year month by month, and a book that one customer carries."""
