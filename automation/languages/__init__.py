"""Une langue, un dossier : rien d'autre dans la maison ne parle français."""
