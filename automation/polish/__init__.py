"""Facultatif : un ton plus chaleureux, sans toucher aux faits."""
