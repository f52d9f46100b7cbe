"""Ce que la personne a écrit elle-même : HTML, citations et signature cachés, place pour place."""
