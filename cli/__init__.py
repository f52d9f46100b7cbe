"""Ce qu'une personne voit dans un terminal."""
